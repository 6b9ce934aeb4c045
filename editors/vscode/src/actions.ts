/**
 * Asks the server for an action and applies it. Not by VS Code's `executeCodeActionProvider`: that gives an empty
 * answer when any extension registers a provider meanwhile, as they all do while the window opens.
 */
import * as vscode from 'vscode';
import type { CodeAction } from 'vscode-languageclient/node';

import type { Server } from './client';

/** `none`: there is no such action; `refused`: the note changed meanwhile, or cannot be written. */
export type Outcome = 'applied' | 'none' | 'refused';

/** Applies the first action of `kind` at `range` that `wanted` takes, as one edit that one undo takes back. */
export async function applyAction(
  server: Server,
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
  wanted: (action: CodeAction) => boolean = () => true,
): Promise<Outcome> {
  const { version } = document;
  const actions = await server.request<CodeAction[] | null>('textDocument/codeAction', {
    textDocument: { uri: document.uri.toString() },
    range: { start: plain(range.start), end: plain(range.end) },
    context: { diagnostics: [], only: [kind.value], triggerKind: vscode.CodeActionTriggerKind.Invoke },
  });
  const found = actions?.find(wanted);
  if (found === undefined) {
    return 'none';
  }
  const action = found.edit === undefined ? await server.request<CodeAction>('codeAction/resolve', found) : found;
  if (action?.edit === undefined || document.version !== version) {
    return 'refused';
  }
  const edit = await server.toWorkspaceEdit(action.edit);
  return edit !== undefined && (await vscode.workspace.applyEdit(edit)) ? 'applied' : 'refused';
}

function plain({ line, character }: vscode.Position): { line: number; character: number } {
  return { line, character };
}
