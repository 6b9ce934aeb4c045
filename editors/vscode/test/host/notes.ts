/** Which documents are notes. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';

import { extension, finding, findings, messages, note, running, set, show } from './editor';
import { test, until } from './suite';

test('notes: text files only when configured', async () => {
  const uri = note('plain.txt');
  fs.writeFileSync(uri.fsPath, 'A lock â€” held.\n');
  await show(uri);
  // Another note that is answered after it shows that the server had its chance.
  await finding(note('python.md'), 'mojibake');
  assert.deepEqual(findings(uri), []);
  await set('languages', ['markdown', 'plaintext']);
  await finding(uri, 'mojibake');
  await set('languages');
  await running();
});

test('notes: a scheme that is not on disk is left alone, and said to be', async () => {
  const provider = vscode.workspace.registerTextDocumentContentProvider('elsewhere', { provideTextDocumentContent: () => 'A lock â€” held.\n' });
  const uri = vscode.Uri.parse('elsewhere:/far/note.md');
  await show(uri);
  await messages(async (shown) => {
    await vscode.commands.executeCommand('notelint.fixAll');
    assert.match(shown[0]?.message ?? '', /Open a note first/);
  });
  await finding(note('python.md'), 'mojibake');
  assert.deepEqual(findings(uri), []);
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  provider.dispose();
});

test('notes: one that is born, changes or dies on disk is noticed', async () => {
  const open = () => extension().exports.questions().open;
  await until('the questions', () => open() > 0);
  const before = open();
  const uri = note('born.md');
  fs.writeFileSync(uri.fsPath, '# Born\n\nIs anybody there? ❓\n');
  await until('one question more', () => open() === before + 1);
  fs.writeFileSync(uri.fsPath, '# Born\n\nIs anybody there? ❓\n\nWho? ❓\n');
  await until('two questions more', () => open() === before + 2);
  fs.rmSync(uri.fsPath);
  await until('as many questions as before', () => open() === before);
});

test('notes: those that come and go with their folder are noticed', async () => {
  const open = () => extension().exports.questions().open;
  const before = open();
  // At once: VS Code does not watch the inner folder yet, and says nothing of the note itself.
  const uri = note('new/deep/note.md');
  fs.mkdirSync(vscode.Uri.joinPath(uri, '..').fsPath, { recursive: true });
  fs.writeFileSync(uri.fsPath, '# Born\n\nIs anybody there? ❓\n');
  await until('one question more', () => open() === before + 1);
  fs.rmSync(note('new').fsPath, { recursive: true });
  await until('as many questions as before', () => open() === before);
});
