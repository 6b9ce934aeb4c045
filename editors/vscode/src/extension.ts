/** Wires the parts together when the first note is opened. */
import * as vscode from 'vscode';

import { type Channels, Server } from './client';
import { registerCommands } from './commands';
import { Config, SECTION } from './config';
import type { Counts } from './questionModel';
import { Questions } from './questions';
import type { ServerState } from './state';
import { StatusItem, Work } from './status';
import { TraceChannel } from './trace';
import { OpenQuestionsView } from './views/openQuestions';
import { RelatedTopicsView } from './views/relatedTopics';

/** What other extensions, and the tests, may use. */
export interface Api {
  /** What the server does. */
  state(): ServerState;
  readonly onDidChangeState: vscode.Event<ServerState>;
  /** How many questions the notes hold, by their state. */
  questions(): Counts;
}

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const { configuration } = (context.extension.packageJSON as { contributes: { configuration: { properties: object }[] } }).contributes;
  const config = new Config(configuration.flatMap((group) => Object.keys(group.properties)));
  const trace = new TraceChannel(vscode.window.createOutputChannel('notelint trace', { log: true }), config);
  const channels: Channels = { log: vscode.window.createOutputChannel('notelint', { log: true }), trace: trace.forClient };
  const work = new Work();
  const started = new Server(context, config, channels, work);
  server = started;
  // The server starts while the rest is set up; nothing waits for it.
  void started.restart('activation');
  const questions = new Questions(started, config);
  context.subscriptions.push(
    channels.log,
    trace,
    started,
    work,
    questions,
    new StatusItem(started, work, questions, config),
    new OpenQuestionsView(questions),
    new RelatedTopicsView(started, config),
    registerCommands({ context, server: started, config, questions, log: channels.log }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${SECTION}.path`) || event.affectsConfiguration(`${SECTION}.languages`)) {
        void started.restart('a setting changed');
      } else if (event.affectsConfiguration(SECTION)) {
        void started.sendSettings();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void started.restart('the workspace is trusted now')),
  );
  return { state: () => started.state, onDidChangeState: started.onDidChange, questions: () => questions.counts };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
