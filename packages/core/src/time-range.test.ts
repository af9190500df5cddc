import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignedTo, bucketSeconds, parseRange, parseToken, resolveRange } from './time-range.ts';

const HOUR = 3_600_000;

test('an address without a range means the last 24 hours', () => {
  expect(parseRange({ from: undefined, to: undefined })).toEqual({ token: '24h', lengthMs: 24 * HOUR });
});

test('a relative range ends now, an absolute one where it says', () => {
  const now = Date.UTC(2026, 10, 23);
  expect(resolveRange(parseRange({ from: '6h', to: undefined }), now)).toEqual({
    fromMs: now - 6 * HOUR,
    toMs: now,
  });
  expect(resolveRange(parseRange({ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' }), now)).toEqual(
    { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 2) },
  );
});

test.each([
  ['0h', undefined],
  ['9999d', undefined],
  ['24', undefined],
  ['-1h', undefined],
  ['2026-11-02T00:00:00Z', '2026-11-01T00:00:00Z'],
  ['nonsense', 'nonsense'],
])('a range from %s to %s that makes no sense becomes the last 24 hours', (from, to) => {
  expect(parseRange({ from, to })).toMatchObject({ token: '24h' });
});

test('any sensible token is understood, not only those on offer', () => {
  expect(parseToken('90m')).toEqual({ token: '90m', lengthMs: 90 * 60_000 });
  expect(parseToken('3d')).toEqual({ token: '3d', lengthMs: 72 * HOUR });
});

test('a range never has more buckets than asked for, and begins at an edge when aligned', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }),
      fc.integer({ min: 60_000, max: 400 * 24 * HOUR }),
      fc.integer({ min: 24, max: 120 }),
      (fromMs, lengthMs, most) => {
        const span = { fromMs, toMs: fromMs + lengthMs };
        const seconds = bucketSeconds(span, most);
        if (seconds < 604_800) expect(lengthMs / 1000 / seconds).toBeLessThanOrEqual(most);
        const aligned = alignedTo(seconds, span);
        expect(aligned.fromMs % (seconds * 1000)).toBe(0);
        expect(aligned.fromMs).toBeLessThanOrEqual(fromMs);
        expect(fromMs - aligned.fromMs).toBeLessThan(seconds * 1000);
      },
    ),
  );
});
