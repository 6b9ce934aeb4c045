import assert from 'node:assert/strict';
import * as vscode from 'vscode';

import { BINARY, extension, finding, messages, note, running, show } from './editor';
import { test, until } from './suite';

test('commands: every one that package.json declares is there', async () => {
  const declared = (extension().packageJSON as { contributes: { commands: { command: string }[] } }).contributes.commands;
  const there = await vscode.commands.getCommands(true);
  assert.deepEqual(declared.map((one) => one.command).filter((command) => !there.includes(command)), []);
});

test('commands: "Explain This Rule" shows the page of the finding under the cursor', async () => {
  const editor = await show(note('python.md'));
  const damaged = await finding(note('python.md'), 'mojibake');
  editor.selection = new vscode.Selection(damaged.range.start, damaged.range.start);
  await vscode.commands.executeCommand('notelint.explainRule');
  await until('the preview', () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).some((tab) => /mojibake/.test(tab.label)));
  const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('notelint-rule:/mojibake.md'));
  assert.match(page.getText(), /# mojibake[\s\S]*What it does/);
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
});

test('commands: a name that is no rule runs nothing', async () => {
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).length;
  const before = tabs();
  await vscode.commands.executeCommand('notelint.explainRule', '--help; rm -rf /');
  assert.equal(tabs(), before);
});

test('commands: "Copy Debug Information" says what runs, and nothing of the notes', async () => {
  await running();
  await messages(async (shown) => {
    await vscode.commands.executeCommand('notelint.copyDebugInformation');
    assert.match(shown[0]?.message ?? '', /copied/);
  });
  const copied = await vscode.env.clipboard.readText();
  assert.ok(copied.includes(BINARY) && copied.includes(vscode.version), copied);
  assert.ok(!copied.includes('LEGB'));
});

test('commands: the views open by command', async () => {
  await vscode.commands.executeCommand('notelint.showQuestions');
  await vscode.commands.executeCommand('notelint.showRelated');
  await vscode.commands.executeCommand('notelint.showLogs');
  await vscode.commands.executeCommand('workbench.action.closePanel');
});
