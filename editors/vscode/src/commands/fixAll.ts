/** "Fix All in This Note": every certain fix, as one edit that one undo takes back. */
import * as vscode from 'vscode';

import type { Config } from '../config';

/** The kind of the server's action, which `editor.codeActionsOnSave` can name too. */
const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('notelint');

export async function fixAll(config: Config): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !config.serves(document)) {
    void vscode.window.showInformationMessage('Open a note first: notelint fixes the note in the active editor.');
    return;
  }
  const everything = new vscode.Range(0, 0, document.lineCount, 0);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, everything, FIX_ALL.value, 1);
  const action = actions.find((candidate) => candidate.kind !== undefined && FIX_ALL.contains(candidate.kind));
  if (action === undefined) {
    void vscode.window.showInformationMessage('There is nothing in this note that notelint can fix for certain.');
    return;
  }
  if (action.edit !== undefined && !(await vscode.workspace.applyEdit(action.edit))) {
    void vscode.window.showWarningMessage('The fixes were not applied: the note changed meanwhile, or it is read-only.');
    return;
  }
  if (action.command !== undefined) {
    await vscode.commands.executeCommand(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
  }
}
