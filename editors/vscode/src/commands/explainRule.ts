/** "Explain This Rule": the page of a rule, read from the server's binary, so that it needs no network. */
import * as vscode from 'vscode';

import type { Server } from '../client';
import { SECTION } from '../config';
import { run } from '../version';

const SCHEME = 'notelint-rule';

interface Rule {
  readonly name: string;
  readonly summary: string;
  readonly page?: string;
}

export class RulePages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  constructor(private readonly server: Server) {}

  /** Explains `rule`, else the rule of the finding under the cursor, else one that is picked. */
  async explain(rule: unknown): Promise<void> {
    const name = typeof rule === 'string' ? rule : (ruleAtCursor() ?? (await this.pick()));
    // What the name becomes a part of: a path and an argument.
    if (name === undefined || !/^[a-z0-9-]+$/.test(name)) {
      return;
    }
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md` });
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const name = uri.path.slice(1).replace(/\.md$/, '');
    const [rule] = await this.read(name);
    return rule?.page ?? `# ${name}\n\nThere is no page for this rule: the notelint server could not be asked.\n`;
  }

  dispose(): void {
    this.registration.dispose();
  }

  private async pick(): Promise<string | undefined> {
    const rules = await this.read();
    const picked = await vscode.window.showQuickPick(
      rules.map((rule) => ({ label: rule.name, detail: rule.summary })),
      { title: 'Explain a rule of notelint', matchOnDetail: true },
    );
    return picked?.label;
  }

  private async read(...names: string[]): Promise<Rule[]> {
    const { state } = this.server;
    if (state.kind !== 'running') {
      void vscode.window.showWarningMessage('The notelint server does not run, so its rules cannot be read.');
      return [];
    }
    const ran = await run(state.file, ['rule', ...names, '--output-format', 'json'], 5000);
    if ('failure' in ran) {
      return [];
    }
    const read: unknown = JSON.parse(ran.stdout);
    return (Array.isArray(read) ? read : [read]) as Rule[];
  }
}

function ruleAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return undefined;
  }
  const cursor = editor.selection.active;
  const own = vscode.languages.getDiagnostics(editor.document.uri).filter((finding) => finding.source === SECTION);
  const found = own.find((finding) => finding.range.contains(cursor)) ?? own.find((finding) => finding.range.start.line === cursor.line);
  const code = found?.code;
  return typeof code === 'object' ? String(code.value) : code?.toString();
}
