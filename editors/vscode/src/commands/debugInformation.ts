/** "Copy Debug Information": what a bug report needs, and nothing from the notes. */
import * as os from 'node:os';
import * as vscode from 'vscode';

import type { Server } from '../client';
import type { Config } from '../config';

export async function copyDebugInformation(context: vscode.ExtensionContext, server: Server, config: Config): Promise<void> {
  const { version } = context.extension.packageJSON as { version: string };
  const { state } = server;
  const lines = [
    `extension: ${version}`,
    `editor: ${vscode.env.appName} ${vscode.version} (${vscode.env.remoteName ?? 'local'})`,
    `system: ${os.type()} ${os.release()} ${process.arch}`,
    `server: ${state.kind}`,
    ...(state.kind === 'running' ? [`binary: ${state.file} (${state.source}), version ${state.version}`] : []),
    ...(state.kind === 'failed' ? [`cause: ${state.message}`] : []),
    `crashes lately: ${server.crashCount}`,
    `folders: ${vscode.workspace.workspaceFolders?.length ?? 0}, trusted: ${String(vscode.workspace.isTrusted)}`,
    `settings: ${JSON.stringify(config.forServer())}`,
  ];
  await vscode.env.clipboard.writeText(`${lines.join('\n')}\n`);
  void vscode.window.showInformationMessage('Debug information about notelint was copied. It holds no text of your notes.');
}
