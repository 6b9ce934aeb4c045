/** The view "Related Topics": sections of other notes under the cursor. */
import * as vscode from 'vscode';

import type { Server } from '../client';
import { Coalesced, Debounced } from '../coalesce';
import type { Config } from '../config';
import { jump } from '../jump';
import type { Related } from '../protocol';
import { askRelated } from '../related';

const VIEW = 'notelint.related';

export class RelatedTopicsView implements vscode.TreeDataProvider<Related>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<Related>;
  private readonly fetching = new Coalesced(() => this.fetch());
  private readonly later = new Debounced(150, () => void this.fetching.run());
  private readonly subscriptions: vscode.Disposable[];
  private sections: readonly Related[] = [];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly server: Server,
    private readonly config: Config,
  ) {
    this.view = vscode.window.createTreeView<Related>(VIEW, { treeDataProvider: this });
    const poke = () => this.later.poke();
    this.subscriptions = [
      this.view,
      this.view.onDidChangeVisibility(poke),
      server.onDidChange(poke),
      vscode.window.onDidChangeActiveTextEditor(poke),
      vscode.window.onDidChangeTextEditorSelection(poke),
      vscode.commands.registerCommand(`${VIEW}.open`, (section: Related) => jump(section.uri, section.range)),
    ];
    poke();
  }

  getChildren(section?: Related): Related[] {
    return section === undefined ? [...this.sections] : [];
  }

  getTreeItem(section: Related): vscode.TreeItem {
    const uri = vscode.Uri.parse(section.uri);
    const item = new vscode.TreeItem(section.title);
    item.description = `${uri.path.slice(uri.path.lastIndexOf('/') + 1)}:${section.range.start.line + 1}`;
    item.iconPath = new vscode.ThemeIcon('symbol-string');
    item.tooltip = [section.title, vscode.workspace.asRelativePath(uri), ...(section.shared.length > 0 ? [`Both speak of: ${section.shared.join(', ')}`] : [])].join('\n');
    item.command = { title: 'Go to Section', command: `${VIEW}.open`, arguments: [section] };
    return item;
  }

  dispose(): void {
    this.later.dispose();
    this.changed.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async fetch(): Promise<void> {
    if (!this.view.visible) {
      return;
    }
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !this.config.serves(editor.document)) {
      // A panel or another kind of file has the focus: what was found stays.
      return;
    }
    this.sections = await askRelated(this.server, editor.document.uri, editor.selection.active);
    this.view.message = this.sections.length === 0 ? 'No other note speaks of what the cursor is on.' : '';
    this.changed.fire();
  }
}
