/** "Mark as Answered" in the view of questions: the server's own action, applied at the question. */
import * as vscode from 'vscode';

import { applyAction } from '../actions';
import type { Server } from '../client';
import { toRange } from '../jump';
import type { QuestionNode } from '../views/openQuestions';

export async function markAnswered(server: Server, node: QuestionNode | undefined): Promise<void> {
  if (node?.kind !== 'question') {
    return;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(node.question.uri));
  const range = toRange(node.question.range);
  const outcome = await applyAction(server, document, range, vscode.CodeActionKind.RefactorRewrite, (action) => action.title === 'Mark as answered');
  if (outcome !== 'applied') {
    void vscode.window.showWarningMessage('This question could not be marked as answered: the note changed, or it is read-only.');
  }
}
