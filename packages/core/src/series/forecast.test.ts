import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Forecast, forecastTotal } from './forecast.ts';
import { METHODS, type Method } from './forecast-methods.ts';
import { days, PROCESSES, weekday } from './testing/processes.ts';
import { DAY, daily, HOUR, hourly, MONDAY, Seeded, workingWeek } from './testing/seeded.ts';

const sum = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const ofDays = (values: readonly (number | null)[], ahead: number, from = 0) =>
  forecastTotal(
    { starts: daily(MONDAY, values.length), values },
    { from: MONDAY + from * DAY, to: MONDAY + (values.length + ahead) * DAY },
  );
const told = (forecast: ReturnType<typeof forecastTotal>): Forecast => {
  if (forecast.total === undefined) throw new Error(forecast.reason);
  return forecast;
};

describe('forecastTotal', () => {
  it('adds what is there and what is to come', () => {
    const week = [10, 20, 30, 40, 50, 5, 5];
    const values = days(28, (day) => week[day % 7] ?? 0);
    // Of a month of 30 days that began 14 days ago.
    const forecast = told(ofDays(values, 16, 14));
    expect(forecast.present).toBe(2 * 160);
    expect(forecast.toCome.map(({ start }) => start)).toEqual(daily(MONDAY + 28 * DAY, 16));
    expect(forecast.total).toEqual({ expected: 4 * 160 + 30, low: 4 * 160 + 30, high: 4 * 160 + 30 });
    expect(forecast.backtest).toMatchObject({ method: 'seasonalTrend', wape: 0, coverage: 1 });
  });

  it('tells a month from hours', () => {
    const chance = new Seeded(5);
    const starts = hourly(MONDAY, 30 * 24 + 15);
    const values = starts.map((at) => chance.poisson(100 * workingWeek(at)) / 100);
    const to = MONDAY + 35 * DAY;
    const forecast = told(forecastTotal({ starts, values }, { from: MONDAY + 5 * DAY, to }));
    const ahead = hourly((starts.at(-1) ?? 0) + HOUR, (35 - 30) * 24 - 15);
    expect(sum(forecast.toCome.map(({ expected }) => expected)) / sum(ahead.map(workingWeek))).toBeCloseTo(
      1,
      1,
    );
    expect(forecast.backtest.wape).toBeLessThan(0.05);
  });

  const SHAPES = [
    [40, 10],
    [60, 10],
    [60, 25],
    [90, 15],
  ] as const;
  it.each([
    ['a level', 0.9],
    ['a week', 0.9],
    ['a week that grows by a percent a day', 0.8],
    ['a week on a line', 0.4],
    // Nothing is nearer than where a random walk is, and a backtest cannot always tell that it is one.
    ['a week on a random walk', 1.35],
    ['a skewed week', 0.9],
    ['a week with a dear day in ten', 0.95],
    ['few events', 0.95],
  ] as const)(
    'has about four totals of five in the band for %s, and errs less than %f of naive',
    (name, most) => {
      let [inside, all, missed, naive] = [0, 0, 0, 0];
      for (const [history, ahead] of SHAPES) {
        for (let seed = 0; seed < 30; seed++) {
          const values = PROCESSES[name]?.(history + ahead, new Seeded(seed * 7919 + history)) ?? [];
          const known = values.slice(0, history);
          const actual = sum(values.slice(history));
          const { total } = told(ofDays(known, ahead, history));
          const simple = sum(METHODS.seasonalNaive({ values: known, bucketsPerDay: 1 }, ahead));
          if (total.low <= actual && actual <= total.high) inside += 1;
          all += 1;
          missed += Math.abs(total.expected - actual);
          naive += Math.abs(simple - actual);
        }
      }
      expect(inside / all).toBeGreaterThan(0.65);
      expect(inside / all).toBeLessThan(0.95);
      expect(missed / naive).toBeLessThan(most);
    },
  );

  it.each([
    ['mean', 'a level'],
    ['seasonalTrend', 'a week on a line'],
    ['seasonalNaive', 'a week on a random walk'],
  ] as const)('chooses %s for most of %s', (method, name) => {
    const chosen = Array.from(
      { length: 40 },
      (_, seed) => told(ofDays(PROCESSES[name]?.(60, new Seeded(seed)) ?? [], 10)).method,
    );
    const votes = (of: Method) => chosen.filter((each) => each === of).length;
    expect(votes(method)).toBe(Math.max(...(Object.keys(METHODS) as Method[]).map(votes)));
  });

  it('follows a trend, ever less', () => {
    const { toCome } = told(
      ofDays(
        days(56, (day) => 100 + 10 * day),
        56,
      ),
    );
    const weeks = Array.from({ length: 8 }, (_, week) =>
      sum(toCome.slice(7 * week, 7 * week + 7).map(({ expected }) => expected / 7)),
    );
    const steps = weeks.slice(1).map((level, i) => level - (weeks[i] ?? 0));
    expect(steps[0]).toBeGreaterThan(50);
    expect(steps[0]).toBeLessThan(70);
    for (const [i, step] of steps.slice(1).entries())
      expect(step / (steps[i] ?? 0)).toBeCloseTo(0.98 ** 7, 9);
  });

  it('hardly moves for a wild day', () => {
    const chance = new Seeded(8);
    const values = days(60, (day) => (100 + 2 * day) * weekday(day) * (1 + 0.05 * chance.normal()));
    const wild = values.with(45, 5000);
    const bare = (values: readonly number[]) => sum(METHODS.seasonalTrend({ values, bucketsPerDay: 1 }, 14));
    expect(bare(wild) / bare(values)).toBeCloseTo(1, 1);
  });

  it('is the same whenever and in whatever unit', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 4, max: 60 }),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: -9, max: 9 }),
        (seed, count, ahead, power) => {
          const chance = new Seeded(seed);
          const scale = 4 ** power;
          const values = days(count, () => Math.exp(chance.normal()));
          const at = (begin: number, scale: number) =>
            told(
              forecastTotal(
                { starts: daily(begin, count), values: values.map((value) => value * scale) },
                { from: begin + 2 * DAY, to: begin + (count + ahead) * DAY },
              ),
            );
          const [one, other] = [at(MONDAY, 1), at(MONDAY + seed * HOUR, scale)];
          expect(other.method).toBe(one.method);
          expect(other.total.expected / scale).toBeCloseTo(one.total.expected, 9);
          expect(other.total.low / scale).toBeCloseTo(one.total.low, 9);
          expect(one.total.low).toBeLessThanOrEqual(one.total.expected);
          expect(one.total.low).toBeGreaterThanOrEqual(one.present);
          expect(one.total.high).toBeGreaterThanOrEqual(one.total.expected);
        },
      ),
      { numRuns: 60, seed: 20261126 },
    );
  });

  it('forecasts a period that has not begun, and knows one that is over', () => {
    const values = days(28, () => 10);
    const next = told(
      forecastTotal(
        { starts: daily(MONDAY, 28), values },
        { from: MONDAY + 30 * DAY, to: MONDAY + 40 * DAY },
      ),
    );
    expect(next).toMatchObject({ present: 0, total: { expected: 100 } });
    const over = told(
      forecastTotal({ starts: daily(MONDAY, 28), values }, { from: MONDAY + 3 * DAY, to: MONDAY + 8 * DAY }),
    );
    expect(over).toMatchObject({ present: 50, total: { expected: 50, low: 50, high: 50 }, toCome: [] });
  });

  it('bears gaps and days that a clock change made longer', () => {
    const starts = daily(MONDAY, 40).map((start, i) => (i > 20 ? start + HOUR : start));
    const kept = starts.flatMap((start, i) =>
      i % 9 === 4 ? [] : [{ start, value: i % 11 === 7 ? null : 10 }],
    );
    const series = { starts: kept.map(({ start }) => start), values: kept.map(({ value }) => value) };
    const { total } = told(
      forecastTotal(series, { from: MONDAY + 40 * DAY + HOUR, to: MONDAY + 50 * DAY + HOUR }),
    );
    expect(total.expected).toBeCloseTo(100, 9);
  });

  it.each([
    ['nothing', []],
    ['one day', [5]],
    ['three days', [5, 6, 7]],
    ['days that are unknown', [1, 2, 3, null, null, null]],
    ['what is long past', [...days(30, () => 5), ...Array.from({ length: 30 }, () => null)]],
    ['what is no number', days(30, () => Number.NaN)],
  ])('says that it knows too little of %s', (_, values) => {
    expect(ofDays(values, 10)).toEqual({ total: undefined, reason: 'tooLittleHistory' });
  });

  it.each([HOUR / 4, 5 * HOUR, 7 * DAY])('refuses buckets of %i ms', (width) => {
    const starts = Array.from({ length: 100 }, (_, i) => MONDAY + i * width);
    const series = { starts, values: starts.map(() => 1) };
    expect(forecastTotal(series, { from: MONDAY, to: MONDAY + 900 * DAY })).toEqual({
      total: undefined,
      reason: 'unsupportedBuckets',
    });
  });

  it.each([
    ['zero', 0],
    ['negative', -50],
    ['huge', 1e300],
    ['tiny', 1e-300],
  ])('takes %s values', (_, scale) => {
    const chance = new Seeded(2);
    for (const count of [4, 12, 30]) {
      const { total } = told(
        ofDays(
          days(count, () => scale * (1 + chance.next())),
          10,
          count,
        ),
      );
      const ordered = [total.low, total.expected, total.high];
      expect(ordered.every(Number.isFinite)).toBe(true);
      expect(ordered.toSorted((a, b) => a - b)).toEqual(ordered);
      if (scale !== 0) expect(total.expected / scale / 10).toBeGreaterThan(1);
    }
  });
});
