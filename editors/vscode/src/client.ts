/**
 * The life of the server: one path starts it, whatever the reason (activation, a command, a changed setting, a crash),
 * and calls that come together share one start.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as vscode from 'vscode';
import type { WorkspaceEdit } from 'vscode-languageclient/node';

import { findBinary, type Search } from './binary';
import { Coalesced } from './coalesce';
import { type Config, SECTION } from './config';
import { Crashes } from './crashes';
import type { Connection } from './connection';
import type { Progress } from './middleware';
import type { ServerState } from './state';
import { checkVersion } from './version';

/** A button of a message. */
const SETTINGS = 'Open Settings';
const LOGS = 'Show Logs';
const RESTART = 'Restart';

export interface Channels {
  readonly log: vscode.LogOutputChannel;
  readonly trace: vscode.LogOutputChannel;
}

export class Server implements vscode.Disposable {
  private readonly crashes = new Crashes();
  private readonly changed = new vscode.EventEmitter<ServerState>();
  private readonly restarts = new Coalesced(() => this.cycle());
  private connection: Connection | undefined;
  private timer: NodeJS.Timeout | undefined;
  private current: ServerState = { kind: 'stopped' };
  private disposed = false;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly config: Config,
    private readonly channels: Channels,
    private readonly progress: Progress,
  ) {}

  get state(): ServerState {
    return this.current;
  }

  /** How often the server ended by itself lately. */
  get crashCount(): number {
    return this.crashes.count;
  }

  /** Starts the server, or ends it and starts it again. Never rejects: what went wrong is told to the person. */
  restart(reason: string): Promise<void> {
    this.channels.log.info(`(Re)start: ${reason}.`);
    clearTimeout(this.timer);
    this.crashes.forget();
    return this.restarts.run();
  }

  /** Asks the server; nothing when it does not run or does not know the request. */
  async request<R>(method: string, params: object): Promise<R | undefined> {
    if (this.current.kind !== 'running' || this.connection === undefined) {
      return undefined;
    }
    try {
      return await this.connection.sendRequest<R>(method, params);
    } catch (error) {
      this.channels.log.warn(`${method}: ${String(error)}`);
      return undefined;
    }
  }

  /** An edit of the protocol as the editor applies it; nothing when the server is gone. */
  async toWorkspaceEdit(edit: WorkspaceEdit): Promise<vscode.WorkspaceEdit | undefined> {
    return this.connection?.protocol2CodeConverter.asWorkspaceEdit(edit);
  }

  /** Tells the server that settings changed. */
  async sendSettings(): Promise<void> {
    if (this.current.kind === 'running') {
      await this.connection?.sendNotification('workspace/didChangeConfiguration', { settings: { [SECTION]: this.config.forServer() } });
    }
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    this.disposed = true;
    await this.end();
    this.become({ kind: 'stopped' });
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
  }

  private async cycle(): Promise<void> {
    await this.end();
    if (this.disposed) {
      return;
    }
    this.become({ kind: 'starting' });
    const search = this.find();
    if (!search.found) {
      this.channels.log.info(`Looked for the server at ${search.looked.join(', ')}.`);
      this.fail(search.message);
      return;
    }
    const checking = checkVersion(search.file, this.version);
    // The language client is most of the code of this extension: it is loaded while the binary answers, and when what
    // asked for the start, which may be the activation, is done.
    await new Promise(setImmediate);
    const { Connection } = await import('./connection');
    const check = await checking;
    if (!check.ok) {
      this.fail(check.message);
      return;
    }
    if (this.disposed) {
      return;
    }
    if (check.warning !== undefined) {
      this.tell(check.warning, vscode.window.showWarningMessage, SETTINGS);
    }
    this.channels.log.info(`${search.file} (${search.source}), version ${check.version}`);
    const connection: Connection = new Connection(search.file, { config: this.config, channels: this.channels, progress: this.progress, onEnd: () => this.ended(connection) });
    await this.begin(connection, { kind: 'running', version: check.version, file: search.file, source: search.source, warning: check.warning });
  }

  private async begin(connection: Connection, running: ServerState): Promise<void> {
    this.connection = connection;
    try {
      await connection.start();
      if (this.connection === connection && connection.runs) {
        this.become(running);
      }
    } catch (error) {
      this.channels.log.error(`The server did not start: ${String(error)}`);
      this.ended(connection);
    }
  }

  /** The server ended by itself: at the start, or later. Both ends of one life are one crash. */
  private ended(connection: Connection): void {
    if (this.connection !== connection || this.disposed) {
      return;
    }
    this.connection = undefined;
    this.progress.clear();
    const wait = this.crashes.record(Date.now());
    if (wait === undefined) {
      this.fail(`The notelint server ended ${this.crashes.count} times in a row and is not started again.`, RESTART);
      return;
    }
    this.channels.log.warn(`The server ended by itself (${this.crashes.count}); starting it again in ${wait} ms.`);
    this.become({ kind: 'starting' });
    this.timer = setTimeout(() => void this.restarts.run(), wait);
  }

  private async end(): Promise<void> {
    const connection = this.connection;
    this.connection = undefined;
    this.progress.clear();
    try {
      await connection?.dispose(2000);
    } catch (error) {
      this.channels.log.debug(`Ending the server: ${String(error)}`);
    }
  }

  private find(): Search {
    return findBinary({
      configured: this.config.path,
      bundledFolder: vscode.Uri.joinPath(this.context.extensionUri, 'bin').fsPath,
      workspaceFolder: vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file')?.uri.fsPath,
      home: os.homedir(),
      platform: process.platform,
      env: process.env,
      isFile: (file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true,
    });
  }

  private get version(): string {
    return String((this.context.extension.packageJSON as { version: string }).version);
  }

  private fail(message: string, ...buttons: string[]): void {
    this.become({ kind: 'failed', message });
    this.channels.log.error(message);
    this.tell(message, vscode.window.showErrorMessage, ...(buttons.length === 0 ? [SETTINGS] : buttons));
  }

  private tell(message: string, show: (message: string, ...buttons: string[]) => Thenable<string | undefined>, ...buttons: string[]): void {
    void show(message, ...buttons, LOGS).then((button) => {
      switch (button) {
        case SETTINGS:
          return vscode.commands.executeCommand('workbench.action.openSettings', `${SECTION}.path`);
        case LOGS:
          return this.channels.log.show();
        case RESTART:
          return this.restart('asked for after a failure');
      }
      return undefined;
    });
  }

  private become(state: ServerState): void {
    this.current = state;
    this.changed.fire(state);
  }
}
