/** "Show Related Sections": from a code lens, a peek over what it found; from the palette, the view. */
import * as vscode from 'vscode';

import type { Server } from '../client';
import { askRelated } from '../related';
import { peek, placeOf } from './lens';

export async function showRelated(server: Server, args: readonly unknown[]): Promise<void> {
  const from = placeOf(args);
  if (from === undefined) {
    await vscode.commands.executeCommand('notelint.related.focus');
    return;
  }
  await peek(from, await askRelated(server, from.uri, from.position, leastScore(args)));
}

/** The score from which on a code lens counted: the peek shows what the lens promised. */
function leastScore(args: readonly unknown[]): number | undefined {
  const [, , third] = args;
  return typeof third === 'number' ? third : undefined;
}
