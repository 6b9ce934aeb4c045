/** Where the scripts and tests find the server: $NOTELINT_BINARY, else the newest that Cargo built here. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Cargo takes a relative CARGO_TARGET_DIR from where it is run: the top folder. */
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');
const name = process.platform === 'win32' ? 'notelint.exe' : 'notelint';

/** @param {('release' | 'debug')[]} [profiles] */
export function serverBinary(profiles = ['release', 'debug']) {
  const given = process.env.NOTELINT_BINARY;
  const files = given ? [given] : profiles.map((profile) => `${target}/${profile}/${name}`);
  const built = files
    .map((file) => ({ file, stat: statSync(file, { throwIfNoEntry: false }) }))
    .filter(({ stat }) => stat?.isFile())
    .sort((one, other) => other.stat.mtimeMs - one.stat.mtimeMs);
  if (built.length === 0) {
    throw new Error(`There is no server at ${files.join(' or ')}: run \`cargo build\` first, or set NOTELINT_BINARY.`);
  }
  return built[0].file;
}
