/** What became of an attempt to tell something. */
export type Outcome =
  | { result: 'delivered' }
  /** It may go well later; not before so many milliseconds, if the receiver said so. */
  | { result: 'again'; reason: string; afterMs?: number | undefined }
  /** It will never go well as it is. */
  | { result: 'refused'; reason: string };

export const DELIVERY_STATES = ['waiting', 'sending', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

const BASE_MS = 10_000;
const CAP_MS = 2 * 3_600_000;
/** Whoever has not taken it by then never will. */
export const GIVE_UP_MS = 24 * 3_600_000;
export const MAX_ATTEMPTS = 25;

/**
 * When to try again after the attempt of that number, from 1 on: exponential with full jitter (`random` in [0, 1)), and not before the
 * receiver wants it. Undefined: no more.
 */
export function nextAttempt({
  attempt,
  sinceMs,
  nowMs,
  afterMs = 0,
  random,
}: {
  attempt: number;
  /** When it was first to be sent. */
  sinceMs: number;
  nowMs: number;
  afterMs?: number | undefined;
  random: number;
}): number | undefined {
  const backoff = random * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt - 1, 30));
  const atMs = nowMs + Math.ceil(Math.max(1000, backoff, afterMs));
  return attempt >= MAX_ATTEMPTS || atMs - sinceMs > GIVE_UP_MS ? undefined : atMs;
}
