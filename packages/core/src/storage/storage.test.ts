import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN, RETENTION_KINDS, type Retention, retentionOf, shorter } from '../retention/kinds.ts';
import { forecastOf, fullInDays, growthOf, type StoredKind } from './forecast.ts';
import { keptDays, STORAGE_KINDS } from './kinds.ts';
import { savingOf } from './saving.ts';
import { shareOut } from './share-out.ts';

const bytes = fc.nat(1_000_000);
const days = fc.option(fc.integer({ min: 1, max: 500 }), { nil: null });
const retention: fc.Arbitrary<Retention> = fc
  .record(Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, days])))
  .map((said) => retentionOf(said, BUILT_IN));
const stored: fc.Arbitrary<StoredKind[]> = fc.subarray([...STORAGE_KINDS], { minLength: 1 }).chain((kinds) =>
  fc.tuple(
    ...kinds.map((kind) =>
      fc.record({
        kind: fc.constant(kind),
        byAge: fc.array(bytes, { minLength: 2, maxLength: 60 }),
        older: bytes,
        undated: bytes,
      }),
    ),
  ),
);
const sumOf = (kinds: readonly StoredKind[]) =>
  kinds.reduce(
    (all, { byAge, older, undated }) => all + older + undated + byAge.reduce((sum, each) => sum + each, 0),
    0,
  );
const a = (
  kind: StoredKind['kind'],
  byAge: number[],
  rest: Partial<Pick<StoredKind, 'older' | 'undated'>> = {},
): StoredKind => ({ kind, byAge, older: 0, undated: 0, ...rest });

describe('what is shared out', () => {
  it('adds up, to the byte, and is off by less than one', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.array(fc.nat(10_000), { minLength: 1 }), (whole, weights) => {
        const sum = weights.reduce((all, weight) => all + weight, 0);
        fc.pre(sum > 0);
        const shares = shareOut(whole, weights);
        expect(shares.reduce((all, share) => all + share, 0)).toBe(whole);
        shares.forEach((share, nth) => {
          expect(Math.abs(share - (whole * (weights[nth] ?? 0)) / sum)).toBeLessThanOrEqual(1.001);
        });
      }),
    );
  });

  it('is the same for each, whichever of the others are told apart', () => {
    const [first = 0, second = 0, third = 0] = shareOut(1_000_003, [7, 11, 13]);
    expect(shareOut(1_000_003, [0, 7, 24])).toEqual([0, first, second + third]);
    expect(shareOut(1_000_003, [18, 13, 0])).toEqual([first + second, third, 0]);
    expect(shareOut(9, [0, 0])).toEqual([0, 0]);
  });
});

describe('what a day brings', () => {
  it('is the mean of the last whole days, of seven at most, today left out', () => {
    expect(growthOf(a('spans', [1, 10, 20, 30]))).toBe(20);
    expect(growthOf(a('spans', [1, 7, 7, 7, 7, 7, 7, 14, 900, 900]))).toBe(8);
    expect(growthOf(a('spans', [1, 0, 0, 0, 0, 0, 0, 0, 70]))).toBe(0);
  });

  it('is not known before a day is whole, and nothing where nothing is', () => {
    expect(growthOf(a('spans', [900]))).toBeUndefined();
    expect(forecastOf([a('spans', [900])], BUILT_IN)).toBeUndefined();
    expect([growthOf(a('spans', [])), forecastOf([], BUILT_IN)?.level]).toEqual([0, 0]);
  });
});

