/**
 * Keeps the server from saying again what VS Code says already: its Markdown extension, or any other, may know the same
 * heading or the same link. What the others answer is asked for by VS Code's own commands; while they are asked, the
 * server keeps silent, so that the answer is theirs alone.
 */
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

/** What answers come to, as far as it matters here. */
type Place = vscode.Location | vscode.LocationLink | { readonly location: { readonly uri: vscode.Uri; readonly range?: vscode.Range } };

type SaidOnce = Pick<Middleware, 'provideDefinition' | 'provideReferences' | 'provideWorkspaceSymbols' | 'provideDocumentLinks' | 'provideCompletionItem'>;

export function saidOnce(): SaidOnce {
  const asking = new Set<string>();

  /** What the others answer; nothing where it is they who are being asked, and nothing is to be said. */
  async function others<T>(command: string, ...args: unknown[]): Promise<T | undefined> {
    const question = JSON.stringify([command, ...args]);
    if (asking.has(question)) {
      return undefined;
    }
    asking.add(question);
    try {
      return await vscode.commands.executeCommand<T>(command, ...args);
    } finally {
      asking.delete(question);
    }
  }

  return {
    // Where somebody else knows the way, a second answer would turn the jump into a list to choose from.
    provideDefinition: async (document, position, token, next) => {
      const known = await others<Place[]>('vscode.executeDefinitionProvider', document.uri, position);
      return known?.length === 0 ? next(document, position, token) : undefined;
    },
    provideReferences: async (document, position, options, token, next) => {
      const known = await others<Place[]>('vscode.executeReferenceProvider', document.uri, position);
      return known && without(known, await next(document, position, options, token));
    },
    provideWorkspaceSymbols: async (query, token, next) => {
      const known = await others<Place[]>('vscode.executeWorkspaceSymbolProvider', query);
      return known && without(known, await next(query, token));
    },
    provideDocumentLinks: async (document, token, next) => {
      const known = await others<vscode.DocumentLink[]>('vscode.executeLinkProvider', document.uri);
      const ours = known && (await next(document, token));
      return ours?.filter((link) => !known?.some((other) => other.range.intersection(link.range) !== undefined));
    },
    provideCompletionItem: async (document, position, context, token, next) => {
      const known = await others<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position, context.triggerCharacter);
      if (known === undefined) {
        return undefined;
      }
      const ours = await next(document, position, context, token);
      const items = Array.isArray(ours) ? ours : (ours?.items ?? []);
      // Paths and headings in a link: who offers some offers all that the place can hold.
      const kept = known.items.some(isLinkTarget) ? items.filter((item) => !isLinkTarget(item)) : items;
      return new vscode.CompletionList(kept, !Array.isArray(ours) && ours?.isIncomplete);
    },
  };
}

function isLinkTarget(item: vscode.CompletionItem): boolean {
  return item.kind === vscode.CompletionItemKind.File || item.kind === vscode.CompletionItemKind.Folder || item.kind === vscode.CompletionItemKind.Reference;
}

/** Those of `ours` that stand on no line of `known`: others begin a heading at its `#`, we at its words. */
function without<P extends Place>(known: readonly Place[], ours: readonly P[] | null | undefined): P[] {
  const lines = new Set(known.map(lineOf));
  return (ours ?? []).filter((place) => !lines.has(lineOf(place)));
}

function lineOf(place: Place): string {
  if ('targetUri' in place) {
    return `${place.targetUri.toString()}:${place.targetRange.start.line}`;
  }
  const { uri, range } = 'location' in place ? place.location : place;
  return `${uri.toString()}:${range?.start.line ?? 0}`;
}
