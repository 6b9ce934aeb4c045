/** Reads the settings `notelint.*`. */
import * as vscode from 'vscode';

import { collect, serverKeys } from './settings';

export const SECTION = 'notelint';

/** Schemes of documents that the server can serve: files on disk, and notes that were never saved. */
export const SCHEMES: readonly string[] = ['file', 'untitled'];

export class Config {
  private readonly keys: readonly string[];

  /** `declared`: the names of the settings in `package.json`. */
  constructor(declared: readonly string[]) {
    this.keys = serverKeys(declared, SECTION);
  }

  /** The path to the server that somebody set; empty when not. */
  get path(): string {
    return this.get<string>('path') ?? '';
  }

  /** The setting that switches the trace. */
  readonly traceSetting = `${SECTION}.trace.server`;

  /** Whether somebody wants to read what the editor and the server say to each other. */
  get traces(): boolean {
    return (this.get<string>('trace.server') ?? 'off') !== 'off';
  }

  /** The languages whose documents are notes. */
  get languages(): readonly string[] {
    return this.get<string[]>('languages') ?? ['markdown'];
  }

  /** Documents that the server is asked about. */
  get selector(): { scheme: string; language: string }[] {
    return this.languages.flatMap((language) => SCHEMES.map((scheme) => ({ scheme, language })));
  }

  /** Whether `document` is a note that the server knows of. */
  serves(document: vscode.TextDocument): boolean {
    return vscode.languages.match(this.selector, document) > 0;
  }

  /** What the server is told, for a folder or file. */
  forServer(scope?: vscode.Uri): Record<string, unknown> {
    const settings = vscode.workspace.getConfiguration(SECTION, scope ?? null);
    return collect(
      this.keys,
      (key) => settings.inspect(key),
      (key) => settings.get(key),
    );
  }

  private get<T>(key: string): T | undefined {
    return vscode.workspace.getConfiguration(SECTION).get<T>(key);
  }
}
