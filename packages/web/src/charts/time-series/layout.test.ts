import { DURATION_STEPS, ticksBy } from '@pharos/core/charts/axis-steps';
import { dodge } from '@pharos/core/charts/dodge';
import type { Frame } from '@pharos/core/charts/frame';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visiblePoints } from '../kit/visible-points.ts';
import { extents, layoutTimeSeries as layoutIn, type TimeSeriesData } from './layout.ts';

const layoutTimeSeries = (data: TimeSeriesData, frame: Frame) => layoutIn(data, frame, 'UTC');

const FRAME: Frame = { width: 400, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 12);

const aSeries = (name: string, points: (number | null)[]) => ({ name, label: name, color: 'red', points });
const someData = (over: Partial<TimeSeriesData> = {}): TimeSeriesData => ({
  mode: 'bars',
  unit: 'count',
  buckets: [0, 1, 2, 3].map((index) => START + index * MINUTE),
  bucketMs: MINUTE,
  completeUntilMs: START + 4 * MINUTE,
  series: [aSeries('a', [1, 2, 3, 4])],
  ...over,
});

test('bars stand on the zero line and on each other', () => {
  const { marks, scale } = layoutTimeSeries(
    someData({ series: [aSeries('a', [1, 2, 3, 4]), aSeries('b', [4, 3, 2, 1])] }),
    FRAME,
  );
  const [a, b] = marks.map(({ bars }) => bars[0]);
  if (!a || !b) throw new Error('no bars');
  expect(a.y + a.height).toBeCloseTo(scale.y(0));
  expect(b.y + b.height).toBeCloseTo(a.y);
  expect(b.y).toBeCloseTo(scale.y(5));
});

test('dollars that are shown in another currency have ticks that are round there, at the same heights', () => {
  const dollars = someData({ unit: 'usd', series: [aSeries('a', [1, 2, 3, 13])] });
  const yuan = layoutTimeSeries({ ...dollars, shownPer: 7.25 }, FRAME);
  const shown = yuan.scale.ticks.map(({ value }) => Number((value * 7.25).toFixed(9)));
  expect(shown.every((value) => value % 20 === 0)).toBe(true);
  for (const { value, y } of yuan.scale.ticks) expect(yuan.scale.y(value)).toBeCloseTo(y);
  expect(yuan.scale.y(0)).toBeCloseTo(layoutTimeSeries(dollars, FRAME).scale.y(0));
});

test('the axis begins at zero and reaches the top of the stack', () => {
  const { scale } = layoutTimeSeries(
    someData({ series: [aSeries('a', [10, 0, 0, 0]), aSeries('b', [90, 0, 0, 0])] }),
    FRAME,
  );
  expect(scale.ticks[0]?.value).toBe(0);
  expect(scale.ticks.at(-1)?.value).toBe(100);
});

test('a low chart has fewer ticks, and counts none between whole numbers', () => {
  const values = (over: Partial<TimeSeriesData>, height: number) =>
    layoutTimeSeries(someData(over), { ...FRAME, height }).scale.ticks.map(({ value }) => value);
  expect(values({ series: [aSeries('a', [17, 0, 0, 0])] }, 96)).toEqual([0, 10, 20]);
  expect(values({ series: [aSeries('a', [0, 0, 0, 0])] }, 200)).toEqual([0, 1]);
  expect(values({ series: [aSeries('a', [2, 0, 0, 0])] }, 200)).toEqual([0, 1, 2]);
});

test('a gap breaks the line and is not drawn as zero', () => {
  const { marks } = layoutTimeSeries(
    someData({ mode: 'line', series: [aSeries('a', [1, null, 3, 4])] }),
    FRAME,
  );
  expect(marks[0]?.line.match(/M/g)).toHaveLength(2);
  expect(marks[0]?.dots).toHaveLength(1);
});

test('a bucket that still fills is marked on bars and apart from a line', () => {
  const filling = { completeUntilMs: START + 3.5 * MINUTE };
  const bars = layoutTimeSeries(someData(filling), FRAME).marks[0]?.bars;
  expect(bars?.map(({ partial }) => partial)).toEqual([false, false, false, true]);
  const line = layoutTimeSeries(someData({ mode: 'line', ...filling }), FRAME).marks[0];
  expect(line?.tail).not.toBe('');
  expect(line?.line.split('L')).toHaveLength(3);
});

test('a position finds its bucket, also outside the plot', () => {
  const { indexAt, centers } = layoutTimeSeries(someData(), FRAME);
  expect(centers.map((x) => indexAt(x))).toEqual([0, 1, 2, 3]);
  expect(indexAt(-50)).toBe(0);
  expect(indexAt(9999)).toBe(3);
});

test('data without buckets, without series and without values draws an empty frame', () => {
  for (const data of [
    someData({ buckets: [], series: [aSeries('a', [])] }),
    someData({ series: [] }),
    someData({ series: [aSeries('a', [null, null, null, null])] }),
  ]) {
    const layout = layoutTimeSeries(data, FRAME);
    expect(layout.marks.flatMap(({ bars }) => bars)).toEqual([]);
    expect(layout.scale.ticks.every(({ y }) => Number.isFinite(y))).toBe(true);
  }
  expect(layoutTimeSeries(someData({ buckets: [] }), FRAME).indexAt(100)).toBeUndefined();
});

