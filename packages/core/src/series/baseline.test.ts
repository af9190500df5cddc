import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseline, lastBand } from './baseline.ts';
import { median } from './robust.ts';
import type { Series } from './series.ts';
import { daily, HOUR, hourly, MONDAY, NOISES, Seeded, workingWeek } from './testing/seeded.ts';

const drawn = (starts: readonly number[], draw: (at: number) => number | null): Series => ({
  starts,
  values: starts.map(draw),
});
const WEEK = 7 * 24;

describe('baseline', () => {
  it.each([
    ['hourOfWeek', hourly(MONDAY, 3 * WEEK)],
    ['hourOfDay', hourly(MONDAY, 3 * WEEK - 1)],
    ['hourOfDay', hourly(MONDAY, 4 * 24)],
    ['none', hourly(MONDAY, 4 * 24 - 1)],
    ['hourOfWeek', daily(MONDAY, 21)],
    ['none', daily(MONDAY, 20)],
    ['none', Array.from({ length: 40 }, (_, i) => MONDAY + i * 5 * HOUR)],
    ['hourOfWeek', Array.from({ length: 21 * 96 }, (_, i) => MONDAY + (i * HOUR) / 4)],
  ] as const)('takes %s for what there is', (season, starts) => {
    expect(baseline(drawn(starts, () => 1)).season).toBe(season);
  });

  it('is told of the last bucket alone as of all', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 0, max: 4 * WEEK }),
        fc.boolean(),
        fc.constantFrom(HOUR, HOUR / 4, 24 * HOUR),
        (seed, count, counts, width) => {
          const chance = new Seeded(seed);
          const starts = Array.from({ length: count }, (_, i) => MONDAY + i * width);
          const series = drawn(starts, (at) =>
            chance.next() < 0.05 ? null : chance.poisson(20 * workingWeek(at)) - (seed % 2),
          );
          expect(lastBand(series, { counts })).toEqual(baseline(series, { counts }).bands.at(-1) ?? null);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('takes no week for known that is mostly unknown', () => {
    const series = drawn(hourly(MONDAY, 30 * 24), (at) =>
      at < MONDAY + 24 * HOUR || at >= MONDAY + 25 * 24 * HOUR ? 1 : null,
    );
    expect(baseline(series).season).toBe('hourOfDay');
  });

  it('knows the hours of a week, each by the other weeks', () => {
    const chance = new Seeded(4);
    const starts = hourly(MONDAY, 6 * WEEK);
    const series = drawn(starts, (at) => chance.poisson(200 * workingWeek(at)));
    const { bands } = baseline(series, { counts: true });
    const off = bands.map((band, i) => Math.abs((band?.expected ?? 0) - 200 * workingWeek(starts[i] ?? 0)));
    const spread = starts.map((at) => Math.sqrt(200 * workingWeek(at)));
    expect(median(off.map((each, i) => each / (spread[i] ?? 1)))).toBeLessThan(0.5);
  });

  it.each([3, 4, 8])('hardly moves for a tenth of wild outliers over %i weeks', (weeks) => {
    const chance = new Seeded(weeks);
    const clean = drawn(
      hourly(MONDAY, weeks * WEEK),
      (at) => 100 * workingWeek(at) * (1 + 0.1 * chance.normal()),
    );
    const wild = clean.values.map((value) => (chance.next() < 0.1 ? 1e4 * chance.next() : value));
    const [calm, moved] = [baseline(clean).bands, baseline({ ...clean, values: wild }).bands];
    const shifts = calm
      .map((band, i) => Math.abs((moved[i]?.expected ?? Number.NaN) / (band?.expected ?? Number.NaN) - 1))
      .sort((a, b) => a - b);
    expect(median(shifts)).toBeLessThan(0.02);
    expect(shifts[Math.floor(shifts.length * 0.95)]).toBeLessThan(0.2);
    expect(shifts.at(-1)).toBeLessThan(0.6);
    const widths = (bands: typeof calm) =>
      median(bands.map((band) => (band ? band.high - band.low : Number.NaN)));
    expect(widths(moved) / widths(calm)).toBeLessThan(1.25);
  });

  it('judges no bucket by itself or its own days', () => {
    const chance = new Seeded(3);
    const { starts, values } = drawn(hourly(MONDAY, 4 * WEEK), (at) => chance.poisson(200 * workingWeek(at)));
    const odd = values.map((value, i) => (i >= 3 * WEEK + 20 ? 2000 : value));
    for (const band of baseline({ starts, values: odd }, { counts: true }).bands.slice(3 * WEEK + 20))
      expect(band?.high).toBeLessThan(1000);
  });

  it('follows a level that changed, after weeks: what is recent counts more', () => {
    const { bands } = baseline(
      drawn(hourly(MONDAY, 9 * WEEK), (at) => (at < MONDAY + 5 * WEEK * HOUR ? 10 : 20)),
    );
    expect(bands.at(-1)?.expected).toBeCloseTo(20, 9);
    expect(bands[0]?.expected).toBeCloseTo(10, 9);
  });

  it.each(Object.entries(NOISES))('calls less than one bucket in a hundred unusual of %s', (name, noise) => {
    let [outside, all] = [0, 0];
    for (let seed = 0; seed < 12; seed++) {
      const chance = new Seeded(seed);
      const starts = hourly(MONDAY, [3 * WEEK, 4 * WEEK, 8 * WEEK][seed % 3] ?? 0);
      const { values } = drawn(starts, (at) => noise(workingWeek(at), chance));
      const { bands } = baseline({ starts, values }, { counts: name.startsWith('count') });
      bands.forEach((band, i) => {
        const value = values[i] ?? 0;
        all += 1;
        if (!band || value < band.low || value > band.high) outside += 1;
      });
    }
    expect(outside / all).toBeLessThan(name.startsWith('count') ? 0.001 : 0.01);
  });

  it('does not depend on when and how large, only on the hours of the place', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: -12, max: 12 }),
        fc.integer({ min: -20, max: 20 }),
        fc.constantFrom(1, 5, 26),
        (seed, hours, power, days) => {
          const chance = new Seeded(seed);
          const series = drawn(hourly(MONDAY, days * 24), (at) => workingWeek(at) * chance.next());
          const { bands } = baseline(series);
          const shifted = { ...series, starts: series.starts.map((start) => start + hours * HOUR) };
          expect(baseline(shifted, { offsetSeconds: -hours * 3600 }).bands).toEqual(bands);
          const scale = 4 ** power;
          const scaled = { ...series, values: series.values.map((value) => (value ?? 0) * scale) };
          const times = (band: (typeof bands)[number]) =>
            band && { expected: band.expected * scale, low: band.low * scale, high: band.high * scale };
          expect(baseline(scaled).bands).toEqual(bands.map(times));
        },
      ),
      { numRuns: 30, seed: 20261126 },
    );
  });

  it('reads the hours where they are', () => {
    const series = drawn(hourly(MONDAY, 5 * 24), (at) => ((at / HOUR + 8) % 24 === 9 ? 100 : 1));
    const { bands } = baseline(series, { offsetSeconds: 28_800 });
    expect(bands.map((band) => band?.expected)).toEqual(series.values);
  });

  it('holds counts to what chance alone does', () => {
    const zeros = drawn(hourly(MONDAY, 48), () => 0);
    expect(baseline(zeros).bands[0]).toEqual({ expected: 0, low: 0, high: 0 });
    expect(baseline(zeros, { counts: true }).bands[0]).toEqual({ expected: 0, low: 0, high: 4 });
    const hundreds = drawn(hourly(MONDAY, 48), () => 100);
    expect(baseline(hundreds, { counts: true }).bands[0]).toEqual({ expected: 100, low: 64, high: 144 });
  });

  it('gives a band to a bucket that is unknown, or yet to come', () => {
    const series = drawn(hourly(MONDAY, 5 * WEEK), (at) =>
      at < MONDAY + 4 * WEEK * HOUR ? workingWeek(at) : null,
    );
    const { bands } = baseline(series);
    expect(bands.at(-1)?.expected).toBeCloseTo(workingWeek(series.starts.at(-1) ?? 0), 9);
  });

  it.each([
    ['nothing', []],
    ['one bucket', [5]],
    ['three', [5, 6, 7]],
    ['what is unknown', Array.from({ length: 30 }, () => null)],
    ['what is no number', Array.from({ length: 30 }, () => Number.NaN)],
  ])('says nothing of %s', (_, values) => {
    const starts = hourly(MONDAY, values.length);
    expect(baseline({ starts, values })).toMatchObject({ season: 'none', bands: values.map(() => null) });
  });

  it.each([
    ['negative', -50],
    ['huge', 1e300],
    ['tiny', 1e-300],
  ])('takes %s values', (_, scale) => {
    const chance = new Seeded(9);
    for (const days of [1, 6, 22]) {
      const { bands } = baseline(drawn(hourly(MONDAY, days * 24), () => scale * (1 + chance.next())));
      for (const band of bands) {
        expect(Number.isFinite((band?.high ?? Number.NaN) - (band?.low ?? Number.NaN))).toBe(true);
        expect((band?.expected ?? 0) / scale).toBeGreaterThan(1);
      }
    }
  });
});
