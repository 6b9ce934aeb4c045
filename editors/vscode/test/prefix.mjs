/** The folder that setup.sh filled, and what is in it. */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

let known;

/** Runs setup.sh, which does nothing when everything is there. */
export function prefix() {
  known ??= execFileSync('bash', [fileURLToPath(new URL('setup.sh', import.meta.url))], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  return known;
}

/** A package that is installed there. */
export function fromEditor(name) {
  return createRequire(`${prefix()}/package.json`)(name);
}
