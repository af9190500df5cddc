import fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentAt, zoneOffsetMs } from './zone.ts';

const HOUR = 3_600_000;

test('an offset follows summer time', () => {
  expect(zoneOffsetMs(Date.UTC(2026, 0, 15), 'Europe/Berlin')).toBe(HOUR);
  expect(zoneOffsetMs(Date.UTC(2026, 6, 15), 'Europe/Berlin')).toBe(2 * HOUR);
  expect(zoneOffsetMs(Date.UTC(2026, 6, 15), 'Asia/Kolkata')).toBe(5.5 * HOUR);
  expect(zoneOffsetMs(Date.UTC(2026, 6, 15, 3, 4, 5, 678), 'UTC')).toBe(0);
});

test('what clocks show is the moment they show it, wherever that hour exists', () => {
  const zones = ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'UTC'];
  fc.assert(
    fc.property(
      fc.integer({ min: 1_500_000_000, max: 2_000_000_000 }),
      fc.constantFrom(...zones),
      (second, zone) => {
        const ms = second * 1000;
        const found = momentAt(ms + zoneOffsetMs(ms, zone), zone);
        // In the hour that clocks show twice either moment is right.
        expect(Math.abs(found - ms) % HOUR).toBe(0);
        expect(found + zoneOffsetMs(found, zone)).toBe(ms + zoneOffsetMs(ms, zone));
      },
    ),
  );
});
