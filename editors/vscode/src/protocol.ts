/** The requests that notelint adds to the protocol. Positions are those of LSP: zero-based, UTF-16. */
import type { Location, Position, Range, TextDocumentIdentifier } from 'vscode-languageclient/node';

export const QUESTIONS = 'notelint/questions';
export const RELATED = 'notelint/related';
export const MAP = 'notelint/map';

/** Whether a question has its answer. */
export type QuestionStatus = 'unanswered' | 'unsure' | 'answered';

/** One question of the vault. */
export interface Question extends Location {
  readonly status: QuestionStatus;
  readonly question: string;
}

/** Where to look for related sections from. */
export interface RelatedParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly position?: Position;
  /** Only sections of at least this score. */
  readonly minScore?: number;
}

/** A section on the same topic in another note; best first. */
export interface Related extends Location {
  readonly title: string;
  readonly score: number;
  /** The terms that both sections speak of. */
  readonly shared: readonly string[];
}

/** A topic of the map: a section of a note. */
export interface MapNode {
  readonly id: string;
  readonly title: string;
  readonly uri: string;
  readonly range: Range;
}

/** Two topics that belong together. */
export interface MapEdge {
  readonly source: string;
  readonly target: string;
  readonly kind?: string;
}

export interface TopicMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}
