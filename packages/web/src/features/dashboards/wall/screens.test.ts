import { compact, heightOf, type Placed } from '@pharos/core/dashboards/grid';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { screens } from './screens.ts';

const at = (id: string, x: number, y: number, w: number, h: number): Placed => ({
  id,
  place: { x, y, w, h },
});
const names = (pages: readonly (readonly Placed[])[]) =>
  pages.map((page) => page.map(({ id }) => id).join(' '));

test('a page is cut where nothing is cut through', () => {
  const page = [at('a', 0, 0, 6, 8), at('b', 6, 0, 6, 4), at('c', 6, 4, 6, 4), at('d', 0, 8, 12, 8)];
  expect(names(screens(page, 16))).toEqual(['a b c d']);
  expect(names(screens(page, 15))).toEqual(['a b c', 'd']);
  expect(screens(page, 8)[1]?.[0]?.place.y).toBe(0);
  expect(screens([], 8)).toEqual([]);
});

test('a heading is on the screen of what follows it', () => {
  const page = [at('a', 0, 0, 12, 8), at('heading', 0, 8, 12, 1), at('b', 0, 9, 12, 8)];
  const isHeading = ({ id }: Placed) => id === 'heading';
  expect(names(screens(page, 10))).toEqual(['a heading', 'b']);
  expect(names(screens(page, 10, isHeading))).toEqual(['a', 'heading b']);
});

test('what is higher than a screen has one of its own', () => {
  expect(names(screens([at('a', 0, 0, 12, 3), at('tall', 0, 3, 12, 40), at('b', 0, 43, 12, 3)], 10))).toEqual(
    ['a', 'tall', 'b'],
  );
});

test('everything is shown once, on a screen that holds it when it can', () => {
  const somePlace = fc
    .record({
      x: fc.nat(11),
      w: fc.integer({ min: 1, max: 12 }),
      y: fc.nat(30),
      h: fc.integer({ min: 1, max: 12 }),
    })
    .map(({ x, w, ...rest }) => ({ x, w: Math.min(w, 12 - x), ...rest }));
  fc.assert(
    fc.property(fc.array(somePlace, { maxLength: 14 }), fc.integer({ min: 1, max: 30 }), (places, rows) => {
      const page = compact(places.map((place, nth): Placed => ({ id: `w${nth}`, place })));
      const cut = screens(page, rows);
      expect(
        cut
          .flat()
          .map(({ id }) => id)
          .sort(),
      ).toEqual(page.map(({ id }) => id).sort());
      for (const screen of cut) {
        expect(screen.length).toBeGreaterThan(0);
        expect(Math.min(...screen.map(({ place }) => place.y))).toBe(0);
        if (heightOf(screen) > rows) expect(screens(screen, rows)).toHaveLength(1);
      }
    }),
  );
});
