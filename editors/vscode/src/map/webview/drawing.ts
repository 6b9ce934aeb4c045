/** Draws the topics as circles with names, and the links between them; zooms, and says what was clicked. */
import { select as d3Select, type Selection as D3Selection } from 'd3-selection';
import { zoom, zoomIdentity, type ZoomTransform } from 'd3-zoom';

import type { Topic } from '../messages';
import { layOut, type Place, withoutOverlap } from './layout';
import type { Selection } from './selection';

type Group = D3Selection<SVGGElement, unknown, null, undefined>;

const COLOURS = 7;
/** The height of a name on the screen, in pixels. */
const LETTER = 12;
/** Between a circle and its name. */
const GAP = 3;

export class Drawing {
  private readonly svg;
  private readonly zooming;
  private readonly lines: Group;
  private readonly circles: Group;
  private places = new Map<number, Place>();
  private ordered: readonly Topic[] = [];
  private selection: Selection = { topics: [], links: [], found: [], all: 0 };
  private transform: ZoomTransform = zoomIdentity;

  constructor(
    private readonly element: SVGSVGElement,
    private readonly open: (topic: Topic) => void,
  ) {
    this.svg = d3Select(element);
    const canvas = this.svg.append('g');
    this.lines = canvas.append('g').attr('class', 'links');
    this.circles = canvas.append('g').attr('class', 'topics');
    this.zooming = zoom<SVGSVGElement, unknown>()
      .scaleExtent([0.1, 8])
      .on('zoom', (event: { transform: ZoomTransform }) => {
        this.transform = event.transform;
        canvas.attr('transform', event.transform.toString());
        this.showNames();
      });
    this.svg.call(this.zooming).on('dblclick.zoom', null);
  }

  /** Draws a selection anew. `noteOrder` gives every note its colour, whatever is selected. */
  draw(selection: Selection, degree: readonly number[], noteOrder: readonly string[]): void {
    this.selection = selection;
    this.places = layOut(selection, degree);
    this.ordered = [...selection.topics].sort((one, other) => (degree[other.id] ?? 0) - (degree[one.id] ?? 0));
    const place = (id: number) => this.places.get(id);

    this.lines
      .selectAll('line')
      .data(selection.links)
      .join('line')
      .attr('x1', ([source]) => place(source)?.x ?? 0)
      .attr('y1', ([source]) => place(source)?.y ?? 0)
      .attr('x2', ([, target]) => place(target)?.x ?? 0)
      .attr('y2', ([, target]) => place(target)?.y ?? 0);

    const groups = this.circles
      .selectAll<SVGGElement, Topic>('g')
      .data(selection.topics, (topic) => topic.id)
      .join((enter) => {
        const group = enter.append('g').attr('tabindex', 0).attr('role', 'button');
        group.append('circle');
        group.append('text');
        group.append('title');
        return group;
      })
      .attr('class', (topic) => `topic ${colour(topic.note, noteOrder)}`)
      .attr('data-topic', (topic) => topic.title)
      .attr('aria-label', (topic) => `${topic.title}, ${topic.note}`)
      .attr('transform', (topic) => `translate(${place(topic.id)?.x ?? 0},${place(topic.id)?.y ?? 0})`)
      .on('click', (_event, topic) => this.open(topic))
      .on('keydown', (event: KeyboardEvent, topic) => (event.key === 'Enter' || event.key === ' ') && this.open(topic))
      .on('mouseenter focus', (_event, topic) => this.highlight(topic))
      .on('mouseleave blur', () => this.highlight(undefined));
    groups.select('circle').attr('r', (topic) => place(topic.id)?.radius ?? 0);
    groups.select('text').text((topic) => shorten(topic.title)).attr('dy', '0.35em');
    groups.select('title').text((topic) => `${topic.title}\n${topic.note}:${topic.line}`);
    this.highlight(undefined);
    this.fit();
  }

