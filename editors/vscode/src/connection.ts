/** A language client that runs a binary, and leaves the commands that this extension has of its own to it. */
import * as path from 'node:path';
import {
  type DynamicFeature,
  type ExecuteCommandRegistrationOptions,
  LanguageClient,
  type LanguageClientOptions,
  type RegistrationData,
  type StaticFeature,
  TransportKind,
} from 'vscode-languageclient/node';

import { SECTION } from './config';

/**
 * Commands that the server offers to every editor and that this extension registers itself, so that they are there
 * when the server is not, and so that they open VS Code's own views.
 */
export const OWN_COMMANDS: ReadonlySet<string> = new Set(['notelint.fixAll', 'notelint.showRelated', 'notelint.showQuestions']);

export class Connection extends LanguageClient {
  constructor(file: string, options: LanguageClientOptions) {
    const run = { command: file, args: ['server'], transport: TransportKind.stdio, options: { cwd: path.dirname(file) } };
    super(SECTION, 'notelint', { run, debug: run }, options);
  }

  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    if ('registrationType' in feature && feature.registrationType.method === 'workspace/executeCommand') {
      leaveOut(feature as DynamicFeature<ExecuteCommandRegistrationOptions>);
    }
    super.registerFeature(feature);
  }

  /** To the log alone: what a person is to be told, `Server` tells, once and with the cause. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function leaveOut(feature: DynamicFeature<ExecuteCommandRegistrationOptions>): void {
  const register = feature.register.bind(feature);
  feature.register = (data: RegistrationData<ExecuteCommandRegistrationOptions>) => {
    const commands = data.registerOptions.commands.filter((command) => !OWN_COMMANDS.has(command));
    register({ ...data, registerOptions: { ...data.registerOptions, commands } });
  };
}
