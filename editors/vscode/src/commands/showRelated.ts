/** "Show Related Sections": from a code lens, a peek over what it found; from the palette, the view. */
import * as vscode from 'vscode';

import type { Server } from '../client';
import type { Config } from '../config';
import { toRange } from '../jump';
import { askRelated } from '../related';

export async function showRelated(server: Server, config: Config, args: readonly unknown[]): Promise<void> {
  const from = placeOf(args);
  if (from === undefined) {
    await vscode.commands.executeCommand('notelint.related.focus');
    return;
  }
  const sections = config.languages.length === 0 ? [] : await askRelated(server, from.uri, from.position, leastScore(args));
  const locations = sections.map((section) => new vscode.Location(vscode.Uri.parse(section.uri), toRange(section.range).start));
  await vscode.commands.executeCommand('editor.action.peekLocations', from.uri, from.position, locations, 'peek');
}

/** The place in the arguments of a code lens: an address, and a position of the protocol. */
function placeOf(args: readonly unknown[]): { uri: vscode.Uri; position: vscode.Position } | undefined {
  const [first, second] = args as [unknown, { line?: unknown; character?: unknown } | undefined];
  const given = typeof first === 'object' && first !== null ? (first as { uri?: unknown; textDocument?: { uri?: unknown }; position?: typeof second }) : undefined;
  const uri = typeof first === 'string' ? first : (given?.textDocument?.uri ?? given?.uri);
  const position = given?.position ?? second;
  if (typeof uri !== 'string' || typeof position?.line !== 'number' || typeof position.character !== 'number') {
    return undefined;
  }
  return { uri: vscode.Uri.parse(uri), position: new vscode.Position(position.line, position.character) };
}

/** The score from which on a code lens counted: the peek shows what the lens promised. */
function leastScore(args: readonly unknown[]): number | undefined {
  const [, , third] = args;
  return typeof third === 'number' ? third : undefined;
}
