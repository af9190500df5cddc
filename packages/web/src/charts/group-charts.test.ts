import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cohortsOf } from './cohort/layout.ts';
import { layoutFunnel } from './funnel/layout.ts';
import { angleOf } from './gauge/layout.ts';
import { lanesFor } from './kit/lanes.ts';
import { stretchesOf } from './states/layout.ts';
import { sortedRows } from './top-table/rows.ts';

const LIMITS = [
  { value: 0.2, tone: 'bad' },
  { value: 0, tone: 'good' },
] as const;

test('neighbours of one state are one stretch, and unknown is a state of its own', () => {
  expect(stretchesOf([0, 0.1, 0.3, null, null, -1], LIMITS)).toEqual([
    { from: 0, to: 2, tone: 'good' },
    { from: 2, to: 3, tone: 'bad' },
    { from: 3, to: 5, tone: 'unknown' },
    { from: 5, to: 6, tone: 'none' },
  ]);
});

test('stretches cover every bucket once, in order', () => {
  const points = fc.array(fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: null }));
  fc.assert(
    fc.property(points, (values) => {
      let at = 0;
      for (const { from, to } of stretchesOf(values, LIMITS)) {
        expect(from).toBe(at);
        expect(to).toBeGreaterThan(from);
        at = to;
      }
      expect(at).toBe(values.length);
    }),
  );
});

test('a cohort begins with its first value, and what is unknown stays unknown', () => {
  const [one, none] = cohortsOf([
    { key: 'a', label: 'a', points: [null, 0, 10, null, 5] },
    { key: 'b', label: 'b', points: [0, null] },
  ]);
  expect(one).toMatchObject({ begins: 2, size: 10, shares: [1, null, 0.5] });
  expect(none).toMatchObject({ begins: -1, shares: [] });
});

test('a stage of a funnel is a share of the first and of the one before; of nothing there is no share', () => {
  const stages = [400, 100, 0, 7].map((value, nth) => ({ key: `${nth}`, label: '', value }));
  const rows = layoutFunnel(stages, { width: 200, height: 200, labelRoom: 40 });
  expect(rows.map(({ ofFirst }) => ofFirst)).toEqual([1, 0.25, 0, 7 / 400]);
  expect(rows.map(({ ofPrevious }) => ofPrevious)).toEqual([1, 0.25, 0, null]);
  expect(rows.map(({ lost }) => lost)).toEqual([0, 300, 100, 0]);
  expect(Math.max(...rows.map(({ width }) => width))).toBeCloseTo(160);
});

test('a gauge stops at its ends', () => {
  expect(angleOf(-5, 10)).toBe(angleOf(0, 10));
  expect(angleOf(50, 10)).toBe(angleOf(10, 10));
  expect(angleOf(5, 10)).toBeCloseTo(0);
  expect(angleOf(1, 0)).toBe(angleOf(0, 1));
});

test('lanes never reach beyond their room, and a place is found in the lane that is drawn there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 40, max: 400 }), (rows, height) => {
      const labels = Array.from({ length: rows }, (_, nth) => `row ${nth}`);
      const lanes = lanesFor(labels, { width: 400, height, bottom: 20 });
      expect(lanes.top(lanes.count)).toBeLessThanOrEqual(height - 20 + 0.001);
      for (let row = 0; row < lanes.count; row++)
        expect(lanes.at(lanes.top(row) + lanes.height / 2)).toBe(row);
      expect(lanes.at(lanes.top(lanes.count) + 1)).toBeUndefined();
    }),
  );
});

test('rows are sorted by a column; unknown figures stand below known ones and the rest below all', () => {
  const row = (label: string, value: number | null, rest = false) => ({
    ...{ key: label, label, figures: [value] },
    ...(rest ? {} : { group: [label] }),
  });
  const rows = [row('rest', 99, true), row('none', null), row('low', 1), row('high', 5)];
  const names = (descending: boolean) =>
    sortedRows(rows, { column: 0, descending }).map(({ label }) => label);
  expect(names(true)).toEqual(['high', 'low', 'none', 'rest']);
  expect(names(false)).toEqual(['low', 'high', 'none', 'rest']);
});
