/** The questions of the vault, kept up to date while somebody looks at them. */
import * as vscode from 'vscode';

import type { Server } from './client';
import { Coalesced, Debounced } from './coalesce';
import type { Config } from './config';
import { QUESTIONS, type Question } from './protocol';
import { byNote, count, type Counts, type NoteQuestions } from './questionModel';

/** How long the writer must pause before the questions are read again. */
const PAUSE = 250;

export class Questions implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly fetching = new Coalesced(() => this.fetch());
  private readonly later = new Debounced(PAUSE, () => void this.fetching.run());
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.changed.event;
  notes: readonly NoteQuestions[] = [];
  counts: Counts = { open: 0, unsure: 0, answered: 0 };
  private told: string | undefined;

  constructor(
    private readonly server: Server,
    config: Config,
  ) {
    const poke = () => this.later.poke();
    const notes = vscode.workspace.createFileSystemWatcher('**/*.{md,markdown,txt}');
    // A folder comes and goes without a word about each of its notes: those that are written into a new one at once are
    // there before VS Code watches it.
    const folders = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
    const pokeForFolder = (uri: vscode.Uri) => looksLikeFolder(uri.path) && poke();
    this.subscriptions = [
      server.onDidChange(poke),
      // Findings come when the server has read what changed.
      vscode.languages.onDidChangeDiagnostics(poke),
      vscode.workspace.onDidChangeTextDocument((event) => config.serves(event.document) && poke()),
      notes,
      notes.onDidCreate(poke),
      notes.onDidChange(poke),
      notes.onDidDelete(poke),
      folders,
      folders.onDidCreate(pokeForFolder),
      folders.onDidDelete(pokeForFolder),
    ];
  }

  /** Asks the server now. */
  refresh(): Promise<void> {
    return this.fetching.run();
  }

  dispose(): void {
    this.later.dispose();
    this.changed.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async fetch(): Promise<void> {
    const found = (await this.server.request<Question[]>(QUESTIONS, {})) ?? [];
    // Written as the editor writes it: servers leave other characters as they are.
    const questions = found.map((question) => ({ ...question, uri: vscode.Uri.parse(question.uri).toString() }));
    // A view that is drawn anew while somebody clicks into it may miss the click.
    const told = JSON.stringify(questions);
    if (told === this.told) {
      return;
    }
    this.told = told;
    this.notes = byNote(questions);
    this.counts = count(questions);
    this.changed.fire();
  }
}

/** By its name, since what is gone cannot be asked: a file of a note's folder has an extension, nearly always. */
function looksLikeFolder(path: string): boolean {
  return !/[^/]\.\w{1,8}$/.test(path);
}
