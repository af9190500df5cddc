import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnomalyOptions, anomalyScore, findAnomalies } from './anomaly.ts';
import { baseline } from './baseline.ts';
import { HOUR, hourly, MONDAY, NOISES, Seeded, workingWeek } from './testing/seeded.ts';

const WEEK = 7 * 24;
const band = { expected: 10, low: 6, high: 18 };
/** Every bucket is expected to be 10, from 6 to 18. */
const found = (values: readonly (number | null)[], least: AnomalyOptions = { leastAbsolute: 0 }) =>
  findAnomalies(
    { starts: hourly(0, values.length), values },
    { bands: values.map(() => band), reach: 4 },
    least,
  );

describe('anomalyScore', () => {
  it('counts deviations of that side', () => {
    expect([10, 18, 6, 14, 26].map((value) => anomalyScore(value, band, 4))).toEqual([0, 4, -4, 2, 8]);
  });

  it('is finite where nothing ever varied', () => {
    const never = { expected: 5, low: 5, high: 5 };
    expect([4, 5, 6].map((value) => anomalyScore(value, never, 4))).toEqual([-1000, 0, 1000]);
  });
});

describe('findAnomalies', () => {
  it('makes one of what is side by side', () => {
    expect(found([10, 20, 40, 30, 11, 10, 10, 2, 10])).toEqual([
      {
        from: HOUR,
        to: 4 * HOUR,
        direction: 'above',
        buckets: 3,
        expected: 30,
        actual: 90,
        excess: 60,
        peak: { at: 2 * HOUR, expected: 10, actual: 40, score: 15 },
      },
      {
        from: 7 * HOUR,
        to: 8 * HOUR,
        direction: 'below',
        buckets: 1,
        expected: 10,
        actual: 2,
        excess: -8,
        peak: { at: 7 * HOUR, expected: 10, actual: 2, score: -8 },
      },
    ]);
  });

  it.each([
    ['bridges one that is nearly as odd', [30, 15, 30], [[0, 3, 3]]],
    ['bridges one that is unknown', [30, null, 30], [[0, 3, 2]]],
    [
      'does not bridge one of the other side',
      [30, 9, 30],
      [
        [0, 1, 1],
        [2, 3, 1],
      ],
    ],
    [
      'does not bridge two',
      [30, 15, 15, 30],
      [
        [0, 1, 1],
        [3, 4, 1],
      ],
    ],
    ['does not end with a bridge', [30, 15], [[0, 1, 1]]],
    [
      'tells a fall after a rise',
      [30, 1],
      [
        [0, 1, 1],
        [1, 2, 1],
      ],
    ],
    [
      'tells a fall after a rise and a gap',
      [30, null, 1],
      [
        [0, 1, 1],
        [2, 3, 1],
      ],
    ],
    ['finds nothing in nothing', [], []],
    ['finds nothing in what is unknown', [null, Number.NaN], []],
  ])('%s', (_, values, expected) => {
    expect(found(values).map(({ from, to, buckets }) => [from / HOUR, to / HOUR, buckets])).toEqual(expected);
  });

  it('wants both sizes reached', () => {
    expect(found([19, 25], { leastAbsolute: 9 })).toHaveLength(1);
    expect(found([19, 25], { leastAbsolute: 15.1 })).toHaveLength(0);
    const relative = (leastRelative: number) => found([25], { leastAbsolute: 1, leastRelative });
    expect(relative(1.5)).toHaveLength(1);
    expect(relative(1.6)).toHaveLength(0);
  });

  it.each([
    ['counts of few', 1000],
    ['counts of many', 1000],
    ['amounts that vary by a fifth', 300],
    ['skewed amounts', 150],
  ])('finds what is planted in %s, and less than one thing else in %i buckets', (name, buckets) => {
    let [hits, others, hours] = [0, 0, 0];
    for (let seed = 0; seed < 20; seed++) {
      const chance = new Seeded(seed);
      const starts = hourly(MONDAY, 4 * WEEK);
      const clean = starts.map((at) => NOISES[name]?.(workingWeek(at), chance) ?? 0);
      // From eleven on, of some working day.
      const day = Math.floor(chance.next() * 4) * WEEK + Math.floor(chance.next() * 5) * 24;
      const planted = day + 11;
      const times = ['counts of few', 'skewed amounts'].includes(name) ? 6 : 4;
      const values = clean.map((value, i) => (i >= planted && i < planted + 5 ? value * times : value));
      const series = { starts, values };
      const stretches = findAnomalies(series, baseline(series, { counts: name.startsWith('count') }), {
        leastAbsolute: 0,
      });
      const from = starts[planted] ?? 0;
      const hit = stretches.find((each) => each.from < from + 5 * HOUR && each.to > from);
      if (hit?.direction === 'above') hits += 1;
      others += stretches.filter((each) => each !== hit).length;
      hours += starts.length;
    }
    expect(hits).toBeGreaterThanOrEqual(19);
    expect(others / hours).toBeLessThan(1 / buckets);
  });

  it('finds the same whenever it is and however large', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: -9, max: 9 }),
        (seed, days, power) => {
          const chance = new Seeded(seed);
          const scale = 4 ** power;
          const values = Array.from({ length: 120 }, () => Math.exp(chance.normal()));
          const find = (start: number, scale: number) => {
            const series = {
              starts: hourly(start, values.length),
              values: values.map((value) => value * scale),
            };
            return findAnomalies(series, baseline(series), { leastAbsolute: 0.5 * scale });
          };
          const shift = days * 24 * HOUR;
          expect(find(MONDAY + shift, scale)).toEqual(
            find(MONDAY, 1).map((each) => ({
              ...each,
              from: each.from + shift,
              to: each.to + shift,
              expected: each.expected * scale,
              actual: each.actual * scale,
              excess: each.excess * scale,
              peak: {
                at: each.peak.at + shift,
                expected: each.peak.expected * scale,
                actual: each.peak.actual * scale,
                score: each.peak.score,
              },
            })),
          );
        },
      ),
      { numRuns: 50, seed: 20261126 },
    );
  });
});
