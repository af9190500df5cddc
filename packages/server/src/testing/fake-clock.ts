import type { Clock } from '@pharos/core/time';

/** A clock that stands still until told otherwise. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
}

export function fakeClock(start = '2026-03-01T12:00:00Z'): FakeClock {
  let now = Date.parse(start);
  return {
    nowMs: () => now,
    advance(ms) {
      now += ms;
    },
  };
}
