/** Draws images/icon.png from images/icon.svg, with the Chromium that the tests use. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { browser } from '../test/browser.mjs';

const file = (name) => fileURLToPath(new URL(`../images/${name}`, import.meta.url));
const context = await browser({ width: 256, height: 256 });
const page = context.pages()[0];
await page.setContent(`<style>body{margin:0}svg{display:block;width:256px;height:256px}</style>${readFileSync(file('icon.svg'), 'utf8')}`);
await page.screenshot({ path: file('icon.png'), omitBackground: true });
await context.close();
