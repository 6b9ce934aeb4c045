/**
 * Keeps the server from saying again what VS Code says already: its Markdown extension, or any other, may know the same
 * heading or the same link. What the others answer is asked for by VS Code's own commands; while they are asked, the
 * server keeps silent, so that the answer is theirs alone.
 */
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

/** What answers come to, as far as it matters here. */
type Place = vscode.Location | vscode.LocationLink | { readonly location: { readonly uri: vscode.Uri; readonly range?: vscode.Range } };

export function saidOnce(): Pick<Middleware, 'provideDefinition' | 'provideReferences' | 'provideWorkspaceSymbols'> {
  const asking = new Set<string>();

  /** What the others say; nothing to be said at all where this very question is being put to them. */
  async function others(command: string, ...args: unknown[]): Promise<readonly Place[] | undefined> {
    const question = JSON.stringify([command, ...args]);
    if (asking.has(question)) {
      return undefined;
    }
    asking.add(question);
    try {
      return (await vscode.commands.executeCommand<Place[] | undefined>(command, ...args)) ?? [];
    } finally {
      asking.delete(question);
    }
  }

  return {
    // Where somebody else knows the way, a second answer would turn the jump into a list to choose from.
    provideDefinition: async (document, position, token, next) => {
      const known = await others('vscode.executeDefinitionProvider', document.uri, position);
      return known?.length === 0 ? next(document, position, token) : undefined;
    },
    provideReferences: async (document, position, options, token, next) => {
      const known = await others('vscode.executeReferenceProvider', document.uri, position);
      return known && without(known, await next(document, position, options, token));
    },
    provideWorkspaceSymbols: async (query, token, next) => {
      const known = await others('vscode.executeWorkspaceSymbolProvider', query);
      return known && without(known, await next(query, token));
    },
  };
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
