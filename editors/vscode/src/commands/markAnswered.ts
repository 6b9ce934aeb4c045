/** "Mark as Answered" in the view of questions: the server's own action, applied at the question. */
import * as vscode from 'vscode';

import { toRange } from '../jump';
import type { QuestionNode } from '../views/openQuestions';

export async function markAnswered(node: QuestionNode | undefined): Promise<void> {
  if (node?.kind !== 'question') {
    return;
  }
  const uri = vscode.Uri.parse(node.question.uri);
  await vscode.workspace.openTextDocument(uri);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, toRange(node.question.range), vscode.CodeActionKind.RefactorRewrite.value, 20);
  const action = actions.find((candidate) => candidate.title === 'Mark as answered');
  if (action?.edit === undefined || !(await vscode.workspace.applyEdit(action.edit))) {
    void vscode.window.showWarningMessage('This question could not be marked as answered: the note changed, or it is read-only.');
  }
}
