import { describe, expect, it } from 'vitest';
import { backtest, bestBacktest } from './backtest.ts';
import { Seeded } from './testing/seeded.ts';

const days = (values: readonly (number | null)[]) => ({ values, bucketsPerDay: 1 });

describe('backtest', () => {
  it('asks from each of the last days with what was known then', () => {
    // From the fifth day on the means are 2.5, 3, 3.5 and 4.
    expect(backtest(days([1, 2, 3, 4, 5, 6, 7, 8]), 1, 'mean')).toMatchObject({
      horizon: 1,
      origins: 4,
      wape: (2.5 + 3 + 3.5 + 4) / (5 + 6 + 7 + 8),
      coverage: 1,
    });
  });

  it('scores the last origins alone', () => {
    expect(backtest(days([1, 2, 3, 4, 5, 6, 7, 8]), 1, 'mean', 2)).toMatchObject({ origins: 2, wape: 0.5 });
  });

  it('tries no further ahead than a third of what it has', () => {
    const values = Array.from({ length: 35 }, (_, i) => i);
    expect(backtest(days(values), 30, 'mean')).toMatchObject({ horizon: 7, origins: 15 });
    expect(backtest(days(values), 3, 'mean')).toMatchObject({ horizon: 3, origins: 19 });
  });

  it('leaves out what did not come to be known', () => {
    const values = Array.from({ length: 30 }, (_, i) => (i % 5 === 0 ? null : 10));
    expect(backtest(days(values), 4, 'mean')).toMatchObject({ wape: 0, error: 0, coverage: 1 });
  });

  it('has nothing to say of less than four days', () => {
    expect(backtest(days([]), 1, 'mean')).toBeUndefined();
    expect(backtest(days([1, 2, 3]), 1, 'mean')).toBeUndefined();
    expect(backtest(days([1, 2, 3, 4]), 1, 'mean')?.origins).toBe(1);
  });

  it('is of the order of the noise, and covers four of five', () => {
    let [inside, all] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      const chance = new Seeded(seed);
      const result = backtest(days(Array.from({ length: 90 }, () => 100 + 10 * chance.normal())), 5, 'mean');
      inside += (result?.coverage ?? 0) * (result?.origins ?? 0);
      all += result?.origins ?? 0;
      expect(result?.wape).toBeGreaterThan(0.02);
      expect(result?.wape).toBeLessThan(0.07);
    }
    expect(inside / all).toBeGreaterThan(0.75);
    expect(inside / all).toBeLessThan(0.9);
  });
});

describe('bestBacktest', () => {
  it('takes what was off by least', () => {
    const week = [9, 1, 5, 3, 7, 2, 8];
    const walk = Array.from({ length: 40 }, (_, i) => (i < 33 ? 10 : 20) * (week[i % 7] ?? 0));
    const best = bestBacktest(days(walk), 3);
    for (const method of ['seasonalTrend', 'seasonalNaive', 'mean'] as const)
      expect(best?.wape).toBeLessThanOrEqual(backtest(days(walk), 3, method)?.wape ?? 0);
  });
});
