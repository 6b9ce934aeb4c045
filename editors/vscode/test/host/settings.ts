/** Settings take effect at once, and say nothing where nobody set them. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

import { finding, findings, note, placeOf, rule, running, set, show } from './editor';
import { test, until } from './suite';

const python = note('python.md');
const silent = (name: string) => until(`no finding of ${name}`, () => findings(python).length > 0 && !findings(python).some((one) => rule(one) === name));

test('settings: a change takes effect without a restart', async () => {
  await show(python);
  await finding(python, 'mojibake');
  await set('lint.ignore', ['mojibake']);
  await silent('mojibake');
  await set('lint.ignore');
  await finding(python, 'mojibake');
});

test('settings: what nobody set leaves the config file alone', async () => {
  await show(python);
  await finding(python, 'mojibake');
  const config = note('notelint.toml');
  fs.writeFileSync(config.fsPath, '[lint]\nignore = ["mojibake"]\n');
  await silent('mojibake');
  await set('python.version', '3.12');
  await silent('mojibake');
  await set('python.version');
  fs.rmSync(config.fsPath);
  await finding(python, 'mojibake');
});

test('settings: the trace is written when it is wanted, and only then', async () => {
  await show(python);
  await running();
  const before = traced();
  await set('trace.server', 'messages');
  const { document } = await show(python);
  await vscode.commands.executeCommand('vscode.executeHoverProvider', python, placeOf(document, 'LEGB'));
  await until('the trace', () => /textDocument\/hover/.test(traced().slice(before.length)));
  await set('trace.server');
  assert.doesNotMatch(before, /textDocument/);
});

/** What stands in the files of the channel of the trace. */
function traced(): string {
  const logs = path.join(process.env['HOME'] ?? '', '../data/logs');
  const files = (fs.readdirSync(logs, { recursive: true }) as string[]).filter((file) => file.endsWith('notelint trace.log'));
  return files.map((file) => fs.readFileSync(path.join(logs, file), 'utf8')).join('');
}
