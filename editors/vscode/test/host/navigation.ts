/** From place to place: terms, headings, questions, related sections, the map. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';

import { extension, finding, note, placeOf, show } from './editor';
import { test, until } from './suite';

const interview = note('interview.md');

function cursor(): string {
  const editor = vscode.window.activeTextEditor;
  const name = editor?.document.uri.path.split('/').pop() ?? 'nothing';
  return `${name}:${(editor?.selection.active.line ?? -1) + 1}`;
}

async function lineOf(name: string, text: string): Promise<string> {
  const document = await vscode.workspace.openTextDocument(note(name));
  return `${name}:${placeOf(document, text).line + 1}`;
}

test('navigation: next and previous open question, over notes', async () => {
  const editor = await show(interview);
  await extension().activate();
  await until('the questions', () => extension().exports.questions().open > 0);
  editor.selection = new vscode.Selection(0, 0, 0, 0);
  const next = () => vscode.commands.executeCommand('notelint.nextQuestion');
  const previous = () => vscode.commands.executeCommand('notelint.previousQuestion');
  await next();
  assert.equal(cursor(), await lineOf('interview.md', 'What does the GIL protect'));
  await next();
  assert.equal(cursor(), await lineOf('interview.md', 'Is a tuple always'));
  await next();
  assert.equal(cursor(), await lineOf('interview.md', 'When does a cache'));
  await previous();
  await previous();
  assert.equal(cursor(), await lineOf('interview.md', 'What does the GIL protect'));
});

test('navigation: a question is marked as answered', async () => {
  const uri = note('marked.md');
  fs.writeFileSync(uri.fsPath, '# Marked\n\nIs it done? ❓\n\nYes, it is done.\n');
  const { document } = await show(uri);
  await finding(uri, 'unsure-answer');
  const before = extension().exports.questions();
  const line = document.lineAt(2).range;
  await vscode.commands.executeCommand('notelint.questions.markAnswered', {
    kind: 'question',
    question: { uri: uri.toString(), range: { start: line.start, end: line.end }, status: 'unanswered', question: 'Is it done?' },
  });
  await until('the mark to go', () => !document.getText().includes('❓'));
  await until('the count to follow', () => extension().exports.questions().open + extension().exports.questions().unsure < before.open + before.unsure + 1);
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  fs.rmSync(uri.fsPath);
});

const definitions = (uri: vscode.Uri, place: vscode.Position) => vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>('vscode.executeDefinitionProvider', uri, place);

test('navigation: F12 on a term has one answer', async () => {
  const { document } = await show(interview);
  const place = placeOf(document, 'MRO decide').translate(0, 1);
  const found = await until('a definition', async () => {
    const all = await definitions(interview, place);
    return all.length > 0 && all;
  });
  assert.equal(found.length, 1);
  const [target] = found;
  assert.equal(target && ('uri' in target ? target.uri : target.targetUri).path, note('python.md').path);
});

test('navigation: F12 where VS Code knows the way has its answer alone', async () => {
  const uri = note('design.md');
  const { document } = await show(uri);
  // Our answer to the words of the link shows that we have one, and VS Code's to its end that it has one.
  await until('our definition', async () => (await definitions(uri, placeOf(document, 'caching](#').translate(0, 1))).length > 0);
  const found = await until('a definition', async () => {
    const all = await definitions(uri, placeOf(document, '#caching').translate(0, 2));
    return all.length > 0 && all;
  });
  assert.equal(found.length, 1);
});

test('navigation: references and symbols of the folder are not listed twice', async () => {
  const uri = note('python.md');
  const { document } = await show(uri);
  const place = (location: vscode.Location) => `${location.uri.path}:${location.range.start.line}`;
  const once = (places: string[]) => assert.equal(new Set(places).size, places.length, places.join('\n'));
  const heading = placeOf(document, '## MRO').translate(0, 4);
  const references = await until('references', async () => {
    const all = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', uri, heading);
    return all.some((one) => one.uri.path === interview.path) && all;
  });
  once(references.map(place));
  assert.ok(references.some((one) => one.range.start.line === heading.line && one.uri.path === uri.path), 'VS Code names the heading itself');
  // `the GIL` stands in a heading that only we know, `GIL` in one that VS Code knows, too.
  const symbols = await until('the symbols', async () => {
    const all = await vscode.commands.executeCommand<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'GIL');
    return all.some((one) => one.name === 'the GIL') && all.some((one) => one.name === '## GIL') && all;
  });
  once(symbols.map((one) => place(one.location)));
});

test('navigation: the outline and the folding of a note are not shown twice', async () => {
  const uri = note('python.md');
  await show(uri);
  const symbols = await until('the outline', async () => {
    const all = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', uri);
    return all !== undefined && all.length > 0 && all;
  });
  const names = (all: vscode.DocumentSymbol[]): string[] => all.flatMap((symbol) => [symbol.name.replace(/^#+\s*/, ''), ...names(symbol.children)]);
  assert.equal(names(symbols).filter((name) => name === 'MRO').length, 1);
  const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', uri);
  const starts = folds.map((fold) => fold.start);
  assert.equal(new Set(starts).size, starts.length);
});

test('navigation: a code lens counts related sections, and opens them', async () => {
  const uri = note('python.md');
  await show(uri);
  const lenses = await until('code lenses', async () => {
    const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
    return all.length > 0 && all;
  });
  const lens = lenses.find((one) => one.command?.command === 'notelint.showRelated');
  assert.match(lens?.command?.title ?? '', /related/);
  await vscode.commands.executeCommand('notelint.showRelated', ...((lens?.command?.arguments ?? []) as unknown[]));
  await vscode.commands.executeCommand('closeReferenceSearch');
});

test('navigation: the topic map opens once', async () => {
  const maps = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => tab.input instanceof vscode.TabInputWebview && tab.input.viewType.endsWith('notelint.map'));
  await vscode.commands.executeCommand('notelint.openMap');
  await until('the map', () => maps().length === 1);
  await vscode.commands.executeCommand('notelint.openMap');
  assert.equal(maps().length, 1);
  await vscode.window.tabGroups.close(maps());
});

test('navigation: links are followed and offered once', async () => {
  const uri = note('linked.md');
  fs.writeFileSync(uri.fsPath, '# Linked\n\nSee [caching](design.md#caching) and [[python]].\n\nMore in [there](des).\n');
  const { document } = await show(uri);
  const links = await until('the links', async () => {
    const all = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', uri);
    return all.some((link) => document.getText(link.range).startsWith('design.md')) && all;
  });
  const overlapping = links.filter((link) => links.some((other) => other !== link && other.range.intersection(link.range) !== undefined));
  assert.deepEqual(overlapping, []);
  const place = placeOf(document, '(des').translate(0, '(des'.length);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', uri, place);
  const labels = items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
  assert.equal(labels.filter((label) => label === 'design.md').length, 1, labels.join(', '));
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  fs.rmSync(uri.fsPath);
});
