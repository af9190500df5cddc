export const ERROR_STATES = ['new', 'ongoing', 'resolved', 'regressed'] as const;
export type ErrorState = (typeof ERROR_STATES)[number];

/** An error is new for a day. */
const NEW_MS = 86_400_000;

/** When an error was seen, and when somebody said that it is resolved; in milliseconds. */
export interface ErrorTimes {
  firstSeenMs: number;
  lastSeenMs: number;
  resolvedAtMs?: number | undefined;
}

/** Whether an error is new, goes on, is resolved, or has come back since it was. */
export function errorState({ firstSeenMs, lastSeenMs, resolvedAtMs }: ErrorTimes, nowMs: number): ErrorState {
  if (resolvedAtMs !== undefined) return lastSeenMs > resolvedAtMs ? 'regressed' : 'resolved';
  return nowMs - firstSeenMs < NEW_MS ? 'new' : 'ongoing';
}
