/** What is changed on the way between the editor and the server: settings, progress, links of rules, and what is known. */
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

import { type Config, SECTION } from './config';
import { saidOnce } from './once';
import { progressOf, type ProgressParams } from './progress';

/** Receives what the server says of its work. */
export interface Progress {
  /** `message` is nothing when the work is done. */
  report(token: string | number, message: string | undefined): void;
  clear(): void;
}

export function middleware(config: Config, progress: Progress): Middleware {
  return {
    ...saidOnce(),
    workspace: {
      // Answered with what somebody set, not with every default: those would hide the config files of the notes.
      configuration: (params, token, next) =>
        params.items.every((item) => item.section === SECTION)
          ? params.items.map((item) => config.forServer(item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri)))
          : next(params, token),
      // The settings are sent by `Server.sendSettings`, once for each change.
      didChangeConfiguration: () => Promise.resolve(),
    },
    handleWorkDoneProgress: (token, params) => progress.report(token, progressOf(params as ProgressParams)),
    // Findings come in three ways: told, asked for of one note, asked for of all of them.
    handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(withOfflineLink)),
    provideDiagnostics: async (document, previous, token, next) => {
      const report = await next(document, previous, token);
      return report === null || report === undefined ? report : withOfflineLinks(report);
    },
    provideWorkspaceDiagnostics: async (known, token, tell, next) => {
      const report = await next(known, token, (part) => {
        part?.items.forEach(withOfflineLinks);
        tell(part);
      });
      report?.items.forEach(withOfflineLinks);
      return report;
    },
  };
}

/** The same for a report, which has findings unless nothing changed. */
function withOfflineLinks<Report extends object>(report: Report): Report {
  if ('items' in report && Array.isArray(report.items)) {
    report.items.forEach(withOfflineLink);
  }
  return report;
}

/** The rule of a finding links to its page inside the editor: the same text as on the web, without the web. */
export function withOfflineLink(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  const code = diagnostic.code;
  if (typeof code === 'object' && typeof code.value === 'string') {
    const args = encodeURIComponent(JSON.stringify([code.value]));
    diagnostic.code = { value: code.value, target: vscode.Uri.parse(`command:notelint.explainRule?${args}`) };
  }
  return diagnostic;
}
