/** A language client that runs a binary, and leaves the commands that this extension has of its own to it. */
import * as path from 'node:path';
import {
  CloseAction,
  type DynamicFeature,
  ErrorAction,
  type ExecuteCommandRegistrationOptions,
  LanguageClient,
  type RegistrationData,
  RevealOutputChannelOn,
  State,
  type StaticFeature,
  TransportKind,
} from 'vscode-languageclient/node';

import type { Channels } from './client';
import { type Config, SECTION } from './config';
import { middleware, type Progress } from './middleware';

/** What a connection works with. */
export interface Wiring {
  readonly config: Config;
  readonly channels: Channels;
  readonly progress: Progress;
  /** Called when the server ends by itself. */
  onEnd(): void;
}

/**
 * Commands that the server offers to every editor and that this extension registers itself, so that they are there
 * when the server is not, and so that they open VS Code's own views.
 */
export const OWN_COMMANDS: ReadonlySet<string> = new Set(['notelint.fixAll', 'notelint.showLinks', 'notelint.showRelated', 'notelint.showQuestions']);

/**
 * For the server's environment: glibc gives each thread memory of its own, which does not serve others. With two such
 * pools the server needs a quarter less after some changes of branches, and is as fast. A user's own setting wins.
 */
const FEW_POOLS = { MALLOC_ARENA_MAX: '2' };

export class Connection extends LanguageClient {
  constructor(file: string, { config, channels, progress, onEnd }: Wiring) {
    const run = { command: file, args: ['server'], transport: TransportKind.stdio, options: { cwd: path.dirname(file), env: { ...FEW_POOLS, ...process.env } } };
    super(SECTION, 'notelint', { run, debug: run }, {
      documentSelector: config.selector,
      diagnosticCollectionName: SECTION,
      outputChannel: channels.log,
      traceOutputChannel: channels.trace,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: () => config.forServer(),
      initializationFailedHandler: () => false,
      middleware: middleware(config, progress),
      errorHandler: {
        error: (error) => ({ action: ErrorAction.Continue, message: error.message, handled: true }),
        closed: () => {
          onEnd();
          return { action: CloseAction.DoNotRestart, message: 'The server ended.', handled: true };
        },
      },
    });
  }

  get runs(): boolean {
    return this.state === State.Running;
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
