import { expect, test } from 'vitest';
import { errorState } from './standing.ts';

const DAY = 86_400_000;
test.each([
  ['new for a day', { firstSeenMs: 0, lastSeenMs: 5 }, DAY - 1, 'new'],
  ['going on after a day', { firstSeenMs: 0, lastSeenMs: 5 }, DAY, 'ongoing'],
  ['resolved when it was not seen since', { firstSeenMs: 0, lastSeenMs: 5, resolvedAtMs: 5 }, 6, 'resolved'],
  [
    'regressed when it was seen since',
    { firstSeenMs: 0, lastSeenMs: 6, resolvedAtMs: 5 },
    2 * DAY,
    'regressed',
  ],
] as const)('an error is %s', (_, times, nowMs, state) => {
  expect(errorState(times, nowMs)).toBe(state);
});
