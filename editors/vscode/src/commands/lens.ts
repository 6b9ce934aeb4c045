/** What the code lenses over headings open: a peek at the places that they counted. */
import * as vscode from 'vscode';
import type { Location } from 'vscode-languageclient/node';

import { toRange } from '../jump';

/** Where a lens stands. */
export interface Place {
  readonly uri: vscode.Uri;
  readonly position: vscode.Position;
}

/** The place in the arguments of a code lens: an address, and a position of the protocol. */
export function placeOf(args: readonly unknown[]): Place | undefined {
  const [first, second] = args as [unknown, { line?: unknown; character?: unknown } | undefined];
  const given = typeof first === 'object' && first !== null ? (first as { uri?: unknown; textDocument?: { uri?: unknown }; position?: typeof second }) : undefined;
  const uri = typeof first === 'string' ? first : (given?.textDocument?.uri ?? given?.uri);
  const position = given?.position ?? second;
  if (typeof uri !== 'string' || typeof position?.line !== 'number' || typeof position.character !== 'number') {
    return undefined;
  }
  return { uri: vscode.Uri.parse(uri), position: new vscode.Position(position.line, position.character) };
}

/** Shows places of notes over `from`, without leaving it. */
export async function peek(from: Place, places: readonly Location[]): Promise<void> {
  const locations = places.map((place) => new vscode.Location(vscode.Uri.parse(place.uri), toRange(place.range).start));
  await vscode.commands.executeCommand('editor.action.peekLocations', from.uri, from.position, locations, 'peek');
}
