/** What is shown at headings, and their new names: with VS Code's own Markdown extension beside us, nothing twice. */
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';

import { extension, finding, note, placeOf, set, show } from './editor';
import { test, until } from './suite';

const design = note('design.md');
const linking = note('linking.md');

/** Runs `body` with a note that links to a heading of another one in both ways. */
async function withLinks(body: () => Promise<void>): Promise<void> {
  fs.writeFileSync(linking.fsPath, '# Linking\n\nSee [[design#Rate limiting]] and [limits](design.md#rate-limiting).\n\nA lock â€” held.\n');
  try {
    await show(design);
    // The server knows the note once it has found something in it, though nobody opened it.
    await finding(linking, 'mojibake');
    await body();
  } finally {
    fs.rmSync(linking.fsPath);
  }
}

test('headings: a new name reaches every link, written either way', () =>
  withLinks(async () => {
    const { document } = await show(design);
    const place = placeOf(document, 'Rate limiting').translate(0, 2);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', design, place, 'Throttling');
    const texts = (uri: vscode.Uri) => edit.get(uri).map((one) => one.newText);
    assert.equal(texts(design).length, 1);
    assert.equal(texts(linking).length, 2);
  }));

const lenses = async (uri: vscode.Uri) => vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);

test('headings: how many links lead to them, for who asks for it', () =>
  withLinks(async () => {
    const { document } = await show(design);
    const heading = placeOf(document, 'Rate limiting').line;
    const hints = async () => vscode.commands.executeCommand<vscode.InlayHint[]>('vscode.executeInlayHintProvider', design, new vscode.Range(0, 0, document.lineCount, 0));
    await until('the lenses', async () => (await lenses(design)).length > 0);
    assert.deepEqual((await lenses(design)).filter((lens) => lens.command?.command === 'notelint.showLinks'), []);
    assert.deepEqual(await hints(), []);
    await set('features.link-hints', true);
    await set('features.link-lenses', true);
    const hint = await until('the hint', async () => (await hints()).find((one) => one.position.line === heading));
    assert.equal(hint.label, '2 links');
    const lens = await until('the lens', async () => (await lenses(design)).find((one) => one.range.start.line === heading && one.command?.command === 'notelint.showLinks'));
    assert.equal(lens.command?.title, '2 links');
    await vscode.commands.executeCommand('notelint.showLinks', ...((lens.command.arguments ?? []) as unknown[]));
    await until('the peek to lead to a link', async () => {
      await vscode.commands.executeCommand('goToNextReference');
      return vscode.window.activeTextEditor?.document.uri.path === linking.path;
    });
    await vscode.commands.executeCommand('closeReferenceSearch');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await set('features.link-hints');
    await set('features.link-lenses');
    await until('the lens to go', async () => !(await lenses(design)).some((one) => one.command?.command === 'notelint.showLinks'));
  }));

test('headings: terms below them can be painted, once a section', async () => {
  const uri = note('python.md');
  const { document } = await show(uri);
  const legend = await until('the legend', async () => vscode.commands.executeCommand<vscode.SemanticTokensLegend | undefined>('vscode.provideDocumentSemanticTokensLegend', uri));
  const { semanticTokenTypes, semanticTokenModifiers } = (extension().packageJSON as { contributes: Record<string, { id: string }[]> }).contributes;
  assert.deepEqual(legend.tokenTypes, semanticTokenTypes?.map((type) => type.id), 'declared, so that settings offer them');
  assert.deepEqual(legend.tokenModifiers, semanticTokenModifiers?.map((modifier) => modifier.id));
  const { data } = await vscode.commands.executeCommand<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', uri);
  let [line, character] = [0, 0];
  const painted: string[] = [];
  for (let at = 0; at < data.length; at += 5) {
    const [lines = 0, characters = 0, length = 0] = data.slice(at, at + 3);
    [line, character] = lines === 0 ? [line, character + characters] : [line + lines, characters];
    painted.push(document.getText(new vscode.Range(line, character, line, character + length)));
  }
  // Once in the section that tells of it, though its text names it again.
  assert.equal(painted.filter((text) => text === 'MRO').length, 1, painted.join(', '));
});
