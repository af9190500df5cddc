import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GIVE_UP_MS, MAX_ATTEMPTS, nextAttempt } from './outcome.ts';

it('the next attempt is later, within what was asked for and a day, and there is none after the last', () => {
  fc.assert(
    fc.property(
      fc.record({
        attempt: fc.integer({ min: 1, max: MAX_ATTEMPTS + 5 }),
        sinceMs: fc.constant(1_000_000),
        agoMs: fc.integer({ min: 0, max: 2 * GIVE_UP_MS }),
        afterMs: fc.option(fc.integer({ min: 0, max: GIVE_UP_MS }), { nil: undefined }),
        random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      }),
      ({ agoMs, ...given }) => {
        const nowMs = given.sinceMs + agoMs;
        const atMs = nextAttempt({ ...given, nowMs });
        if (given.attempt >= MAX_ATTEMPTS || agoMs >= GIVE_UP_MS) expect(atMs).toBeUndefined();
        if (atMs === undefined) return;
        expect(atMs).toBeGreaterThanOrEqual(nowMs + Math.max(1000, given.afterMs ?? 0));
        expect(atMs - given.sinceMs).toBeLessThanOrEqual(GIVE_UP_MS);
        expect(atMs - nowMs).toBeLessThanOrEqual(Math.max(2 * 3_600_000, (given.afterMs ?? 0) + 1));
      },
    ),
  );
});
