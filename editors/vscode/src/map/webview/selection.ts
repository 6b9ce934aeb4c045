/** Which topics are drawn: those of a note, those that a search finds, and no more than can be read. Pure. */
import type { Graph, Topic } from '../messages';

/** More circles than this tell nothing, and take long to lay out. */
export const LIMIT = 500;

export interface Wish {
  readonly query: string;
  /** Only topics of this note, and what they are linked to; empty: every note. */
  readonly note: string;
}

export interface Selection {
  readonly topics: readonly Topic[];
  readonly links: readonly (readonly [number, number])[];
  /** The topics that the search found; empty without a search. */
  readonly found: readonly Topic[];
  /** How many topics there were before the limit. */
  readonly all: number;
}

/** How many links each topic has, by its number. */
export function degrees(graph: Graph): number[] {
  const counts = graph.topics.map(() => 0);
  for (const link of graph.links) {
    for (const end of link) {
      counts[end] = (counts[end] ?? 0) + 1;
    }
  }
  return counts;
}

export function select(graph: Graph, wish: Wish, limit = LIMIT): Selection {
  const degree = degrees(graph);
  const found = search(graph.topics, wish.query, degree);
  const inScope = scope(graph, wish.note);
  const sought = new Set(found.map((topic) => topic.id));
  const candidates = graph.topics
    .filter((topic) => inScope.has(topic.id) || sought.has(topic.id))
    // Found topics first, then those with most links.
    .sort((one, other) => Number(sought.has(other.id)) - Number(sought.has(one.id)) || (degree[other.id] ?? 0) - (degree[one.id] ?? 0) || one.id - other.id);
  const topics = candidates.slice(0, limit).sort((one, other) => one.id - other.id);
  const drawn = new Set(topics.map((topic) => topic.id));
  return {
    topics,
    links: graph.links.filter(([source, target]) => drawn.has(source) && drawn.has(target)),
    found,
    all: candidates.length,
  };
}

/** The names of the notes that have topics, in order. */
export function notes(graph: Graph): string[] {
  return [...new Set(graph.topics.map((topic) => topic.note))].sort((one, other) => one.localeCompare(other));
}

function scope(graph: Graph, note: string): ReadonlySet<number> {
  const own = new Set(graph.topics.filter((topic) => note === '' || topic.note === note).map((topic) => topic.id));
  const reached = graph.links.flatMap(([source, target]) => (own.has(source) || own.has(target) ? [source, target] : []));
  return new Set([...own, ...reached]);
}

/** Topics that hold every word of the query, the ones that begin with it first. */
function search(topics: readonly Topic[], query: string, degree: readonly number[]): Topic[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) {
    return [];
  }
  const whole = words.join(' ');
  const starts = (topic: Topic) => Number(topic.title.toLowerCase().startsWith(whole));
  return topics
    .filter((topic) => words.every((word) => topic.title.toLowerCase().includes(word)))
    .sort((one, other) => starts(other) - starts(one) || (degree[other.id] ?? 0) - (degree[one.id] ?? 0) || one.id - other.id);
}
