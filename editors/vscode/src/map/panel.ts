/** The topic map: a panel that shows which topics of the notes belong together, and jumps to them. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

import type { Server } from '../client';
import { jump } from '../jump';
import { MAP, type TopicMap as MapData } from '../protocol';
import { toGraph } from './graph';
import { parse, type ToPage } from './messages';
import { page } from './page';

const TYPE = 'notelint.map';

export class TopicMap implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly registration = vscode.window.registerWebviewPanelSerializer(TYPE, this);
  private panel: vscode.WebviewPanel | undefined;
  private map: MapData = { nodes: [], edges: [] };

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: Server,
  ) {}

  /** Shows the map; there is one. */
  open(): void {
    if (this.panel !== undefined) {
      this.panel.reveal();
      void this.send();
      return;
    }
    this.adopt(vscode.window.createWebviewPanel(TYPE, 'Topic Map', vscode.ViewColumn.Active));
  }

  /** VS Code gives back the panel that was open when the window closed. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.registration.dispose();
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const { webview } = panel;
    const files = vscode.Uri.joinPath(this.extension, 'dist', 'map');
    const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(files, name)).toString();
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'images', 'icon.png');
    webview.options = { enableScripts: true, localResourceRoots: [files] };
    const subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      // The server may start after the panel that was open the last time.
      this.server.onDidChange((state) => state.kind === 'running' && void this.send()),
    ];
    panel.onDidDispose(() => {
      this.panel = undefined;
      vscode.Disposable.from(...subscriptions).dispose();
    });
    webview.html = page({ script: file('main.js'), style: file('main.css'), source: webview.cspSource, nonce: randomBytes(16).toString('hex') });
  }

  private async receive(message: unknown): Promise<void> {
    const asked = parse(message);
    if (asked?.type === 'ready' || asked?.type === 'refresh') {
      await this.send();
    } else if (asked?.type === 'open') {
      const node = this.map.nodes[asked.id];
      if (node !== undefined) {
        await jump(node.uri, node.range, vscode.ViewColumn.Beside);
      }
    }
  }

  private async send(): Promise<void> {
    this.map = (await this.server.request<MapData>(MAP, {})) ?? { nodes: [], edges: [] };
    const graph = toGraph(this.map, (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri), false));
    const message: ToPage = { type: 'graph', graph };
    await this.panel?.webview.postMessage(message);
  }
}
