import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explicitCells, exponentialCells } from './cells.ts';
import { increase, type Reading } from './increase.ts';
import type { Cell } from './point.ts';
import { quantileOf } from './quantile.ts';

const quantile = fc.double({ min: 0.01, max: 1, noNaN: true });
const value = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const values = fc.array(value, { minLength: 1, maxLength: 200 });

/** The true quantile: the smallest value that at least this share of values does not exceed. */
function trueQuantile(of: readonly number[], share: number): number {
  const sorted = [...of].sort((a, b) => a - b);
  const place = Math.max(0, Math.ceil(share * sorted.length * (1 - 1e-12)) - 1);
  return sorted[place] as number;
}

/** The histogram that an SDK makes of values. */
function explicit(bounds: readonly number[], of: readonly number[]): Cell[] {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const each of of) {
    const at = bounds.findIndex((bound) => each <= bound);
    const place = at < 0 ? bounds.length : at;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return explicitCells(bounds, counts);
}

function exponential(scale: number, of: readonly number[]): Cell[] {
  const index = (each: number) => Math.ceil(Math.log2(each) * 2 ** scale) - 1;
  const offset = Math.min(...of.map(index));
  const counts = new Array<number>(Math.max(...of.map(index)) - offset + 1).fill(0);
  for (const each of of) counts[index(each) - offset] = (counts[index(each) - offset] ?? 0) + 1;
  const none = { offset: 0, counts: [] };
  return exponentialCells({
    ...{ scale, zeroCount: 0, zeroThreshold: 0 },
    ...{ positive: { offset, counts }, negative: none },
  });
}

describe('a quantile of cells', () => {
  it('lies in the cell of an explicit histogram that holds the true one', () => {
    const bounds = fc
      .uniqueArray(value, { minLength: 1, maxLength: 20 })
      .map((list) => [...list.sort((a, b) => a - b), 1e6]);
    fc.assert(
      fc.property(bounds, values, quantile, (edges, of, share) => {
        const found = quantileOf(explicit([...new Set(edges)], of), share) as number;
        const truth = trueQuantile(of, share);
        const at = edges.findIndex((edge) => truth <= edge);
        expect(found).toBeGreaterThanOrEqual((edges[at - 1] ?? 0) * (1 - 1e-9));
        expect(found).toBeLessThanOrEqual((edges[at] as number) * (1 + 1e-9));
      }),
    );
  });

  it('is off by at most the factor of an exponential histogram', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), values, quantile, (scale, of, share) => {
        const found = quantileOf(exponential(scale, of), share) as number;
        const off = found / trueQuantile(of, share);
        const factor = 2 ** (2 ** -scale) * (1 + 1e-9);
        expect(off).toBeGreaterThanOrEqual(1 / factor);
        expect(off).toBeLessThanOrEqual(factor);
      }),
    );
  });

  it('of histograms of different scales together is off by at most the factor of the coarser', () => {
    fc.assert(
      fc.property(values, values, quantile, (some, others, share) => {
        const found = quantileOf([...exponential(4, some), ...exponential(1, others)], share) as number;
        const off = found / trueQuantile([...some, ...others], share);
        const factor = 2 ** (2 ** -1) * (1 + 1e-9);
        expect(off).toBeGreaterThanOrEqual(1 / factor);
        expect(off).toBeLessThanOrEqual(factor);
      }),
    );
  });

  it('grows with the share, and stays within the cells', () => {
    fc.assert(
      fc.property(values, quantile, quantile, (of, a, b) => {
        const cells = explicit([1, 10, 100, 1e6], of);
        const [lower, higher] = [Math.min(a, b), Math.max(a, b)].map(
          (share) => quantileOf(cells, share) ?? -1,
        );
        expect(lower).toBeLessThanOrEqual(higher as number);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(higher).toBeLessThanOrEqual(1e6);
      }),
    );
  });

  it('closes open ends where something is known of them', () => {
    expect(quantileOf([{ low: -Infinity, high: 10, count: 4 }], 0.5)).toBe(5);
    expect(quantileOf([{ low: -Infinity, high: -2, count: 4 }], 0.5)).toBe(-2);
    expect(quantileOf([{ low: 10, high: Infinity, count: 4 }], 0.5)).toBe(10);
    expect(quantileOf([{ low: -Infinity, high: Infinity, count: 4 }], 0.5)).toBe(0);
    expect(quantileOf([], 0.5)).toBeUndefined();
  });

  it('is the value itself where a cell has no width', () => {
    const cells = [
      { low: 0, high: 0, count: 6 },
      { low: 1, high: 2, count: 4 },
    ];
    expect([0.1, 0.6, 0.8, 1].map((share) => quantileOf(cells, share))).toEqual([0, 0, 1.5, 2]);
  });
});

describe('the growth of a counter', () => {
  const growths = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 30 });
  const total = (readings: readonly Reading[], temporality: 'delta' | 'cumulative') =>
    readings.reduce((sum, reading, i) => sum + increase(reading, readings[i - 1], temporality, 0n), 0);

  it('adds up to all that was counted, over restarts that are told', () => {
    const runs = fc.array(growths, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(runs, (ofRuns) => {
        const readings = ofRuns.flatMap((ofRun, run) => {
          const sums = ofRun.map((_, i) => ofRun.slice(0, i + 1).reduce((sum, each) => sum + each, 0));
          return sums.map((value) => ({ startNs: BigInt(run + 1), value }));
        });
        expect(total(readings, 'cumulative')).toBe(ofRuns.flat().reduce((sum, each) => sum + each, 0));
      }),
    );
  });

  it('begins anew at a drop when no start is told', () => {
    const readings = [5, 9, 2, 4].map((value) => ({ startNs: 0n, value }));
    expect(total(readings, 'cumulative')).toBe(4 + 2 + 2);
  });

  it('is the sum of deltas', () => {
    fc.assert(
      fc.property(growths, (deltas) => {
        const readings = deltas.map((value) => ({ startNs: 0n, value }));
        expect(total(readings, 'delta')).toBe(deltas.reduce((sum, each) => sum + each, 0));
      }),
    );
  });

  it('of the first reading is known only of a counter that started since readings are known', () => {
    const first = { startNs: 100n, value: 7 };
    expect(increase(first, undefined, 'cumulative', 50n)).toBe(7);
    expect(increase(first, undefined, 'cumulative', 150n)).toBe(0);
    expect(increase({ ...first, startNs: 0n }, undefined, 'cumulative', 50n)).toBe(0);
  });
});
