/** The page of the topic map: joins the search field, the choice of a note and the buttons with the drawing. */
import './main.css';

import type { FromPage, Graph, Topic, ToPage } from '../messages';
import { colour, Drawing } from './drawing';
import { degrees, notes, select, type Wish } from './selection';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; getState(): Wish | undefined; setState(state: Wish): void };

const vscode = acquireVsCodeApi();
const searchField = element('search', HTMLInputElement);
const noteChoice = element('note', HTMLSelectElement);
const countLine = element('count', HTMLElement);
const matchList = element('matches', HTMLUListElement);
const legend = element('legend', HTMLUListElement);
const emptyText = element('empty', HTMLElement);
const map = document.querySelector<SVGSVGElement>('#map');
if (map === null) {
  throw new Error('The page has no map.');
}
const drawing = new Drawing(map, open);
let graph: Graph = { topics: [], links: [] };
let wish: Wish = vscode.getState() ?? { query: '', note: '' };
searchField.value = wish.query;

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  graph = event.data.graph;
  offerNotes();
  show();
});
searchField.addEventListener('input', () => change({ query: searchField.value }));
searchField.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown') {
    matchList.querySelector('button')?.focus();
  }
});
noteChoice.addEventListener('change', () => change({ note: noteChoice.value }));
button('zoom-in', () => drawing.zoomBy(1.5));
button('zoom-out', () => drawing.zoomBy(1 / 1.5));
button('fit', () => drawing.fit());
button('refresh', () => vscode.postMessage({ type: 'refresh' }));
new ResizeObserver(() => drawing.fit()).observe(map);
vscode.postMessage({ type: 'ready' });

function change(part: Partial<Wish>): void {
  wish = { ...wish, ...part };
  vscode.setState(wish);
  show();
}

function open(topic: Topic): void {
  vscode.postMessage({ type: 'open', id: topic.id });
}

function show(): void {
  const selection = select(graph, wish);
  drawing.draw(selection, degrees(graph), notes(graph));
  emptyText.hidden = graph.topics.length > 0;
  const shown = selection.topics.length < selection.all ? `${selection.topics.length} of ${selection.all} topics` : plural(selection.all, 'topic');
  const searched = wish.query.trim() === '' ? '' : `, ${selection.found.length} found`;
  countLine.textContent = `${shown}, ${plural(selection.links.length, 'link')}${searched}`;
  matchList.hidden = selection.found.length === 0;
  matchList.replaceChildren(...selection.found.slice(0, 50).map(match));
}

function match(topic: Topic): HTMLLIElement {
  const item = document.createElement('li');
  const button = document.createElement('button');
  const note = document.createElement('small');
  note.textContent = topic.note;
  button.append(topic.title, note);
  button.addEventListener('click', () => open(topic));
  button.addEventListener('focus', () => drawing.highlight(topic));
  button.addEventListener('blur', () => drawing.highlight(undefined));
  item.append(button);
  return item;
}

/** More notes than this are told apart by the choice above alone. */
const LEGEND = 12;

function offerNotes(): void {
  const names = notes(graph);
  legend.hidden = names.length > LEGEND;
  legend.replaceChildren(...names.slice(0, LEGEND).map((name) => legendEntry(name, names)));
  noteChoice.replaceChildren(new Option('All notes', ''), ...names.map((name) => new Option(name, name)));
  if (!names.includes(wish.note)) {
    wish = { ...wish, note: '' };
  }
  noteChoice.value = wish.note;
}

/** The colour of a note; a click picks the note, another one all of them again. */
function legendEntry(name: string, names: readonly string[]): HTMLLIElement {
  const item = document.createElement('li');
  const button = document.createElement('button');
  const dot = document.createElement('span');
  dot.className = colour(name, names);
  button.append(dot, name);
  button.addEventListener('click', () => {
    noteChoice.value = wish.note === name ? '' : name;
    change({ note: noteChoice.value });
  });
  item.append(button);
  return item;
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function button(id: string, action: () => void): void {
  element(id, HTMLButtonElement).addEventListener('click', action);
}

function element<T extends HTMLElement>(id: string, type: { new (): T }): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) {
    throw new Error(`The page has no ${id}.`);
  }
  return found;
}
