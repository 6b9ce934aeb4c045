/** The language status item: what the server does, and how many findings and open questions there are. */
import * as vscode from 'vscode';

import type { Server } from './client';
import { type Config, SCHEMES, SECTION } from './config';
import type { Progress } from './middleware';
import type { Questions } from './questions';
import { statusOf } from './statusText';

/** The work that the server says it is at. */
export class Work implements Progress, vscode.Disposable {
  private readonly tasks = new Map<string | number, string>();
  private readonly changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.changed.event;

  /** What it is at now; nothing when idle. */
  get line(): string | undefined {
    return [...this.tasks.values()][0];
  }

  report(token: string | number, message: string | undefined): void {
    if (message === undefined) {
      this.tasks.delete(token);
    } else {
      this.tasks.set(token, message);
    }
    this.changed.fire();
  }

  clear(): void {
    this.tasks.clear();
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('notelint.status', []);
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly work: Work,
    private readonly questions: Questions,
    private readonly config: Config,
  ) {
    const show = () => this.show();
    this.item.name = 'notelint';
    this.item.command = { title: 'Show Logs', command: 'notelint.showLogs' };
    this.subscriptions = [
      this.item,
      server.onDidChange(show),
      work.onDidChange(show),
      questions.onDidChange(show),
      vscode.window.onDidChangeActiveTextEditor(show),
      vscode.languages.onDidChangeDiagnostics(show),
    ];
    this.show();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private show(): void {
    const document = vscode.window.activeTextEditor?.document;
    const findings = document === undefined ? [] : vscode.languages.getDiagnostics(document.uri);
    const status = statusOf({
      server: this.server.state,
      work: this.work.line,
      findings: findings.filter((finding) => finding.source === SECTION).length,
      questions: this.questions.counts,
      foreignScheme: document === undefined || SCHEMES.includes(document.uri.scheme) ? undefined : document.uri.scheme,
    });
    // Every scheme: a note that is not checked says so.
    this.item.selector = this.config.languages.map((language) => ({ language }));
    this.item.text = status.text;
    this.item.detail = status.detail;
    this.item.busy = status.busy;
    this.item.severity = {
      information: vscode.LanguageStatusSeverity.Information,
      warning: vscode.LanguageStatusSeverity.Warning,
      error: vscode.LanguageStatusSeverity.Error,
    }[status.severity];
  }
}
