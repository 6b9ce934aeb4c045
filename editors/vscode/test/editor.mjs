/** A real VS Code, served to a browser: started in folders of its own, and ended by its process. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { prefix } from './prefix.mjs';

const NOTES = fileURLToPath(new URL('notes', import.meta.url));

/** Settings that keep the editor still: no network, no tips, no welcome. */
const SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'npm.fetchOnlinePackageInfo': false,
  'editor.accessibilitySupport': 'off',
  'editor.hover.delay': 100,
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  // As on a desktop: a served VS Code saves by itself a second after an edit.
  'files.autoSave': 'off',
};

/**
 * Starts an editor on a copy of the sample notes.
 * @param {{ vsix?: string, driver?: boolean, readOnly?: boolean, trust?: boolean, prepare?: (workspace: string) => void, settings?: object, env?: object }} options
 *   `driver`: let tests run inside it; `readOnly`: the notes are on a disk that cannot be written; `trust`: false to
 *   open the notes as a folder that nobody has trusted yet; `prepare`: adds to the copy before it is opened.
 */
export async function startEditor({ vsix, driver = false, readOnly = false, trust = true, prepare = () => undefined, settings = {}, env = {} } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'notelint-editor-'));
  const folder = (name) => {
    mkdirSync(join(root, name), { recursive: true });
    return join(root, name);
  };
  const workspace = join(folder('home'), 'notes');
  cpSync(NOTES, workspace, { recursive: true });
  prepare(workspace);
  const writable = readOnly ? lock(workspace) : () => undefined;
  // A served VS Code takes settings about the machine, such as paths, from a place of their own.
  for (const place of ['data/User', 'data/Machine']) {
    writeFileSync(join(folder(place), 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  }
  const vscode = join(prefix(), 'node_modules/code-server/lib/vscode/out/server-main.js');
  const node = join(prefix(), 'bin/node');
  const args = [vscode, '--user-data-dir', join(root, 'data'), '--extensions-dir', folder('extensions'), '--server-data-dir', folder('server'), '--accept-server-license-terms'];
  const environment = { ...process.env, HOME: join(root, 'home'), XDG_CONFIG_HOME: join(root, 'home/.config'), EXTENSIONS_GALLERY: '{}', WORKSPACE: workspace, ...env };

  if (vsix !== undefined) {
    const installed = spawnSync(node, [...args, '--install-extension', vsix], { env: environment, encoding: 'utf8', timeout: 60_000 });
    if (installed.status !== 0) {
      throw new Error(`The VSIX was not installed: ${installed.stdout}${installed.stderr}`);
    }
  }
  const log = join(root, 'editor.log');
  const out = openSync(log, 'w');
  const child = spawn(node, [...args, '--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--telemetry-level', 'off', ...(trust ? ['--disable-workspace-trust'] : []), ...(driver ? ['--enable-smoke-test-driver'] : [])], {
    env: environment,
    stdio: ['ignore', out, out],
  });
  const port = await portOf(child, log);
  return {
    root,
    workspace,
    port,
    url: `http://127.0.0.1:${port}/?folder=${workspace}`,
    /** What the extension wrote to its output channels. */
    logs: () =>
      readdirSync(join(root, 'data/logs'), { recursive: true })
        .filter((file) => /notelint[^/]*\.log$/.test(file))
        .map((file) => `${file}\n${readFileSync(join(root, 'data/logs', file), 'utf8')}`)
        .join('\n'),
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null) {
        child.kill();
        await gone;
      }
      writable();
      rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** Makes a folder read-only, for root too; returns what takes that back. */
function lock(folder) {
  const mount = (...args) => spawnSync('mount', args).status === 0;
  if (mount('--bind', folder, folder) && mount('-o', 'remount,ro,bind', folder)) {
    return () => spawnSync('umount', ['-l', folder]);
  }
  chmodSync(folder, 0o555);
  return () => chmodSync(folder, 0o755);
}

async function portOf(child, log) {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries += 1) {
    const port = /listening on (\d+)/.exec(readFileSync(log, 'utf8'))?.[1];
    if (port !== undefined) {
      return Number(port);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`VS Code did not start: ${readFileSync(log, 'utf8')}`);
}
