/**
 * Writes the drawing of the topic map, for the page of `notelint map`, into server/data/map: the server is built without
 * Node. The tests fail when it is stale.
 */
import * as esbuild from 'esbuild';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import { builds, PAGE } from './build.mjs';

const folder = fileURLToPath(new URL('../../../server/data/map/', import.meta.url));

/** Nothing when the server has the drawing as it is here, else what to do. */
export async function stale() {
  const files = await drawing();
  return files.every(({ file, text }) => readFileSync(file, 'utf8') === text) ? undefined : 'The drawing in server/data/map is stale: run `npm run map`.';
}

async function drawing() {
  const page = builds().find((one) => one.outfile === PAGE);
  const { outputFiles } = await esbuild.build({ ...page, write: false });
  return outputFiles.map(({ path, text }) => ({ file: folder + basename(path).replace('main', 'drawing'), text }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, text } of await drawing()) {
    writeFileSync(file, text);
  }
}
