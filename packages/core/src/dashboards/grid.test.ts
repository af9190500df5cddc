import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLUMNS, type Place } from './dashboard.ts';
import {
  compact,
  heightOf,
  inReadingOrder,
  move,
  nudge,
  overlap,
  type Placed,
  resize,
  roomFor,
} from './grid.ts';

const at = (id: string, x: number, y: number, w: number, h: number): Placed => ({
  id,
  place: { x, y, w, h },
});
const placeOf = (items: readonly Placed[], id: string): Place | undefined =>
  items.find((item) => item.id === id)?.place;
const shown = (items: readonly Placed[]) =>
  inReadingOrder(items).map(({ id, place: { x, y, w, h } }) => `${id} ${x},${y} ${w}x${h}`);

const somePlace = fc
  .record({
    x: fc.nat(COLUMNS - 1),
    w: fc.integer({ min: 1, max: COLUMNS }),
    y: fc.nat(30),
    h: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ x, w, ...rest }) => ({ x, w: Math.min(w, COLUMNS - x), ...rest }));
const someItems = fc
  .array(somePlace, { minLength: 1, maxLength: 12 })
  .map((places) => places.map((place, index): Placed => ({ id: `w${index}`, place })));
/** As every dashboard is once it has been touched. */
const someLayout = someItems.map(compact);
const someCorner = fc.record({ x: fc.integer({ min: -5, max: 20 }), y: fc.integer({ min: -5, max: 60 }) });
const someSize = fc.record({ w: fc.integer({ min: -2, max: 20 }), h: fc.integer({ min: -2, max: 80 }) });
const which = (items: readonly Placed[], nth: number) => items[nth % items.length]?.id ?? '';

const pairs = (items: readonly Placed[]) =>
  items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as const));

function expectSound(items: readonly Placed[], from: readonly Placed[]): void {
  expect(items.map(({ id }) => id)).toEqual(from.map(({ id }) => id));
  for (const { place } of items) {
    expect(place.x).toBeGreaterThanOrEqual(0);
    expect(place.x + place.w).toBeLessThanOrEqual(COLUMNS);
    expect(Math.min(place.y, place.w - 1, place.h - 1)).toBeGreaterThanOrEqual(0);
  }
  for (const [a, b] of pairs(items)) expect(overlap(a.place, b.place), `${a.id} and ${b.id}`).toBe(false);
  expect(compact(items)).toEqual(items);
}

/** Of two that share a column, the same one stays above. */
function expectOrderKept(before: readonly Placed[], after: readonly Placed[], except: string): void {
  for (const [a, b] of pairs(before.filter(({ id }) => id !== except))) {
    const [was, is] = [
      [a.place, b.place],
      [placeOf(after, a.id), placeOf(after, b.id)],
    ];
    if (!was[0] || !was[1] || !is[0] || !is[1]) throw new Error('One is lost.');
    const share = was[0].x < was[1].x + was[1].w && was[1].x < was[0].x + was[0].w;
    if (share) expect(Math.sign(is[0].y - is[1].y)).toBe(Math.sign(was[0].y - was[1].y));
  }
}

describe('whatever is done to a grid', () => {
  it('nothing overlaps, leaves the columns, gets lost or floats', () => {
    fc.assert(
      fc.property(someItems, fc.nat(), someCorner, someSize, (items, nth, corner, size) => {
        const id = which(items, nth);
        expectSound(compact(items), items);
        expectSound(move(items, id, corner), items);
        expectSound(resize(items, id, size), items);
      }),
    );
  });
  it('the others keep their order, and those that are moved their size', () => {
    fc.assert(
      fc.property(someLayout, fc.nat(), someCorner, someSize, (items, nth, corner, size) => {
        const id = which(items, nth);
        const moved = move(items, id, corner);
        expectOrderKept(items, moved, id);
        expectOrderKept(items, resize(items, id, size), id);
        expect(placeOf(moved, id)).toMatchObject({ w: placeOf(items, id)?.w, h: placeOf(items, id)?.h });
      }),
    );
  });
  it('what is put down where it was leaves all as it was', () => {
    fc.assert(
      fc.property(someLayout, fc.nat(), (items, nth) => {
        const id = which(items, nth);
        const place = placeOf(items, id);
        if (!place) return;
        expect(move(items, id, place)).toEqual(items);
        expect(resize(items, id, place)).toEqual(items);
      }),
    );
  });
  it('room is found where nothing is and nothing stands below', () => {
    fc.assert(
      fc.property(someLayout, fc.integer({ min: 1, max: COLUMNS }), (items, w) => {
        const place = roomFor(items, { w, h: 4 });
        expect(place.y).toBeLessThanOrEqual(heightOf(items));
        expectSound([...items, { id: 'new', place }], [...items, { id: 'new', place }]);
      }),
    );
  });
});

