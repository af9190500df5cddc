import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketEdge } from '../time-range.ts';
import { inReportBuckets, PERIOD_NAMES, periodAt } from './period.ts';

const at = (iso: string) => Date.parse(iso);
const shown = ({ fromMs, toMs }: { fromMs: number; toMs: number }) => [
  new Date(fromMs).toISOString(),
  new Date(toMs).toISOString(),
];

test.each([
  ['day', '2026-03-29T06:00:00Z', ['2026-03-27T23:00:00.000Z', '2026-03-28T23:00:00.000Z']],
  // Clocks went on an hour that night: the day had 23.
  ['day', '2026-03-30T06:00:00Z', ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']],
  ['week', '2026-03-30T06:00:00Z', ['2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z']],
  ['month', '2026-04-01T06:00:00Z', ['2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z']],
  ['last24h', '2026-04-01T06:00:00Z', ['2026-03-31T06:00:00.000Z', '2026-04-01T06:00:00.000Z']],
] as const)('the %s before %s is a whole one of its time zone', (name, moment, expected) => {
  expect(shown(periodAt(name, at(moment), 'Europe/Berlin'))).toEqual(expected);
});

test('a period is over when its report is made, and its buckets begin with it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...PERIOD_NAMES),
      fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
      fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns'),
      (name, atMs, zone) => {
        const span = periodAt(name, atMs, zone);
        expect(span.toMs).toBeLessThan(atMs + 1000);
        expect(span.fromMs).toBeLessThan(span.toMs);
        const { bucketSeconds, bucketOffsetSeconds } = inReportBuckets(span);
        expect(bucketEdge(span.fromMs, bucketSeconds, bucketOffsetSeconds)).toBe(span.fromMs);
        expect((span.toMs - span.fromMs) / 1000 / bucketSeconds).toBeLessThanOrEqual(62);
      },
    ),
  );
});
