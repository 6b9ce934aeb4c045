/** Asks the server for sections on the same topic. */
import type * as vscode from 'vscode';

import type { Server } from './client';
import { RELATED, type Related, type RelatedParams } from './protocol';

export async function askRelated(server: Server, uri: vscode.Uri, position: vscode.Position, minScore?: number): Promise<readonly Related[]> {
  const params: RelatedParams = {
    textDocument: { uri: uri.toString() },
    position: { line: position.line, character: position.character },
    ...(minScore === undefined ? {} : { minScore }),
  };
  return (await server.request<Related[]>(RELATED, params)) ?? [];
}