  /** Shows everything that is drawn. */
  fit(): void {
    const { width, height } = this.element.getBoundingClientRect();
    const places = [...this.places.values()];
    if (places.length === 0 || width === 0 || height === 0) {
      return;
    }
    const [left, right] = extent(places.map((place) => place.x));
    const [top, bottom] = extent(places.map((place) => place.y));
    // Room for the names to the right.
    const scale = Math.min(2, 0.9 / Math.max((right - left + 160) / width, (bottom - top + 60) / height));
    const move = zoomIdentity.translate(width / 2, height / 2).scale(scale).translate(-(left + right + 80) / 2, -(top + bottom) / 2);
    this.zooming.transform(this.svg, move);
  }

  zoomBy(factor: number): void {
    this.zooming.scaleBy(this.svg, factor);
  }

  /** Brings out a topic and what it is linked to; with nothing, what the search found. */
  highlight(topic: Topic | undefined): void {
    const near =
      topic === undefined
        ? new Set(this.selection.found.map((found) => found.id))
        : new Set([topic.id, ...this.selection.links.filter((link) => link.includes(topic.id)).flat()]);
    const dimmed = near.size > 0;
    this.circles.selectAll<SVGGElement, Topic>('g').classed('dim', (other) => dimmed && !near.has(other.id)).classed('near', (other) => near.has(other.id));
    this.lines
      .selectAll<SVGLineElement, readonly [number, number]>('line')
      .classed('near', (link) => topic !== undefined && link.includes(topic.id))
      .classed('dim', (link) => dimmed && !(topic === undefined ? link.some((end) => near.has(end)) : link.includes(topic.id)));
    this.showNames(near);
  }

  /** Names keep their size on the screen, and are shown where there is room, to the right or the left: those of well-linked topics first. */
  private showNames(first: ReadonlySet<number> = new Set()): void {
    const { k } = this.transform;
    const ordered = first.size === 0 ? this.ordered : [...this.ordered].sort((one, other) => Number(first.has(other.id)) - Number(first.has(one.id)));
    const names = ordered.map((topic) => {
      const { x, y, radius } = this.places.get(topic.id) ?? { x: 0, y: 0, radius: 0 };
      const width = shorten(topic.title).length * LETTER * 0.56;
      const [top, bottom] = [y * k - LETTER * 0.7, y * k + LETTER * 0.7];
      const right = (x + radius + GAP) * k;
      const left = (x - radius - GAP) * k;
      return [
        { left: right, right: right + width, top, bottom },
        { left: left - width, right: left, top, bottom },
      ];
    });
    const inTheWay = [...this.places.values()].filter((place) => first.size === 0 || first.has(place.id));
    const circles = inTheWay.map(({ x, y, radius }) => ({ left: (x - radius) * k, right: (x + radius) * k, top: (y - radius) * k, bottom: (y + radius) * k }));
    // A name that the edge would cut stands on the other side, or is left out.
    const shown = { left: -this.transform.x, right: this.element.getBoundingClientRect().width - this.transform.x };
    const endless = { top: -Infinity, bottom: Infinity };
    const edges = [
      { ...endless, left: -Infinity, right: shown.left },
      { ...endless, left: shown.right, right: Infinity },
    ];
    const sides = new Map([...withoutOverlap(names, [...circles, ...edges])].map(([index, side]) => [ordered[index]?.id, side]));
    const isLeft = (topic: Topic) => sides.get(topic.id) === 1;
    this.circles
      .selectAll<SVGGElement, Topic>('g')
      .classed('named', (topic) => sides.has(topic.id))
      .select('text')
      .attr('font-size', LETTER / k)
      .attr('text-anchor', (topic) => (isLeft(topic) ? 'end' : 'start'))
      .attr('x', (topic) => ((this.places.get(topic.id)?.radius ?? 0) + GAP) * (isLeft(topic) ? -1 : 1));
  }
}

/** The class that gives what belongs to a note its colour. */
export function colour(note: string, noteOrder: readonly string[]): string {
  return `note-${noteOrder.indexOf(note) % COLOURS}`;
}

function extent(numbers: readonly number[]): [number, number] {
  return [Math.min(...numbers), Math.max(...numbers)];
}

function shorten(title: string): string {
  const letters = [...title];
  return letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : title;
}
