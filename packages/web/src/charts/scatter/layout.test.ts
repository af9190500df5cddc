import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dotLabels, drawingOrder, layoutScatter, type ScatterDot } from './layout.ts';

const PLOT = { x0: 40, x1: 400, y0: 20, y1: 220, width: 360, height: 200 };
const UNITS = { x: 'count', y: 'ms' } as const;
const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
const dots = fc.array(
  fc.record({
    x: value,
    y: value,
    size: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: undefined }),
  }),
  { maxLength: 60 },
);
const dotsOf = (given: readonly { x: number; y: number; size: number | undefined }[]): ScatterDot[] =>
  given.map(({ x, y, size }, nth) => ({
    ...{ key: `${nth}`, label: `name ${nth}`, color: 'red', x, y },
    ...(size === undefined ? {} : { size }),
  }));

test('whatever the values, the middle of every dot lies inside the plot and is the dot found there', () => {
  fc.assert(
    fc.property(dots, (given) => {
      const { placed, nearest } = layoutScatter(dotsOf(given), PLOT, UNITS);
      for (const { cx, cy } of placed) {
        expect(cx).toBeGreaterThanOrEqual(PLOT.x0 - 0.001);
        expect(cx).toBeLessThanOrEqual(PLOT.x1 + 0.001);
        expect(cy).toBeGreaterThanOrEqual(PLOT.y0 - 0.001);
        expect(cy).toBeLessThanOrEqual(PLOT.y1 + 0.001);
        const found = placed[nearest(cx, cy) ?? -1];
        expect([found?.cx, found?.cy]).toEqual([cx, cy]);
      }
    }),
  );
});

test('a small dot is drawn above a large one', () => {
  const { placed } = layoutScatter(
    dotsOf([
      { x: 1, y: 1, size: 1 },
      { x: 1, y: 1, size: 900 },
    ]),
    PLOT,
    UNITS,
  );
  expect(drawingOrder(placed)).toEqual([1, 0]);
});

test('values of many decades stand on a logarithmic axis, with ticks at whole decades', () => {
  const { x } = layoutScatter(
    dotsOf([
      { x: 0.01, y: 1, size: undefined },
      { x: 1000, y: 1, size: undefined },
    ]),
    PLOT,
    UNITS,
  );
  expect(x.place(1) - x.place(0.1)).toBeCloseTo(x.place(100) - x.place(10));
  for (const { value: tick } of x.ticks) expect(Number.isInteger(Math.log10(tick))).toBe(true);
});

test('names never lie on each other', () => {
  fc.assert(
    fc.property(dots, (given) => {
      const all = dotsOf(given);
      const labels = dotLabels(all, layoutScatter(all, PLOT, UNITS).placed, PLOT);
      for (const one of labels)
        for (const other of labels) {
          if (one === other || Math.abs(one.y - other.y) >= 13) continue;
          const edge = ({ x, anchor, text }: typeof one): [number, number] =>
            anchor === 'start' ? [x, x + text.length * 6.3] : [x - text.length * 6.3, x];
          const [[a0, a1], [b0, b1]] = [edge(one), edge(other)];
          expect(a1 <= b0 || b1 <= a0).toBe(true);
        }
    }),
    { numRuns: 40 },
  );
});
