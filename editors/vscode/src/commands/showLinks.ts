/** What the code lens "3 links" opens: a peek at the links that lead to its heading. Only a lens knows the place. */
import type { Location } from 'vscode-languageclient/node';

import type { Server } from '../client';
import { peek, placeOf } from './lens';

export async function showLinks(server: Server, args: readonly unknown[]): Promise<void> {
  const from = placeOf(args);
  if (from === undefined) {
    return;
  }
  const links = await server.request<Location[] | null>('workspace/executeCommand', { command: 'notelint.showLinks', arguments: args });
  await peek(from, links ?? []);
}
