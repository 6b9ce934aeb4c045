/** What the page of the topic map and the extension say to each other. Pure. */

/** A topic as the page draws it. It knows no addresses: a click sends the number back. */
export interface Topic {
  readonly id: number;
  readonly title: string;
  /** The note it stands in, by its short name. */
  readonly note: string;
  readonly line: number;
}

export interface Graph {
  readonly topics: readonly Topic[];
  /** Pairs of topics, by number. */
  readonly links: readonly (readonly [number, number])[];
}

export type ToPage = { readonly type: 'graph'; readonly graph: Graph };

export type FromPage = { readonly type: 'ready' } | { readonly type: 'open'; readonly id: number } | { readonly type: 'refresh' };

/** Reads a message of the page; nothing when it is not one. */
export function parse(message: unknown): FromPage | undefined {
  if (typeof message !== 'object' || message === null) {
    return undefined;
  }
  const { type, id } = message as { type?: unknown; id?: unknown };
  if (type === 'open' && typeof id === 'number' && Number.isInteger(id) && id >= 0) {
    return { type, id };
  }
  return type === 'ready' || type === 'refresh' ? { type } : undefined;
}