test('whatever the values, every bar lies inside the plot', () => {
  const value = fc.option(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { nil: null });
  fc.assert(
    fc.property(fc.array(fc.array(value, { minLength: 4, maxLength: 4 }), { maxLength: 5 }), (rows) => {
      const layout = layoutTimeSeries(
        someData({ series: rows.map((row, at) => aSeries(`${at}`, row)) }),
        FRAME,
      );
      for (const { x, y, width, height } of layout.marks.flatMap(({ bars }) => bars)) {
        expect(x).toBeGreaterThanOrEqual(FRAME.left);
        expect(x + width).toBeLessThanOrEqual(FRAME.width - FRAME.right + 0.001);
        expect(y).toBeGreaterThanOrEqual(FRAME.top - 0.001);
        expect(height).toBeGreaterThanOrEqual(0);
        expect(y + height).toBeLessThanOrEqual(FRAME.height - FRAME.bottom + 1.6);
      }
    }),
  );
});

test('stacking keeps null apart from zero', () => {
  expect(extents([aSeries('a', [1, null]), aSeries('b', [2, 3])], 2, 'bars')).toEqual([
    [[0, 1], null],
    [
      [1, 3],
      [0, 3],
    ],
  ]);
});

test('what is negative stands below zero, apart from what is positive', () => {
  expect(extents([aSeries('a', [-1]), aSeries('b', [2]), aSeries('c', [-3])], 1, 'bars')).toEqual([
    [[0, -1]],
    [[0, 2]],
    [[-1, -4]],
  ]);
  const { scale } = layoutTimeSeries(someData({ series: [aSeries('a', [-4, 3, 0, 1])] }), FRAME);
  expect(scale.ticks[0]?.value).toBeLessThanOrEqual(-4);
});

test('a line of very many points is thinned without losing a peak, an edge or a gap', () => {
  const values = fc.array(fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null }), {
    minLength: 400,
    maxLength: 2000,
  });
  fc.assert(
    fc.property(values, (points) => {
      const xs = points.map((_, index) => (index / points.length) * 50);
      const kept = visiblePoints(xs, (index) => points[index] ?? null);
      expect(kept.length).toBeLessThanOrEqual(5 * 51);
      const known = (indexes: number[]) => indexes.flatMap((index) => points[index] ?? []);
      const all = points.map((_, index) => index);
      expect(Math.max(...known(kept))).toBe(Math.max(...known(all)));
      expect(Math.min(...known(kept))).toBe(Math.min(...known(all)));
      expect(kept[0]).toBe(0);
      expect(kept.at(-1)).toBe(points.length - 1);
      expect([...kept].sort((a, b) => a - b)).toEqual(kept);
    }),
    { numRuns: 50 },
  );
});

test('labels are moved apart, keep their order and stay in bounds', () => {
  expect(dodge([50, 52, 51], 10, 0, 100)).toEqual([50, 70, 60]);
  expect(dodge([98, 99], 10, 0, 100)).toEqual([90, 100]);
  expect(dodge([50, 50], 10, 0, 100)).toEqual([60, 50]);
});

test('a duration axis steps in round seconds and minutes', () => {
  expect(ticksBy(DURATION_STEPS, 100_000)).toEqual([0, 30_000, 60_000, 90_000, 120_000]);
  expect(ticksBy(DURATION_STEPS, 4200)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
  expect(ticksBy(DURATION_STEPS, 0)).toBeUndefined();
});

const BAND = { low: [null, 1, 2, 3], expected: [null, 2, 3, 4], high: [null, 3, 4, 50] };

test('what is expected is a bracket behind each bar, and an area with a line behind lines', () => {
  const bars = layoutTimeSeries(someData({ band: BAND }), FRAME);
  expect(bars.band.area.match(/z/g)).toHaveLength(3);
  expect(bars.band.expected.match(/M/g)).toHaveLength(3);
  const lines = layoutTimeSeries(someData({ mode: 'line', band: BAND }), FRAME);
  expect([lines.band.area.match(/M/g), lines.band.expected.match(/M/g)]).toEqual([['M'], ['M']]);
  expect(layoutTimeSeries(someData(), FRAME).band).toEqual({ area: '', expected: '' });
});

test('the axis reaches what is expected, also beyond the last value', () => {
  const points = [1, 2, null, null];
  const { scale } = layoutTimeSeries(
    someData({ mode: 'area', series: [aSeries('a', points)], band: BAND }),
    FRAME,
  );
  expect(scale.ticks.at(-1)?.value).toBe(50);
});

test('a flag stands above its bar and never outside of the plot', () => {
  const { flags, scale, centers } = layoutTimeSeries(
    someData({
      series: [aSeries('a', [1, 2, 3, 4]), aSeries('b', [4, 3, 2, 6])],
      flags: [0, 3].map((index) => ({ index, direction: 'above' as const, label: 'odd' })),
    }),
    FRAME,
  );
  expect(flags.map(({ x }) => x)).toEqual([centers[0], centers[3]]);
  expect(flags[0]?.y).toBeLessThan(scale.y(5));
  expect(flags.every(({ y }) => y >= FRAME.top)).toBe(true);
});
