/** "Next" and "Previous Open Question": through the note, then through the notes that follow. */
import * as vscode from 'vscode';

import { jump } from '../jump';
import { nextOpen } from '../questionModel';
import type { Questions } from '../questions';

export async function goToOpenQuestion(questions: Questions, direction: 1 | -1): Promise<void> {
  await questions.refresh();
  const editor = vscode.window.activeTextEditor;
  const from = editor === undefined ? undefined : { uri: editor.document.uri.toString(), line: editor.selection.active.line };
  const question = nextOpen(questions.notes, from, direction);
  if (question === undefined) {
    void vscode.window.showInformationMessage('There is no open question in these notes.');
    return;
  }
  await jump(question.uri, question.range);
}
