import { BIN_EDGES } from '@pharos/core/bins';
import { type Frame, plotOf } from '@pharos/core/charts/frame';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binLabel, binScale, logTicks } from '../kit/bin-scale.ts';
import { type HistogramBin, layoutHistogram } from './layout.ts';

const FRAME: Frame = { width: 400, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
const PLOT = plotOf(FRAME);
const binAt = (place: number, value: number): HistogramBin => ({
  from: BIN_EDGES[place] ?? 0,
  to: BIN_EDGES[place + 1] ?? Number.POSITIVE_INFINITY,
  value,
});
const someBins = fc
  .uniqueArray(fc.tuple(fc.nat({ max: BIN_EDGES.length - 1 }), fc.nat({ max: 1_000_000 })), {
    selector: ([place]) => place,
    maxLength: 100,
  })
  .map((all) => all.sort(([a], [b]) => a - b).map(([place, value]) => binAt(place, value)));
const layoutOf = (bins: HistogramBin[]) =>
  layoutHistogram({ unit: 'ms', valueUnit: 'count', bins, marks: [] }, FRAME);

test('whatever the bins, bars lie inside the plot, in order, and none over another', () => {
  fc.assert(
    fc.property(someBins, (bins) => {
      const { bars, scale } = layoutOf(bins);
      bars.forEach(({ x, y, width, height }, at) => {
        expect(x).toBeGreaterThanOrEqual(PLOT.x0 - 0.01);
        expect(x + width).toBeLessThanOrEqual(PLOT.x1 + 0.01);
        expect(y).toBeGreaterThanOrEqual(PLOT.y0 - 0.01);
        expect(y + height).toBeCloseTo(scale.y(0));
        const next = bars[at + 1];
        if (next) expect(next.x).toBeGreaterThan(x);
      });
    }),
  );
});

test('bins of a decade are about evenly wide', () => {
  const { bars } = layoutOf(Array.from({ length: 40 }, (_, at) => binAt(at + 60, 1)));
  const widths = bars.map(({ width }) => width);
  expect(Math.max(...widths) / Math.min(...widths)).toBeLessThan(1.5);
});

test('a place finds its bin, and none between bins', () => {
  fc.assert(
    fc.property(someBins, (bins) => {
      const { bars, binAt: find } = layoutOf(bins);
      expect(bars.map(({ x, width }) => find(x + width / 2))).toEqual(bins.map((_, at) => at));
    }),
  );
  const apart = layoutOf([binAt(60, 1), binAt(80, 1)]);
  expect(apart.binAt((PLOT.x0 + PLOT.x1) / 2)).toBeUndefined();
});

test('shares add up to all', () => {
  fc.assert(
    fc.property(someBins, (bins) => {
      const { shares } = layoutOf(bins);
      if (bins.some(({ value }) => value > 0)) expect(shares.at(-1)?.upTo).toBeCloseTo(1);
    }),
  );
});

test('ticks are round for who reads them, and apart', () => {
  expect(logTicks('count', [1, 1e6], { decade: 60, tickRoom: 40 })).toEqual([
    1, 10, 100, 1000, 1e4, 1e5, 1e6,
  ]);
  expect(logTicks('count', [1, 1e6], { decade: 30, tickRoom: 40 })).toEqual([1, 100, 1e4, 1e6]);
  expect(logTicks('count', [10, 100], { decade: 200, tickRoom: 40 })).toEqual([10, 20, 50, 100]);
  expect(logTicks('ms', [10, 4_000_000], { decade: 60, tickRoom: 40 })).toEqual([
    10, 100, 1000, 10_000, 60_000, 600_000, 3_600_000,
  ]);
  fc.assert(
    fc.property(someBins, fc.constantFrom('ms' as const, 'usd' as const), (bins, unit) => {
      const { ticks } = binScale(bins, { unit, range: [40, 390], tickRoom: 40 });
      ticks.forEach(({ at }, nth) => {
        expect(at).toBeGreaterThanOrEqual(39);
        expect(at).toBeLessThanOrEqual(391);
        const next = ticks[nth + 1];
        if (next) expect(next.at - at).toBeGreaterThanOrEqual(19);
      });
    }),
  );
});

test('zeros have a step of their own, and the last bin has no end', () => {
  expect([binAt(0, 1), binAt(61, 1), binAt(150, 1)].map((bin) => binLabel(bin, String))).toEqual([
    '0',
    '1 – 1.25',
    '≥ 800000000',
  ]);
  const zero = layoutOf([binAt(0, 5), binAt(70, 1)]).bars[0];
  expect(zero?.x).toBeGreaterThanOrEqual(PLOT.x0);
  expect(zero?.width).toBeGreaterThan(5);
});
