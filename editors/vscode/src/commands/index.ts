/** Registers every command: those of the palette, and what code lenses and views run. */
import * as vscode from 'vscode';

import type { Server } from '../client';
import type { Config } from '../config';
import { TopicMap } from '../map/panel';
import type { Questions } from '../questions';
import type { QuestionNode } from '../views/openQuestions';
import { copyDebugInformation } from './debugInformation';
import { RulePages } from './explainRule';
import { fixAll } from './fixAll';
import { goToOpenQuestion } from './goToOpenQuestion';
import { markAnswered } from './markAnswered';
import { showLinks } from './showLinks';
import { showRelated } from './showRelated';

export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly server: Server;
  readonly config: Config;
  readonly questions: Questions;
  readonly log: vscode.LogOutputChannel;
}

export function registerCommands(parts: Parts): vscode.Disposable {
  const { context, server, config, questions, log } = parts;
  const rules = new RulePages(server);
  const map = new TopicMap(context.extensionUri, server);
  const commands: Record<string, (...args: never[]) => unknown> = {
    restart: () => server.restart('asked for'),
    showLogs: () => log.show(),
    fixAll: () => fixAll(server, config),
    explainRule: (rule?: string) => rules.explain(rule),
    showRelated: (...args: unknown[]) => showRelated(server, args),
    showLinks: (...args: unknown[]) => showLinks(server, args),
    showQuestions: () => vscode.commands.executeCommand('notelint.questions.focus'),
    nextQuestion: () => goToOpenQuestion(questions, 1),
    previousQuestion: () => goToOpenQuestion(questions, -1),
    openMap: () => map.open(),
    copyDebugInformation: () => copyDebugInformation(context, server, config),
    'questions.markAnswered': (node?: QuestionNode) => markAnswered(server, node),
  };
  return vscode.Disposable.from(
    rules,
    map,
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`notelint.${name}`, run as (...args: unknown[]) => unknown)),
  );
}
