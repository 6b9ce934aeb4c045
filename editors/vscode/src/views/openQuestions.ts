/** The view "Open Questions": notes, and their questions with their state. */
import * as vscode from 'vscode';

import { jump } from '../jump';
import type { Question, QuestionStatus } from '../protocol';
import { describe, type NoteQuestions, progress } from '../questionModel';
import type { Questions } from '../questions';

const VIEW = 'notelint.questions';

export type QuestionNode = { readonly kind: 'note'; readonly note: NoteQuestions } | { readonly kind: 'question'; readonly question: Question };

const ICONS: Record<QuestionStatus, vscode.ThemeIcon> = {
  unanswered: new vscode.ThemeIcon('question', new vscode.ThemeColor('list.warningForeground')),
  unsure: new vscode.ThemeIcon('info', new vscode.ThemeColor('charts.blue')),
  answered: new vscode.ThemeIcon('pass', new vscode.ThemeColor('charts.green')),
};

export class OpenQuestionsView implements vscode.TreeDataProvider<QuestionNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<QuestionNode>;
  private readonly subscriptions: vscode.Disposable[];
  private showAnswered = false;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly questions: Questions) {
    this.view = vscode.window.createTreeView<QuestionNode>(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.view,
      questions.onDidChange(() => this.refresh()),
      vscode.commands.registerCommand(`${VIEW}.refresh`, () => questions.refresh()),
      vscode.commands.registerCommand(`${VIEW}.showAnswered`, () => this.toggle(true)),
      vscode.commands.registerCommand(`${VIEW}.hideAnswered`, () => this.toggle(false)),
      vscode.commands.registerCommand(`${VIEW}.open`, (question: Question) => jump(question.uri, question.range)),
    ];
    this.refresh();
  }

  getChildren(node?: QuestionNode): QuestionNode[] {
    const shown = (question: Question) => this.showAnswered || question.status !== 'answered';
    if (node === undefined) {
      return this.questions.notes.filter((note) => note.questions.some(shown)).map((note) => ({ kind: 'note', note }));
    }
    return node.kind === 'note' ? node.note.questions.filter(shown).map((question) => ({ kind: 'question', question })) : [];
  }

  getTreeItem(node: QuestionNode): vscode.TreeItem {
    return node.kind === 'note' ? noteItem(node.note) : questionItem(node.question);
  }

  dispose(): void {
    this.changed.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private toggle(showAnswered: boolean): void {
    this.showAnswered = showAnswered;
    void vscode.commands.executeCommand('setContext', `${VIEW}.answeredShown`, showAnswered);
    this.refresh();
  }

  private refresh(): void {
    const { counts } = this.questions;
    const open = counts.open + counts.unsure;
    this.view.description = progress(counts);
    this.view.badge = open === 0 ? undefined : { value: open, tooltip: `${open} open ${open === 1 ? 'question' : 'questions'}` };
    this.view.message = counts.answered > 0 && open === 0 && !this.showAnswered ? 'Every question has its answer.' : '';
    this.changed.fire();
  }
}

function noteItem(note: NoteQuestions): vscode.TreeItem {
  const uri = vscode.Uri.parse(note.uri);
  const item = new vscode.TreeItem(uri, vscode.TreeItemCollapsibleState.Expanded);
  item.id = note.uri;
  item.iconPath = vscode.ThemeIcon.File;
  item.description = describe(note.counts);
  item.tooltip = `${vscode.workspace.asRelativePath(uri)}: ${describe(note.counts)}`;
  item.contextValue = 'note';
  return item;
}

function questionItem(question: Question): vscode.TreeItem {
  const item = new vscode.TreeItem(question.question || '(a question without words)');
  item.iconPath = ICONS[question.status];
  item.tooltip = `${question.question}\n${question.status}, line ${question.range.start.line + 1}`;
  item.contextValue = question.status;
  item.command = { title: 'Go to Question', command: `${VIEW}.open`, arguments: [question] };
  item.accessibilityInformation = { label: `${question.question}, ${question.status}, line ${question.range.start.line + 1}` };
  return item;
}
