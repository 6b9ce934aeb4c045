/**
 * Writes the settings into package.json, from `notelint config schema`. `--check` writes nothing and fails when
 * package.json is stale.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { serverBinary } from './binary.mjs';
import { withSettings } from './manifest.mjs';

const file = fileURLToPath(new URL('../package.json', import.meta.url));

/** Nothing when package.json holds the settings that the server has, else what to do. */
export function stale(binary = serverBinary()) {
  const text = readFileSync(file, 'utf8');
  return text === withSettings(text, readSchema(binary)) ? undefined : 'The settings in package.json are stale: run `npm run settings`.';
}

function readSchema(binary) {
  return JSON.parse(execFileSync(binary, ['config', 'schema'], { encoding: 'utf8' }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--check')) {
    const message = stale();
    if (message !== undefined) {
      console.error(message);
      process.exit(1);
    }
  } else {
    writeFileSync(file, withSettings(readFileSync(file, 'utf8'), readSchema(serverBinary())));
  }
}
