/** Servers that are missing, wrong or dying: a message with the cause and a button, never silence. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';

import { BINARY, extension, finding, messages, note, running, set, show } from './editor';
import { servers } from './life';
import { test, until } from './suite';

const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'notelint-programs-'));

function program(name: string, script: string): string {
  const file = path.join(programs, name);
  fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

const state = () => extension().exports.state();

/** Runs the extension with another server, and then with the right one again. */
async function withServer(file: string, body: (shown: { message: string; buttons: string[] }[]) => Promise<void>): Promise<void> {
  await messages(async (shown) => {
    await set('path', file);
    try {
      await body(shown);
    } finally {
      await set('path', BINARY);
      await until('the right server again', () => {
        const now = state();
        return now.kind === 'running' && now.file === BINARY;
      });
    }
  });
  await show(note('python.md'));
  await finding(note('python.md'), 'syntax-error');
}

async function failed(shown: { message: string; buttons: string[] }[], cause: RegExp): Promise<void> {
  const now = await until('the failure', () => {
    const current = state();
    return current.kind === 'failed' && current;
  });
  assert.match(now.message, cause);
  assert.deepEqual(shown.map((one) => one.message), [now.message], 'said once');
  assert.ok(shown[0]?.buttons.includes('Show Logs'));
  assert.equal(shown[0]?.buttons.length, 2);
}

test('bad input: no binary', () => withServer('/nonexistent/notelint', (shown) => failed(shown, /names \/nonexistent\/notelint, but there is no such file/)));

test('bad input: a program that is not notelint', () => withServer(program('other', 'echo hello'), (shown) => failed(shown, /is not notelint: `--version` printed "hello"/)));

test('bad input: another version runs, with a warning', async () => {
  const file = program('newer', `[ "$1" = --version ] && { echo notelint 99.0.0; exit; }\nexec ${BINARY} "$@"`);
  await withServer(file, async (shown) => {
    await until('it to run', () => {
      const now = state();
      return now.kind === 'running' && now.version === '99.0.0';
    });
    assert.match(shown[0]?.message ?? '', /is notelint 99\.0\.0, but this extension was made for/);
    assert.deepEqual(shown[0]?.buttons, ['Open Settings', 'Show Logs']);
    await finding(note('python.md'), 'syntax-error');
  });
});

test('bad input: a crash at the start, again and again, stops after five', () =>
  withServer(program('crashes', '[ "$1" = --version ] && { echo notelint 0.1.0; exit; }\necho start >> "$0.starts"\nexit 101'), async (shown) => {
    await failed(shown, /ended 5 times in a row and is not started again/);
    assert.deepEqual(shown[0]?.buttons, ['Restart', 'Show Logs']);
    assert.equal(fs.readFileSync(path.join(programs, 'crashes.starts'), 'utf8').split('\n').length - 1, 5);
  }));

test('bad input: a server that dies soon after each start, too', () =>
  withServer(program('dies', `[ "$1" = --version ] && { echo notelint 0.1.0; exit; }\nexec timeout -s KILL 0.4 ${BINARY} "$@"`), (shown) =>
    failed(shown, /ended 5 times in a row/)));

test('bad input: no server is left behind', async () => {
  await running();
  await until('one server', () => servers().length === 1);
  fs.rmSync(programs, { recursive: true });
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
});
