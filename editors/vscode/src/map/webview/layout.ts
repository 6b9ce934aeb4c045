/** Gives every topic a place: linked topics near each other, topics of a note in one region. Pure. */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force';

import type { Selection } from './selection';

export interface Place extends SimulationNodeDatum {
  readonly id: number;
  readonly note: string;
  readonly radius: number;
  x: number;
  y: number;
}

const STEPS = 200;

/** The same selection always gives the same places. `degree` is by topic number. */
export function layOut(selection: Selection, degree: readonly number[]): Map<number, Place> {
  const places = selection.topics.map((topic): Place => ({ id: topic.id, note: topic.note, radius: radius(degree[topic.id] ?? 0), x: 0, y: 0 }));
  const names = [...new Set(selection.topics.map((topic) => topic.note))];
  // The regions of the notes lie on an ellipse, wide as windows are, that grows with what they hold.
  const ring = names.length < 2 ? 0 : 34 * Math.sqrt(selection.topics.length);
  const region = (note: string) => {
    const angle = (2 * Math.PI * names.indexOf(note)) / names.length;
    return { x: 1.7 * ring * Math.cos(angle), y: ring * Math.sin(angle) };
  };
  places.forEach((place, number) => {
    // Off the centre, each in a direction of its own, so that no two start in one place.
    place.x = region(place.note).x + 12 * Math.sqrt(number + 1) * Math.cos(number * 2.4);
    place.y = region(place.note).y + 12 * Math.sqrt(number + 1) * Math.sin(number * 2.4);
  });
  const links = selection.links.map(([source, target]) => ({ source, target }));
  forceSimulation(places)
    .force('links', forceLink<Place, { source: number | Place; target: number | Place }>(links).id((place) => place.id).distance(70).strength(0.15))
    .force('apart', forceManyBody<Place>().strength(-160).distanceMax(500))
    .force('size', forceCollide<Place>((place) => place.radius + 6))
    .force('x', forceX<Place>((place) => region(place.note).x).strength(0.1))
    .force('y', forceY<Place>((place) => region(place.note).y).strength(0.1))
    .stop()
    .tick(STEPS);
  return new Map(places.map((place) => [place.id, place]));
}

function radius(degree: number): number {
  return Math.min(16, 5 + 1.8 * Math.sqrt(degree));
}

/** A box on the screen. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Where names can stand without lying on each other or on an obstacle: for each name, the most important first, the
 * number of the first of its boxes that is free. Names that have none are left out.
 */
export function withoutOverlap(names: readonly (readonly Box[])[], obstacles: readonly Box[] = []): Map<number, number> {
  const taken = [...obstacles];
  const chosen = new Map<number, number>();
  names.forEach((boxes, index) => {
    const free = boxes.findIndex((box) => taken.every((other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom));
    const box = boxes[free];
    if (box !== undefined) {
      taken.push(box);
      chosen.set(index, free);
    }
  });
  return chosen;
}
