/**
 * The channel of what the editor and the server say to each other, switched by the setting `notelint.trace.server`.
 *
 * The language client writes a trace only where the log level of its channel is "Trace" (vscode-languageclient 10 and
 * later), and VS Code has no way to set that for one channel but a command that nobody knows. So the client is shown a
 * level that follows the setting, and what it writes is written as information, which every level lets through.
 */
import * as vscode from 'vscode';

import type { Config } from './config';

export class TraceChannel implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.LogLevel>();
  private readonly listener: vscode.Disposable;

  /** What the language client writes to. */
  readonly forClient: vscode.LogOutputChannel;

  constructor(
    private readonly channel: vscode.LogOutputChannel,
    config: Config,
  ) {
    const level = () => (config.traces ? vscode.LogLevel.Trace : vscode.LogLevel.Info);
    this.forClient = Object.create(channel, {
      logLevel: { get: level },
      onDidChangeLogLevel: { value: this.changed.event },
      trace: { value: (message: string, ...rest: unknown[]) => channel.info(message, ...rest) },
    }) as vscode.LogOutputChannel;
    this.listener = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(config.traceSetting)) {
        this.changed.fire(level());
      }
    });
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
    this.channel.dispose();
  }
}
