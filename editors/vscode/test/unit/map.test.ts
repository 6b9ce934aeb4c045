import assert from 'node:assert/strict';
import { test } from 'node:test';

import { toGraph } from '../../src/map/graph';
import { type Graph, parse } from '../../src/map/messages';
import { page } from '../../src/map/page';
import { layOut, withoutOverlap } from '../../src/map/webview/layout';
import { degrees, notes, select } from '../../src/map/webview/selection';

const range = (line: number) => ({ start: { line, character: 0 }, end: { line: line + 2, character: 0 } });

const graph: Graph = toGraph(
  {
    nodes: [
      { id: 'a#1', title: 'GIL in Python', uri: 'file:///notes/a.md', range: range(0) },
      { id: 'a#2', title: 'Threads', uri: 'file:///notes/a.md', range: range(4) },
      { id: 'b#1', title: 'The GIL', uri: 'file:///notes/b.md', range: range(0) },
      { id: 'c#1', title: 'Caching', uri: 'file:///notes/c.md', range: range(0) },
    ],
    edges: [
      { source: 'a#1', target: 'b#1' },
      { source: 'b#1', target: 'a#1' },
      { source: 'a#1', target: 'a#2' },
      { source: 'a#1', target: 'a#1' },
      { source: 'a#1', target: 'gone' },
    ],
  },
  (uri) => uri.replace('file:///notes/', ''),
);
const everything = { query: '', note: '' };
const titles = (topics: readonly { title: string }[]) => topics.map((topic) => topic.title);

test('links are drawn once, and never to nothing', () => {
  assert.deepEqual(graph.links, [
    [0, 2],
    [0, 1],
  ]);
  assert.deepEqual(graph.topics[2], { id: 2, title: 'The GIL', note: 'b.md', line: 1 });
  assert.deepEqual(degrees(graph), [2, 1, 1, 0]);
});

test('everything, one note with what it is linked to, and a search', () => {
  assert.equal(select(graph, everything).topics.length, 4);
  assert.deepEqual(titles(select(graph, { query: '', note: 'b.md' }).topics), ['GIL in Python', 'The GIL']);
  const found = select(graph, { query: 'gil', note: '' });
  assert.deepEqual(titles(found.found), ['GIL in Python', 'The GIL']);
  assert.equal(found.topics.length, 4);
  assert.deepEqual(select(graph, { query: 'python gil', note: '' }).found.length, 1);
  assert.deepEqual(select(graph, { query: 'nothing such', note: '' }).found, []);
});

test('past the limit, what was searched for and the best linked topics stay', () => {
  const few = select(graph, { query: 'caching', note: '' }, 2);
  assert.deepEqual(titles(few.topics), ['GIL in Python', 'Caching']);
  assert.equal(few.all, 4);
  assert.deepEqual(few.links, []);
});

test('notes by name', () => assert.deepEqual(notes(graph), ['a.md', 'b.md', 'c.md']));

test('the layout is the same every time, and no two topics share a place', () => {
  const many: Graph = { topics: Array.from({ length: 500 }, (_, id) => ({ id, title: `t${id}`, note: `n${id % 9}`, line: 1 })), links: Array.from({ length: 499 }, (_, id) => [id, id + 1] as const) };
  const places = layOut(select(many, everything), degrees(many));
  assert.deepEqual([...layOut(select(many, everything), degrees(many)).values()].map(({ x, y }) => [x, y]), [...places.values()].map(({ x, y }) => [x, y]));
  const seen = new Set([...places.values()].map(({ x, y }) => `${Math.round(x)},${Math.round(y)}`));
  assert.equal(seen.size, 500);
});

test('names do not lie on each other, and stand on the other side where one is taken', () => {
  const box = (left: number, top: number) => ({ left, top, right: left + 10, bottom: top + 5 });
  const names = [[box(0, 0)], [box(5, 2), box(5, 20)], [box(2, 3), box(7, 22)], [box(20, 0)], [box(0, 6)]];
  assert.deepEqual([...withoutOverlap(names)], [[0, 0], [1, 1], [3, 0], [4, 0]]);
  assert.deepEqual([...withoutOverlap([[box(0, 0), box(20, 0)]], [box(3, 3)])], [[0, 1]]);
});

test('only messages that the page can send are read', () => {
  assert.deepEqual(parse({ type: 'open', id: 3, uri: 'file:///etc/passwd' }), { type: 'open', id: 3 });
  for (const message of [null, 'open', { type: 'open' }, { type: 'open', id: -1 }, { type: 'open', id: 1.5 }, { type: 'run' }]) {
    assert.equal(parse(message), undefined);
  }
});

test('the page loads nothing but its own script and style', () => {
  const html = page({ script: 'https://own/main.js', style: 'https://own/main.css', source: 'https://own', nonce: 'abc' });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  assert.equal(policy, "default-src 'none'; style-src https://own; script-src 'nonce-abc'");
  assert.deepEqual(html.match(/(src|href)="[^"]*"/g), ['href="https://own/main.css"', 'src="https://own/main.js"']);
});