describe('a forecast', () => {
  it('begins with what is stored, less what is past', () => {
    fc.assert(
      fc.property(stored, retention, (kinds, keeps) => {
        const now = forecastOf(kinds, keeps)?.bytesIn(0) ?? Number.NaN;
        expect(now).toBeLessThanOrEqual(sumOf(kinds));
        const isPast = kinds.some(({ kind }) => keptDays(kind, keeps) !== null);
        if (!isPast) expect(now).toBe(sumOf(kinds));
      }),
    );
  });

  it('stays at its level once it has settled, or grows evenly for ever', () => {
    fc.assert(
      fc.property(stored, retention, fc.nat(2_000), (kinds, keeps, more) => {
        const forecast = forecastOf(kinds, keeps);
        if (!forecast) return;
        const { bytesIn, level, settledInDays, perDayForEver } = forecast;
        const [settled, later] = [bytesIn(settledInDays), bytesIn(settledInDays + more)];
        const far = bytesIn(9_000) - perDayForEver * (9_000 - settledInDays);
        expect(Math.abs(settled - far)).toBeLessThanOrEqual(0.05 * Math.abs(far) + 1);
        expect(Math.abs(later - settled - perDayForEver * more)).toBeLessThanOrEqual(
          0.15 * Math.abs(later) + 1,
        );
        if (level !== null) expect(bytesIn(9_000)).toBeCloseTo(level, 0);
      }),
    );
  });

  it('never grows faster than days bring, and less is kept where days are fewer', () => {
    fc.assert(
      fc.property(stored, retention, retention, fc.nat(1_000), (kinds, one, other, t) => {
        const fewest = RETENTION_KINDS.map((kind) => [kind, shorter(one[kind], other[kind])]);
        const less = retentionOf(Object.fromEntries(fewest), BUILT_IN);
        const [more, fewer] = [forecastOf(kinds, one), forecastOf(kinds, less)];
        if (!more || !fewer) return;
        expect(more.bytesIn(t + 1) - more.bytesIn(t)).toBeLessThanOrEqual(more.perDay + 1e-3);
        expect(fewer.bytesIn(t)).toBeLessThanOrEqual(more.bytesIn(t) + 1e-3);
      }),
    );
  });

  it('of even days under thirty days of retention is where it settles: thirty days and today', () => {
    const even = a(
      'spans',
      Array.from({ length: 40 }, () => 100),
    );
    const forecast = forecastOf([even], retentionOf({ spans: 30 }, BUILT_IN));
    expect([0, 1, 30, 365].map((t) => forecast?.bytesIn(t))).toEqual([3_100, 3_100, 3_100, 3_100]);
    expect([forecast?.level, forecast?.settledInDays]).toEqual([3_100, 0]);
    const young = forecastOf([a('spans', [100, 100])], retentionOf({ spans: 30 }, BUILT_IN));
    expect([young?.level, young?.settledInDays]).toEqual([3_100, 28]);
    expect(forecastOf([even], BUILT_IN)).toMatchObject({ level: null, perDayForEver: 100 });
  });
});

describe('a disk', () => {
  it('is full on the first day that brings more than is free, and never where it settles below', () => {
    const even = [a('spans', [0, 100, 100, 100], { undated: 50 })];
    const forEver = forecastOf(even, BUILT_IN);
    expect(forEver && fullInDays(forEver, 1_000)).toBe(11);
    const bounded = forecastOf(even, retentionOf({ spans: 5 }, BUILT_IN));
    expect(bounded && fullInDays(bounded, 1_000)).toBeUndefined();
    fc.assert(
      fc.property(stored, retention, bytes, (kinds, keeps, free) => {
        const forecast = forecastOf(kinds, keeps);
        const full = forecast && fullInDays(forecast, free);
        if (!forecast || full === undefined) return;
        const gained = (t: number) => forecast.bytesIn(t) - forecast.bytesIn(0);
        expect(gained(full)).toBeGreaterThan(free);
        expect(gained(full - 1)).toBeLessThanOrEqual(free);
      }),
    );
  });
});

describe('what other days save', () => {
  it('is removed now, and in each month what grew for ever', () => {
    const even = [
      a(
        'payloads',
        Array.from({ length: 100 }, () => 10),
      ),
      a('spans', [1, 1, 1]),
    ];
    const saving = savingOf(even, BUILT_IN, retentionOf({ payloads: 30 }, BUILT_IN));
    expect(saving).toMatchObject({
      now: 690,
      perMonth: 300,
      inDays: [
        { days: 30, bytes: 990 },
        { days: 90, bytes: 1_590 },
        { days: 365, bytes: 4_340 },
      ],
    });
    expect(savingOf(even, BUILT_IN, BUILT_IN)).toMatchObject({ now: 0, perMonth: 0 });
  });
});
