import { COLUMNS, type Place } from './dashboard.ts';

/** Something that stands on the grid. */
export interface Placed {
  id: string;
  place: Place;
}
type Corner = Pick<Place, 'x' | 'y'>;
type Size = Pick<Place, 'w' | 'h'>;

export const MAX_HEIGHT = 60;

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
const bottomOf = ({ y, h }: Place): number => y + h;
const middleOf = ({ y, h }: Place): number => y + h / 2;
/** Whether two share a column. */
const across = (a: Place, b: Place): boolean => a.x < b.x + b.w && b.x < a.x + a.w;

export const overlap = (a: Place, b: Place): boolean =>
  across(a, b) && a.y < bottomOf(b) && b.y < bottomOf(a);

/** As they are read: row by row, from left to right. */
export const inReadingOrder = <Item extends Placed>(items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);

export const heightOf = (items: readonly Placed[]): number =>
  items.reduce((most, { place }) => Math.max(most, bottomOf(place)), 0);

/** How far down each column is taken. */
class Skyline {
  readonly #bottoms: number[] = Array.from({ length: COLUMNS }, () => 0);
  below({ x, w }: Pick<Place, 'x' | 'w'>): number {
    return Math.max(...this.#bottoms.slice(x, x + w));
  }
  take(place: Place): void {
    this.#bottoms.fill(bottomOf(place), place.x, place.x + place.w);
  }
}

/** Puts one after another as high as those before it leave room; `items` keep their order in the list. */
function stacked<Item extends Placed>(items: readonly Item[], order: readonly Placed[]): Item[] {
  const skyline = new Skyline();
  const places = new Map(
    order.map(({ id, place }) => {
      const stood = { ...place, y: skyline.below(place) };
      skyline.take(stood);
      return [id, stood];
    }),
  );
  return items.map((item) => {
    const place = places.get(item.id) ?? item.place;
    const { x, y, w, h } = item.place;
    const same = place.x === x && place.y === y && place.w === w && place.h === h;
    return same ? item : { ...item, place };
  });
}

/** Closes the gaps: everything rises until it meets what is above it. */
export const compact = <Item extends Placed>(items: readonly Item[]): Item[] =>
  stacked(items, inReadingOrder(items));

/** Gives one a new place. Of the others sharing its columns, those that are to come after it make room. */
function settled<Item extends Placed>(
  items: readonly Item[],
  item: Item,
  place: Place,
  comesAfter: (other: Place) => boolean,
): Item[] {
  const others = inReadingOrder(items.filter(({ id }) => id !== item.id));
  const at = others.findIndex((other) => across(other.place, place) && comesAfter(other.place));
  const before = at === -1 ? others : others.slice(0, at);
  const after = at === -1 ? [] : others.slice(at);
  return stacked(items, [...before, { id: item.id, place }, ...after]);
}

/**
 * Moves one; the others keep their order among themselves. It changes places with what stood below it once its lower
 * edge has passed the other's middle, with anything else once its upper edge has.
 */
export function move<Item extends Placed>(items: readonly Item[], id: string, to: Corner): Item[] {
  const item = items.find((each) => each.id === id);
  if (!item) return [...items];
  const from = item.place;
  const place = { ...from, x: clamp(to.x, 0, COLUMNS - from.w), y: Math.max(0, to.y) };
  return settled(items, item, place, (other) =>
    across(from, other) && other.y >= bottomOf(from)
      ? middleOf(other) >= bottomOf(place)
      : middleOf(other) > place.y,
  );
}

/** Makes one larger or smaller at its lower right corner; what is in its way goes down. */
export function resize<Item extends Placed>(items: readonly Item[], id: string, to: Size): Item[] {
  const item = items.find((each) => each.id === id);
  if (!item) return [...items];
  const from = item.place;
  const place = { ...from, w: clamp(to.w, 1, COLUMNS - from.x), h: clamp(to.h, 1, MAX_HEIGHT) };
  return settled(items, item, place, (other) => other.y >= bottomOf(from) || middleOf(other) > place.y);
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Moves one as little as makes a difference; the same list when nothing does. */
export function nudge<Item extends Placed>(
  items: readonly Item[],
  id: string,
  direction: Direction,
): readonly Item[] {
  const from = items.find((item) => item.id === id)?.place;
  if (!from) return items;
  const sign = direction === 'left' || direction === 'up' ? -1 : 1;
  const sideways = direction === 'left' || direction === 'right';
  const most = sideways ? 1 : heightOf(items) + from.h;
  for (let step = 1; step <= most; step++) {
    const by = sign * step;
    const moved = move(items, id, sideways ? { ...from, x: from.x + by } : { ...from, y: from.y + by });
    if (moved.some((item, index) => item !== items[index])) return moved;
    if (from.y + by <= 0 && direction === 'up') break;
  }
  return items;
}

/** The highest room of that size below which nothing stands, the leftmost of several. */
export function roomFor(items: readonly Placed[], { w, h }: Size): Place {
  const skyline = new Skyline();
  for (const { place } of inReadingOrder(items)) skyline.take(place);
  const rooms = Array.from({ length: COLUMNS - w + 1 }, (_, x) => ({ x, y: skyline.below({ x, w }), w, h }));
  return rooms.reduce((best, room) => (room.y < best.y ? room : best));
}
