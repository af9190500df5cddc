import { BIN_EDGES } from '@pharos/core/bins';
import { plotOf } from '@pharos/core/charts/frame';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RAMP_STEPS } from '../kit/ramp.ts';
import { bucketsFrom, filling } from '../testing/samples.ts';
import { type HeatmapData, type HeatRow, layoutHeatmap, rampFor } from './layout.ts';

const ROOM = { width: 400, height: 200, timeZone: 'UTC', edgeWidth: () => 30 };
const row = (key: string, points: (number | null)[]): HeatRow => ({ key, label: key, points, group: [key] });
const binRow = (place: number, points: (number | null)[]): HeatRow => ({
  ...row(`${place}`, points),
  bin: { from: BIN_EDGES[place] ?? 0, to: BIN_EDGES[place + 1] ?? Number.POSITIVE_INFINITY },
});
const layoutOf = (rows: HeatRow[], over: Partial<HeatmapData> = {}) =>
  layoutHeatmap({ ...bucketsFrom(6), unit: 'count', binUnit: 'ms', rows, ...over }, ROOM);

const value = fc.option(fc.double({ min: -1e15, max: 1e15, noNaN: true }), { nil: null });
const points = fc.array(value, { minLength: 6, maxLength: 6 });
const lanes = fc.array(points, { maxLength: 40 }).map((all) => all.map((each, at) => row(`g${at}`, each)));
const bins = fc
  .uniqueArray(fc.tuple(fc.nat({ max: BIN_EDGES.length - 1 }), points), {
    selector: ([place]) => place,
    maxLength: 60,
  })
  .map((all) => all.map(([place, each]) => binRow(place, each)));

test('whatever the rows and values, cells lie inside the plot, one for each known value', () => {
  fc.assert(
    fc.property(fc.oneof(lanes, bins), (rows) => {
      const layout = layoutOf(rows);
      const plot = plotOf(layout.frame);
      for (const { x, y, width, height, step } of layout.cells) {
        expect(x).toBeGreaterThanOrEqual(Math.floor(plot.x0));
        expect(x + width).toBeLessThanOrEqual(Math.ceil(plot.x1) + 1);
        expect(y).toBeGreaterThanOrEqual(Math.floor(plot.y0) - 1);
        expect(y + height).toBeLessThanOrEqual(Math.ceil(plot.y1) + 1);
        expect(step).toBeGreaterThanOrEqual(0);
        expect(step).toBeLessThanOrEqual(RAMP_STEPS);
      }
      const known = layout.rows.flatMap((each) => each.row.points.filter((one) => one !== null));
      expect(layout.cells.length).toBe(known.length);
    }),
  );
});

test('a cell is found where it lies', () => {
  fc.assert(
    fc.property(fc.oneof(lanes, bins), (rows) => {
      const { cells, rowAt, columnAt, rows: shown } = layoutOf(rows);
      for (const { x, y, width, height } of cells) {
        if (width < 3 || height < 3) continue;
        const at = rowAt(y + height / 2);
        expect(at === undefined ? undefined : shown[at]?.y).toBe(y);
        expect(columnAt(x + width / 2)).toBeDefined();
      }
    }),
  );
});

test('bins stand on their axis with the least at the bottom', () => {
  const { rows, axis } = layoutOf([binRow(60, [1]), binRow(80, [1]), binRow(70, [1])]);
  expect(rows.map(({ row: { key } }) => key)).toEqual(['80', '70', '60']);
  expect(axis?.ticks.length).toBeGreaterThan(1);
});

test('no data is no cell, nothing of an amount is an empty one, and no latency is a value', () => {
  const steps = (unit: 'count' | 'ms') =>
    layoutOf([row('a', [null, 0, 5, 10])], { unit }).cells.map(({ step }) => step);
  expect(steps('count')).toEqual([0, 5, 9]);
  expect(steps('ms')).toEqual([1, 5, 9]);
});

test('amounts begin at zero, and at their least when they span decades', () => {
  expect(rampFor('count', [row('a', [0, 40, 80])])).toMatchObject({ least: 0, most: 80 });
  expect(rampFor('count', [row('a', [0, 2, 4000])])).toMatchObject({ least: 2, most: 4000 });
  expect(rampFor('ratio', [row('a', [0.9, 0.95])])).toMatchObject({ least: 0.9, most: 0.95 });
  expect(rampFor('count', [row('a', [null, 0])])).toBeUndefined();
});

test('the bucket that still fills is known', () => {
  expect(layoutOf([row('a', [1])]).filling).toBeUndefined();
  const last = layoutOf([row('a', [1, 1, 1, 1, 1, 1])], filling(bucketsFrom(6)));
  expect(last.filling?.x).toBe(last.cells.at(-1)?.x);
});
