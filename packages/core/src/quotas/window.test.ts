import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTimeZone } from '../zone.ts';
import { periodAt, WINDOW_UNITS, type WindowSpec, windowAt } from './window.ts';

const ms = (iso: string) => Date.parse(iso);
const ends = (spec: WindowSpec, at: string) => {
  const { startMs, endMs } = windowAt(spec, ms(at));
  return [startMs, endMs].map((each) => new Date(each).toISOString().replace(':00.000Z', 'Z'));
};
const calendar = (unit: (typeof WINDOW_UNITS)[number], timeZone = 'UTC'): WindowSpec => ({
  type: 'calendar',
  unit,
  timeZone,
});

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Sao_Paulo',
];

describe('a calendar window', () => {
  test.each([
    ['minute', 'UTC', '2026-03-01T12:34:56Z', '2026-03-01T12:34Z', '2026-03-01T12:35Z'],
    ['hour', 'Asia/Kathmandu', '2026-03-01T12:34:56Z', '2026-03-01T12:15Z', '2026-03-01T13:15Z'],
    ['day', 'Asia/Shanghai', '2026-03-01T17:00:00Z', '2026-03-01T16:00Z', '2026-03-02T16:00Z'],
    // Clocks go on at 02:00 and back at 03:00.
    ['day', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
    ['day', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
    // Clocks that skip midnight, show it twice, and skip a whole day.
    ['day', 'Africa/Cairo', '2026-04-24T12:00:00Z', '2026-04-23T22:00Z', '2026-04-24T21:00Z'],
    ['day', 'America/Havana', '2026-11-01T12:00:00Z', '2026-11-01T04:00Z', '2026-11-02T05:00Z'],
    ['day', 'Pacific/Apia', '2011-12-30T09:00:00Z', '2011-12-29T10:00Z', '2011-12-30T10:00Z'],
    ['day', 'Pacific/Apia', '2011-12-30T11:00:00Z', '2011-12-30T10:00Z', '2011-12-31T10:00Z'],
    // The half hour by which clocks go on ends one hour and begins another.
    ['hour', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z', '2026-10-03T15:30Z', '2026-10-03T16:00Z'],
    ['week', 'UTC', '2026-11-26T12:00:00Z', '2026-11-23T00:00Z', '2026-11-30T00:00Z'],
    ['week', 'America/New_York', '2026-11-23T04:00:00Z', '2026-11-16T05:00Z', '2026-11-23T05:00Z'],
    ['month', 'Europe/Berlin', '2026-12-31T23:30:00Z', '2026-12-31T23:00Z', '2027-01-31T23:00Z'],
    ['month', 'UTC', '2028-02-29T00:00:00Z', '2028-02-01T00:00Z', '2028-03-01T00:00Z'],
  ] as const)('is a %s of %s at %s', (unit, zone, at, from, to) => {
    expect(ends(calendar(unit, zone), at)).toEqual([from, to]);
  });

  test('holds its moment, and windows follow each other without a gap', () => {
    const moments = fc.integer({ min: ms('1990-01-01T00:00:00Z'), max: ms('2040-01-01T00:00:00Z') });
    fc.assert(
      fc.property(moments, fc.constantFrom(...WINDOW_UNITS), fc.constantFrom(...ZONES), (at, unit, zone) => {
        const spec = calendar(unit, zone);
        const { startMs, endMs, buckets, current } = windowAt(spec, at);
        expect(startMs <= at && at < endMs).toBe(true);
        expect(buckets).toEqual([current]);
        expect(windowAt(spec, startMs)).toMatchObject({ startMs, endMs });
        expect(windowAt(spec, endMs - 1)).toMatchObject({ startMs, endMs });
        expect(windowAt(spec, endMs).startMs).toBe(endMs);
        expect(periodAt(spec, at)).toBe(startMs);
      }),
      { numRuns: 400 },
    );
  });
});

test('a rolling window covers its length and at most a step more, in buckets that leave it one by one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10 ** 12, max: 2 * 10 ** 12 }),
      fc.constantFrom(
        ...([
          ['minute', 60, 5],
          ['hour', 3600, 300],
          ['day', 86_400, 3600],
          ['week', 604_800, 21_600],
          ['month', 2_592_000, 86_400],
        ] as const),
      ),
      (at, [unit, seconds, step]) => {
        const spec: WindowSpec = { type: 'rolling', unit };
        const { startMs, endMs, buckets, current } = windowAt(spec, at);
        expect(startMs).toBeLessThanOrEqual(at - seconds * 1000);
        expect(startMs).toBeGreaterThan(at - (seconds + step) * 1000);
        expect(current.startMs <= at && at < current.endMs).toBe(true);
        expect(endMs).toBe(current.endMs);
        for (const [index, bucket] of buckets.entries()) {
          expect(bucket.startMs).toBe(startMs + index * step * 1000);
          expect(windowAt(spec, bucket.leavesMs - 1).buckets).toContainEqual(bucket);
          expect(windowAt(spec, bucket.leavesMs).buckets).not.toContainEqual(bucket);
        }
        const period = periodAt(spec, at);
        expect(at - period).toBeLessThan(seconds * 1000);
      },
    ),
  );
});

test('zones are known by name', () => {
  expect(['Europe/Berlin', 'UTC', 'Mars/Base', ''].map(isTimeZone)).toEqual([true, true, false, false]);
});
