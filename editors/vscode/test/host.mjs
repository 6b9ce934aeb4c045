/** Runs the bundled tests of test/host inside the extension host of a real VS Code. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { browser, complete } from './browser.mjs';
import { startEditor } from './editor.mjs';

const EXTENSION = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
/** When a run counts as hanging. */
const LIMIT = 300_000;

/**
 * @param {{ binary: string, readOnly?: boolean, env?: object, failure: string }} options `failure`: where to keep a picture
 *   and the logs of a run that failed
 * @returns {Promise<{ code: number | 'timeout', results: { name: string, ok: boolean, ms: number, message?: string }[], figures: object }>}
 */
export async function runInHost({ binary, readOnly = false, env = {}, failure }) {
  const editor = await startEditor({ driver: true, readOnly, settings: { 'notelint.path': binary }, env: { NOTELINT_TEST_BINARY: binary, ...env } });
  const context = await browser({ width: 1280, height: 800 });
  const report = join(editor.root, 'home/results.json');
  try {
    const page = context.pages()[0];
    let exit;
    const exited = new Promise((resolve) => (exit = resolve));
    await page.exposeFunction('codeAutomationLog', (_type, args) => process.env.NOISY && console.log('[host]', ...args));
    await page.exposeFunction('codeAutomationExit', (code) => exit(code));
    const remote = (file) => `vscode-remote://127.0.0.1:${editor.port}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(EXTENSION)],
      ['extensionTestsPath', remote(`${EXTENSION}/out/host/index.js`)],
      ['skipWelcome', 'true'],
    ];
    // A busy machine takes long to load the page: the limit below counts.
    await page.goto(`${editor.url}&payload=${encodeURIComponent(JSON.stringify(payload))}`, { timeout: LIMIT });
    await complete(page, LIMIT);
    // The tests wait for it.
    writeFileSync(join(editor.root, 'home/complete'), '');
    const code = await Promise.race([exited, new Promise((resolve) => setTimeout(() => resolve('timeout'), LIMIT).unref())]);
    if (code !== 0) {
      await page.screenshot({ path: `${failure}.png` }).catch(() => undefined);
      writeFileSync(`${failure}.log`, editor.logs());
    }
    return { code, ...read(report) };
  } finally {
    await context.close();
    await editor.stop();
  }
}

function read(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { results: [], figures: {} };
  }
}
