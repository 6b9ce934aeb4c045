/** What needs the server: without it, every test here fails (the negative control). */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';

import { finding, findings, neighbours, note, placeOf, rule, show } from './editor';
import { test, until } from './suite';

const python = note('python.md');

async function actions(uri: vscode.Uri, range: vscode.Range, kind: string): Promise<vscode.CodeAction[]> {
  await neighbours();
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind, 20);
}

test('findings: on the exact characters, with a link to the rule', async () => {
  const { document } = await show(python);
  const mistake = await finding(python, 'syntax-error');
  assert.equal(mistake.severity, vscode.DiagnosticSeverity.Error);
  assert.equal(mistake.range.start.line, placeOf(document, 'print(bump()').line);
  assert.ok(typeof mistake.code === 'object' && mistake.code.target.scheme === 'command', 'the link opens the page inside the editor');
  const damaged = await finding(python, 'mojibake');
  assert.equal(document.getText(damaged.range), 'â€”');
  assert.equal(damaged.severity, vscode.DiagnosticSeverity.Warning);
});

test('findings: follow what is typed', async () => {
  const editor = await show(python);
  await finding(python, 'syntax-error');
  const place = placeOf(editor.document, 'print(bump(), bump()').translate(0, 'print(bump(), bump()'.length);
  await editor.edit((edit) => edit.insert(place, ')'));
  await until('the mistake to go', () => !findings(python).some((one) => rule(one) === 'syntax-error'));
  await vscode.commands.executeCommand('undo');
  await finding(python, 'syntax-error');
});

test('findings: a quick fix', async () => {
  const { document } = await show(python);
  const damaged = await finding(python, 'mojibake');
  const fix = (await actions(python, damaged.range, 'quickfix')).find((action) => action.isPreferred === true);
  assert.ok(fix?.edit, 'the certain fix is the preferred one');
  assert.ok(await vscode.workspace.applyEdit(fix.edit));
  assert.match(document.getText(), /network — they/);
  await until('the finding to go', () => !findings(python).some((one) => rule(one) === 'mojibake'));
  await vscode.commands.executeCommand('undo');
  await finding(python, 'mojibake');
});

test('findings: "Fix All in This Note"', async () => {
  const { document } = await show(python);
  await finding(python, 'mojibake');
  await vscode.commands.executeCommand('notelint.fixAll');
  assert.match(document.getText(), /network — they/);
  await vscode.commands.executeCommand('undo');
  await finding(python, 'mojibake');
});

test('findings: fix all on save, for who asks for it', async () => {
  const uri = note('saved.md');
  fs.writeFileSync(uri.fsPath, '# Saved\n\nA lock â€” held.\n');
  const settings = vscode.workspace.getConfiguration('editor', { uri, languageId: 'markdown' });
  await settings.update('codeActionsOnSave', { 'source.fixAll.notelint': 'explicit' }, vscode.ConfigurationTarget.Global, true);
  const editor = await show(uri);
  await finding(uri, 'mojibake');
  await neighbours();
  await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'Hm. '));
  await editor.document.save();
  assert.equal(fs.readFileSync(uri.fsPath, 'utf8'), '# Saved\n\nHm. A lock — held.\n');
  await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Global, true);
});

test('findings: of a note that nobody opened, once it is opened no second time', async () => {
  const uri = note('closed.md');
  fs.writeFileSync(uri.fsPath, '# Closed\n\nA lock â€” held.\n');
  await finding(uri, 'mojibake');
  // As a person does: `openTextDocument` would keep the note open for a while after its tab is closed.
  await vscode.commands.executeCommand('vscode.open', uri);
  const editor = await until('the editor', () => vscode.window.visibleTextEditors.find((one) => one.document.uri.path === uri.path));
  await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'Hm. '));
  const moved = () => findings(uri).some((one) => one.range.start.character === 'Hm. A lock '.length);
  await until('the finding to move', moved);
  assert.equal(findings(uri).length, 1);
  // Closed and not saved: what was typed is gone, and the finding is back where it is on disk.
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await until('the finding to move back', () => findings(uri).length === 1 && !moved());
  fs.rmSync(uri.fsPath);
  await until('the finding to go', () => findings(uri).length === 0);
});

test('findings: a new note that was never saved', async () => {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: 'What is it? ❓\n' });
  await vscode.window.showTextDocument(document);
  await finding(document.uri, 'unanswered-question');
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
});

test('findings: hover tells what LEGB means, once', async () => {
  const { document } = await show(python);
  await finding(python, 'syntax-error');
  const place = placeOf(document, 'LEGB rule: in').translate(0, 1);
  const hovers = await until('a hover', async () => {
    const found = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', python, place);
    return found.length > 0 && found;
  });
  const text = hovers.flatMap((hover) => hover.contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
  assert.match(text, /Local.*Enclosing.*Global.*Built-in/is);
  assert.equal(hovers.length, 1);
});
