import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandBehind } from './band-behind.ts';

describe('the band behind a chart', () => {
  const HOUR = 3_600_000;
  const FROM = Date.parse('2026-03-01T00:00:00Z');
  const iso = (ms: number) => new Date(ms).toISOString();
  const usual = {
    buckets: [0, 1, 2].map((hour) => iso(FROM + hour * HOUR)),
    bands: [{ low: 1, expected: 2, high: 3 }, null, { low: 4, expected: 5, high: 90 }],
    bucketSeconds: 3600,
  };

  it('is that of the hour in which each bucket begins', () => {
    const starts = [-30, 0, 30, 60, 90, 120, 150, 180].map((minutes) => FROM + minutes * 60_000);
    const { low, expected } = bandBehind(starts, [50], usual);
    expect(low).toEqual([null, 1, 1, null, null, 4, 4, null]);
    expect(expected).toEqual([null, 2, 2, null, null, 5, 5, null]);
  });

  it('does not dwarf what is drawn before it', () => {
    const value = fc.oneof(fc.constant(null), fc.double({ min: 0.001, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const most = Math.max(0, ...values.map((each) => each ?? 0));
        const { low, expected, high } = bandBehind([FROM, FROM + 2 * HOUR], values, usual);
        high.forEach((edge, i) => {
          expect(edge).toBeLessThanOrEqual(most > 0 ? 2 * most : 90);
          expect(expected[i]).toBeLessThanOrEqual(edge ?? 0);
          expect(low[i]).toBeLessThanOrEqual(expected[i] ?? 0);
        });
      }),
    );
  });
});
