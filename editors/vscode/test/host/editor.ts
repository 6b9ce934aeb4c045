/** What the tests do with the editor: notes, findings, messages. */
import * as vscode from 'vscode';

import type { Api } from '../../src/extension';
import { until } from './suite';

export const BINARY = process.env['NOTELINT_TEST_BINARY'] ?? '';

export const extension = (): vscode.Extension<Api> => {
  const found = vscode.extensions.getExtension<Api>('notelint.notelint');
  if (found === undefined) {
    throw new Error('the extension is not there');
  }
  return found;
};

export const folder = (): vscode.Uri => {
  const first = vscode.workspace.workspaceFolders?.[0];
  if (first === undefined) {
    throw new Error('no folder is open');
  }
  return first.uri;
};

export const note = (name: string): vscode.Uri => vscode.Uri.joinPath(folder(), name);

export async function show(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/**
 * Waits until VS Code's own Markdown extension has its server: when that registers its code actions, VS Code throws away
 * the answers to whoever asks for some at that moment, a save too.
 */
export async function neighbours(): Promise<void> {
  await vscode.extensions.getExtension('vscode.markdown-language-features')?.activate();
}

/** The findings of notelint in a note. */
export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((finding) => finding.source === 'notelint');
}

export function rule(finding: vscode.Diagnostic): string {
  return typeof finding.code === 'object' ? String(finding.code.value) : String(finding.code);
}

/** Waits for a finding of a rule. */
export function finding(uri: vscode.Uri, name: string): Promise<vscode.Diagnostic> {
  return until(`a finding of ${name} in ${uri.path}`, () => findings(uri).find((one) => rule(one) === name));
}

export function running(): Promise<boolean> {
  return until('the server to run', () => extension().exports.state().kind === 'running');
}

/** The place of `text` in a note. */
export function placeOf(document: vscode.TextDocument, text: string, from = 0): vscode.Position {
  const offset = document.getText().indexOf(text, from);
  if (offset < 0) {
    throw new Error(`"${text}" does not stand in ${document.uri.path}`);
  }
  return document.positionAt(offset);
}

/** Sets a setting for all folders; without a value, takes it back. */
export async function set(key: string, value?: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('notelint').update(key, value, vscode.ConfigurationTarget.Global);
}

/** Messages that the extension showed while `body` ran, and the buttons that they offered. */
export async function messages(body: (shown: { message: string; buttons: string[] }[]) => Promise<void>): Promise<void> {
  const shown: { message: string; buttons: string[] }[] = [];
  const window = vscode.window as unknown as Record<string, unknown>;
  const kinds = ['showErrorMessage', 'showWarningMessage', 'showInformationMessage'];
  const kept = kinds.map((kind) => window[kind]);
  for (const kind of kinds) {
    window[kind] = (message: string, ...buttons: string[]) => {
      shown.push({ message, buttons });
      return Promise.resolve(undefined);
    };
  }
  try {
    await body(shown);
  } finally {
    kinds.forEach((kind, index) => (window[kind] = kept[index]));
  }
}
