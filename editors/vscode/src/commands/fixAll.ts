/** "Fix All in This Note": every certain fix, as one edit that one undo takes back. */
import * as vscode from 'vscode';

import { applyAction } from '../actions';
import type { Server } from '../client';
import type { Config } from '../config';

/** The kind of the server's action, which `editor.codeActionsOnSave` can name too. */
const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append('notelint');

export async function fixAll(server: Server, config: Config): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !config.serves(document)) {
    void vscode.window.showInformationMessage('Open a note first: notelint fixes the note in the active editor.');
    return;
  }
  if (server.state.kind !== 'running') {
    void vscode.window.showWarningMessage('The notelint server does not run, so nothing can be fixed.');
    return;
  }
  const everything = new vscode.Range(0, 0, document.lineCount, 0);
  switch (await applyAction(server, document, everything, FIX_ALL)) {
    case 'none':
      void vscode.window.showInformationMessage('There is nothing in this note that notelint can fix for certain.');
      break;
    case 'refused':
      void vscode.window.showWarningMessage('The fixes were not applied: the note changed meanwhile, or it is read-only.');
      break;
    case 'applied':
      break;
  }
}
