/** Goes to a place in a note. */
import * as vscode from 'vscode';
import type { Range } from 'vscode-languageclient/node';

export function toRange(range: Range): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

/** Opens the note and puts the cursor at the start of `range`, in view. */
export async function jump(uri: string, range: Range, column?: vscode.ViewColumn): Promise<void> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
    const start = toRange(range).start;
    const editor = await vscode.window.showTextDocument(document, { ...(column === undefined ? {} : { viewColumn: column }), preview: true });
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(toRange(range), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  } catch (error) {
    void vscode.window.showWarningMessage(`This note cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
  }
}
