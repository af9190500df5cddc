import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketSeconds, inBuckets, parseRange, parseToken, resolveRange } from './time-range.ts';

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
      fc.constantFrom(0, 28_800, -18_000, 20_700, 50_400),
      (fromMs, lengthMs, most, zoneOffsetSeconds) => {
        const span = { fromMs, toMs: fromMs + lengthMs, zoneOffsetSeconds };
        const seconds = bucketSeconds(span, most);
        if (seconds < 604_800) expect(lengthMs / 1000 / seconds).toBeLessThanOrEqual(most);
        const { from, bucketOffsetSeconds: offset = 0 } = inBuckets(seconds, span);
        const alignedMs = Date.parse(from);
        expect((alignedMs + offset * 1000) % (seconds * 1000)).toBe(0);
        expect(alignedMs).toBeLessThanOrEqual(fromMs);
        expect(fromMs - alignedMs).toBeLessThan(seconds * 1000);
      },
    ),
  );
});

test.each([
  ['days begin at the midnight of whoever looks', 86_400, 28_800, '2026-03-03T16:00:00.000Z'],
  ['and west of Greenwich as well', 86_400, -18_000, '2026-03-04T05:00:00.000Z'],
  [
    'hours begin with the clocks of zones that are half an hour off',
    3600,
    19_800,
    '2026-03-04T11:30:00.000Z',
  ],
  ['weeks begin on a Monday', 604_800, 0, '2026-03-02T00:00:00.000Z'],
])('%s', (_, seconds, zoneOffsetSeconds, from) => {
  const toMs = Date.parse('2026-03-04T13:00:00Z');
  const fromMs = Date.parse('2026-03-04T12:20:00Z');
  expect(inBuckets(seconds, { fromMs, toMs, zoneOffsetSeconds })).toMatchObject({ from });
});
