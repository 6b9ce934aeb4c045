/** The life of the server: restarts, and its end by another's hand. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';

import { extension, finding, note, running, show } from './editor';
import { test, until } from './suite';

/** The processes of the server that this extension host started. */
export function servers(): number[] {
  const processes = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return processes
    .split('\n')
    .filter((line) => /\bserver\b.*--stdio/.test(line))
    .map((line) => Number.parseInt(line, 10));
}

test('life: ten restarts at once are two at most, and one server is left', async () => {
  await show(note('python.md'));
  await running();
  let starts = 0;
  const listener = extension().exports.onDidChangeState((state) => (starts += Number(state.kind === 'starting')));
  await Promise.all(Array.from({ length: 10 }, () => vscode.commands.executeCommand('notelint.restart')));
  listener.dispose();
  assert.ok(starts >= 1 && starts <= 2, `${starts} starts`);
  await finding(note('python.md'), 'syntax-error');
  await until('one server', () => servers().length === 1);
});

test('life: a server that is killed comes back', async () => {
  const uri = note('python.md');
  await show(uri);
  await running();
  const [pid] = servers();
  assert.ok(pid);
  process.kill(pid, 'SIGKILL');
  await until('another server', () => servers().some((other) => other !== pid) && extension().exports.state().kind === 'running');
  await finding(uri, 'syntax-error');
});
