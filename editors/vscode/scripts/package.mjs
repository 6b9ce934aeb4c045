/**
 * Makes the VSIX of one platform, with the server in it:
 * `node scripts/package.mjs [--target linux-x64] [--binary FILE] [--out FILE]`; by default for this machine, with the
 * release binary that Cargo built.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { serverBinary } from './binary.mjs';
import { build } from './build.mjs';

const here = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const root = fileURLToPath(new URL('../../..', import.meta.url));
const TARGETS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];

/** @param {{ target?: string, binary?: string, out?: string }} options @returns {Promise<string>} the file made */
export async function packageVsix({ target = `${process.platform}-${process.arch}`, binary = serverBinary(['release']), out = `${here}/notelint-${target}.vsix` } = {}) {
  if (!TARGETS.includes(target)) {
    throw new Error(`"${target}" is not one of ${TARGETS.join(', ')}.`);
  }
  await build();
  const bundled = `${here}/bin/${target.startsWith('win32') ? 'notelint.exe' : 'notelint'}`;
  rmSync(`${here}/bin`, { recursive: true, force: true });
  mkdirSync(`${here}/bin`);
  try {
    copyFileSync(binary, bundled);
    chmodSync(bundled, 0o755);
    for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) {
      copyFileSync(`${root}/${licence}`, `${here}/${licence}.txt`);
    }
    const vsce = `${here}/node_modules/@vscode/vsce/vsce`;
    const args = ['package', '--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--skip-license', '--target', target, '--out', out];
    const made = spawnSync(process.execPath, [vsce, ...args], { cwd: here, encoding: 'utf8' });
    if (made.status !== 0) {
      throw new Error(`vsce failed:\n${made.stdout}${made.stderr}`);
    }
  } finally {
    // What was copied in belongs to the package, not to this folder: tests of the folder must not find it.
    rmSync(`${here}/bin`, { recursive: true, force: true });
    for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) {
      rmSync(`${here}/${licence}.txt`, { force: true });
    }
  }
  return out;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { target: { type: 'string' }, binary: { type: 'string' }, out: { type: 'string' } } });
  const file = await packageVsix(values);
  console.log(`${file}: ${(statSync(file).size / 1e6).toFixed(2)} MB`);
}
