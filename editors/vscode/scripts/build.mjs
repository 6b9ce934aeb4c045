/** Bundles the extension and the page of the topic map into dist/. `--watch` goes on, `--debug` keeps names. */
import * as esbuild from 'esbuild';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));

/** The page of the topic map. */
export const PAGE = 'dist/map/main.js';

/** Text that becomes part of the bundle. */
export const LOADER = { '.html': 'text' };

/** @param {{ debug?: boolean }} options */
export function builds({ debug = false } = {}) {
  /** @type {esbuild.BuildOptions} */
  const common = { absWorkingDir: here, bundle: true, minify: !debug, loader: LOADER, sourcemap: debug ? 'inline' : false, logLevel: 'warning', legalComments: 'linked' };
  return [
    { ...common, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'] },
    { ...common, entryPoints: ['src/map/webview/main.ts'], outfile: PAGE, platform: 'browser', target: 'es2022', format: 'iife' },
  ];
}

/** @param {{ debug?: boolean }} [options] */
export async function build(options) {
  await rm(`${here}/dist`, { recursive: true, force: true });
  await Promise.all(builds(options).map((one) => esbuild.build(one)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const debug = process.argv.includes('--debug');
  if (process.argv.includes('--watch')) {
    for (const one of builds({ debug: true })) {
      await (await esbuild.context(one)).watch();
    }
  } else {
    await build({ debug });
  }
}
