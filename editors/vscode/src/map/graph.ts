/** Turns the server's map into what the page draws. Pure. */
import type { TopicMap } from '../protocol';
import type { Graph } from './messages';

/** `shortName` gives a note's name for a person. */
export function toGraph(map: TopicMap, shortName: (uri: string) => string): Graph {
  const numbers = new Map(map.nodes.map((node, number) => [node.id, number]));
  const links = new Map<string, [number, number]>();
  for (const edge of map.edges) {
    const source = numbers.get(edge.source);
    const target = numbers.get(edge.target);
    // A link and its way back are one line; a topic is not linked to itself.
    if (source !== undefined && target !== undefined && source !== target) {
      const pair: [number, number] = source < target ? [source, target] : [target, source];
      links.set(pair.join(), pair);
    }
  }
  return {
    topics: map.nodes.map((node, id) => ({ id, title: node.title, note: shortName(node.uri), line: node.range.start.line + 1 })),
    links: [...links.values()],
  };
}
