/**
 * Runs the tests: `node test/run.mjs [unit] [host] [window]`, all without names.
 *
 * - unit: types, settings, and the pure parts;
 * - host: inside the extension host of a real VS Code, with the server that Cargo built;
 * - window: the packaged VSIX, installed, through the window; takes the screenshots of the README.
 *
 * Each of the last two has its negative control: without a server, it must fail.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import * as esbuild from 'esbuild';

import { serverBinary } from '../scripts/binary.mjs';
import { build, LOADER } from '../scripts/build.mjs';
import { stale as staleMap } from '../scripts/map.mjs';
import { packageVsix } from '../scripts/package.mjs';
import { stale as staleSettings } from '../scripts/settings.mjs';
import { runInHost } from './host.mjs';
import { runInWindow } from './window.mjs';
import { GUARDED, RESTRICTED } from './window/restricted.mjs';
import { TOUR } from './window/tour.mjs';

const here = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const failures = `${here}/out/failures`;
const started = Date.now();
const asked = process.argv.slice(2);
const wants = (name) => asked.length === 0 || asked.includes(name);
let failed = false;

rmSync(failures, { recursive: true, force: true });
mkdirSync(failures, { recursive: true });
process.chdir(here);
if (wants('unit')) {
  await unit();
}
if (wants('host')) {
  await build();
  await bundleTests('host', ['test/host/index.ts'], 'cjs');
  await host();
}
if (wants('window')) {
  await windowed();
}
say(failed ? 'FAILED' : 'all passed');
process.exit(failed ? 1 : 0);

async function unit() {
  for (const project of ['.', 'src/map/webview']) {
    check(`types of ${project}`, spawnSync('node_modules/.bin/tsc', ['-p', project], { stdio: 'inherit' }).status === 0);
  }
  const settings = staleSettings();
  check('settings are those of the server', settings === undefined, settings);
  const map = await staleMap();
  check('the drawing of the map is that of the server', map === undefined, map);
  await bundleTests('unit', readdirSync('test/unit').map((file) => `test/unit/${file}`), 'esm');
  const files = readdirSync('out/unit').map((file) => `out/unit/${file}`);
  check('unit tests', spawnSync(process.execPath, ['--test', '--test-reporter=dot', ...files], { stdio: 'inherit' }).status === 0);
}

async function host() {
  const { figures } = report(await runInHost({ binary: serverBinary(), failure: `${failures}/host` }));
  report(await runInHost({ binary: serverBinary(), readOnly: true, env: { NOTELINT_TEST_ONLY: 'read-only' }, failure: `${failures}/host-read-only` }));
  say(`measured in the extension host: ${JSON.stringify(figures)}`);

  // Without a server, what needs one must fail.
  const without = await runInHost({ binary: '/nonexistent/notelint', env: { NOTELINT_TEST_ONLY: 'findings', NOTELINT_TEST_PATIENCE: '3000' }, failure: `${failures}/host-control` });
  check('host: negative control', without.code !== 0 && without.results.length > 0 && without.results.every((result) => !result.ok), JSON.stringify(without));
}

/** Says how a run in the extension host went. */
function report(run) {
  for (const { name, ok, ms, message } of run.results) {
    check(`host: ${name} (${ms} ms)`, ok, message);
  }
  check('host: ended', run.code === 0 && run.results.length > 0, `the extension host said ${run.code}`);
  return run;
}

async function windowed() {
  const vsix = await packageVsix({ binary: serverBinary(['release', 'debug']), out: `${here}/out/notelint.vsix` });
  say(`the package: ${(statSync(vsix).size / 1e6).toFixed(2)} MB`);
  const images = process.env.NOTELINT_SCREENSHOTS === undefined ? undefined : `${here}/images`;
  await inWindow('window', { vsix, steps: TOUR, images });
  await inWindow('window: a folder that is not trusted', { vsix, steps: RESTRICTED, editor: GUARDED });

  const without = await runInWindow({ vsix, steps: TOUR, settings: { 'notelint.path': '/nonexistent/notelint' }, patience: 5000, failure: `${failures}/window-control` });
  check('window: negative control', !without.ok && without.step === 'squiggle', `ended at "${without.step}"`);
}

/** Through the window, with one retry. */
async function inWindow(name, options) {
  const failure = `${failures}/${name.replace(/\W+/g, '-')}`;
  let outcome = await runInWindow({ ...options, failure });
  if (!outcome.ok) {
    say(`${name}: failed at "${outcome.step}" (${outcome.message}); once more`);
    outcome = await runInWindow({ ...options, failure: `${failure}-again` });
  }
  check(name, outcome.ok, `failed at "${outcome.step}": ${outcome.message}`);
}

async function bundleTests(name, entryPoints, format) {
  rmSync(`out/${name}`, { recursive: true, force: true });
  await esbuild.build({ entryPoints, outdir: `out/${name}`, bundle: true, platform: 'node', target: 'node20', format, outExtension: format === 'esm' ? { '.js': '.mjs' } : {}, external: ['vscode'], loader: LOADER, sourcemap: 'inline', logLevel: 'warning' });
}

function check(name, ok, message) {
  failed ||= !ok;
  say(`${ok ? 'ok  ' : 'FAIL'} ${name}${ok || message === undefined ? '' : `\n      ${message}`}`);
}

function say(line) {
  console.log(`[${((Date.now() - started) / 1000).toFixed(1)}s] ${line}`);
}
