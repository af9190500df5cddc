import { plotOf } from '@pharos/core/charts/frame';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BarRoom, type BarRow, layoutBars, partAt, shownRows, sumOf } from './layout.ts';

const ROOM: BarRoom = {
  ...{ width: 400, height: 160, addsUp: true },
  restLabel: (count) => `+ ${count} more`,
  figureText: (value) => String(Math.round(value ?? 0)),
};
const row = (key: string, ...values: (number | null)[]): BarRow => ({
  key,
  label: key,
  values,
  group: [key],
});
const value = fc.option(fc.double({ min: -1e15, max: 1e15, noNaN: true }), { nil: null });
const rowsOf = (parts: number) =>
  fc
    .array(fc.array(value, { minLength: parts, maxLength: parts }), { maxLength: 80 })
    .map((all) => all.map((values, at) => row(`g${at}`, ...values)));

test('whatever the values, bars and the line of zero lie inside the plot, one row below the other', () => {
  fc.assert(
    fc.property(rowsOf(3), (rows) => {
      const { bars, lanes, zero } = layoutBars(rows, ROOM);
      const plot = plotOf(lanes.frame);
      expect(zero).toBeGreaterThanOrEqual(plot.x0);
      expect(zero).toBeLessThanOrEqual(plot.x1);
      for (const { x, width } of bars.flatMap(({ segments }) => segments)) {
        expect(x).toBeGreaterThanOrEqual(plot.x0 - 0.01);
        expect(x + width).toBeLessThanOrEqual(plot.x1 + 1.01);
      }
      expect(lanes.top(bars.length)).toBeLessThanOrEqual(ROOM.height + 0.01);
    }),
  );
});

test('what does not fit is one row more, and nothing is lost from the sum', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 60 }),
      (values, most) => {
        const rows = values.map((each, at) => row(`g${at}`, each));
        const shown = shownRows(rows, most, ROOM);
        expect(shown.length).toBe(Math.min(rows.length, most));
        expect(sumOf(shown.flatMap((each) => each.values))).toBe(sumOf(values));
      },
    ),
  );
  const [first, rest] = shownRows([row('a', 3), row('b', 2), row('c', 1)], 2, ROOM);
  expect(first?.label).toBe('a');
  expect(rest).toMatchObject({ label: '+ 2 more', values: [3] });
  expect(rest?.group).toBeUndefined();
});

test('averages are not added up', () => {
  const rest = shownRows([row('a', 3), row('b', 2), row('c', 1)], 2, { ...ROOM, addsUp: false })[1];
  expect(rest?.values).toEqual([null]);
});

test('negative parts grow to the left of zero, positive ones to the right', () => {
  const { bars, zero } = layoutBars([row('a', 4, -2), row('b', -8, null)], ROOM);
  const [up, down] = bars[0]?.segments ?? [];
  expect(up?.x).toBeCloseTo(zero);
  expect((down?.x ?? 0) + (down?.width ?? 0)).toBeCloseTo(zero);
  expect(bars[1]?.figure.side).toBe('left');
});

test('a place beside a bar belongs to its nearest part', () => {
  const [bar] = layoutBars([row('a', 5, 5)], ROOM).bars;
  if (!bar) throw new Error('no bar');
  expect(partAt(bar, 0)).toBe(0);
  expect(partAt(bar, 9999)).toBe(1);
});