describe('moving', () => {
  const column = [at('a', 0, 0, 6, 4), at('b', 0, 4, 6, 4), at('c', 0, 8, 6, 4)];
  it('changes places downwards once the lower edge is past the middle', () => {
    expect(move(column, 'a', { x: 0, y: 1 })).toEqual(column);
    expect(shown(move(column, 'a', { x: 0, y: 3 }))).toEqual(['b 0,0 6x4', 'a 0,4 6x4', 'c 0,8 6x4']);
  });
  it('changes places upwards once the upper edge is past the middle', () => {
    expect(move(column, 'c', { x: 0, y: 7 })).toEqual(column);
    expect(shown(move(column, 'c', { x: 0, y: 5 }))).toEqual(['a 0,0 6x4', 'c 0,4 6x4', 'b 0,8 6x4']);
  });
  it('takes the place of what it is dropped on from the side', () => {
    const sides = [at('a', 0, 0, 6, 4), at('b', 6, 0, 6, 4)];
    expect(shown(move(sides, 'a', { x: 6, y: 0 }))).toEqual(['a 6,0 6x4', 'b 6,4 6x4']);
  });
  it('stays inside', () => {
    expect(placeOf(move(column, 'a', { x: 40, y: -3 }), 'a')).toEqual({ x: 6, y: 0, w: 6, h: 4 });
  });
});

describe('resizing', () => {
  const row = [at('a', 0, 0, 6, 4), at('b', 6, 0, 6, 4), at('c', 0, 4, 12, 2)];
  it('pushes what is in the way down', () => {
    expect(shown(resize(row, 'a', { w: 8, h: 6 }))).toEqual(['a 0,0 8x6', 'b 6,6 6x4', 'c 0,10 12x2']);
  });
  it('lets what is below rise', () => {
    expect(shown(resize([at('a', 0, 0, 6, 4), at('c', 0, 4, 12, 2)], 'a', { w: 6, h: 1 }))).toEqual([
      'a 0,0 6x1',
      'c 0,1 12x2',
    ]);
  });
});

describe('a nudge', () => {
  const column = [at('a', 0, 0, 6, 4), at('b', 0, 4, 6, 8)];
  it('is the least that makes a difference', () => {
    expect(shown(nudge(column, 'a', 'down'))).toEqual(['b 0,0 6x8', 'a 0,8 6x4']);
    expect(shown(nudge(column, 'b', 'up'))).toEqual(['b 0,0 6x8', 'a 0,8 6x4']);
    expect(placeOf(nudge(column, 'a', 'right'), 'a')?.x).toBe(1);
  });
  it('changes nothing where there is no further', () => {
    expect(nudge(column, 'a', 'up')).toBe(column);
    expect(nudge(column, 'b', 'down')).toBe(column);
    expect(nudge(column, 'a', 'left')).toBe(column);
    expect(nudge(column, 'nobody', 'left')).toBe(column);
  });
});

it('room beside the last one is taken before a new row is begun', () => {
  expect(roomFor([at('a', 0, 0, 6, 4)], { w: 6, h: 4 })).toEqual({ x: 6, y: 0, w: 6, h: 4 });
  expect(roomFor([at('a', 0, 0, 8, 4)], { w: 6, h: 4 })).toEqual({ x: 0, y: 4, w: 6, h: 4 });
  expect(roomFor([], { w: 12, h: 1 })).toEqual({ x: 0, y: 0, w: 12, h: 1 });
});
