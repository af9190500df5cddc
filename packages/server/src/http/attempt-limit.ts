import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import { ApiError } from '../errors.ts';

const WINDOW_MS = 5 * 60_000;
const MAX_PER_ADDRESS = 30;
const MAX_PER_ACCOUNT = 10;
const MAX_REMEMBERED = 20_000;

/** Slows down guessing: 30 attempts from an address and 10 on an account within five minutes. */
export interface AttemptLimit {
  /**
   * Counts an attempt before its outcome is known, so that many at once gain nothing.
   * @throws ApiError `rate_limited` with the seconds to wait.
   */
  attempt(address: string, account?: string): void;
  /** The attempt was right and does not count. */
  succeeded(address: string, account?: string): void;
}

export function createAttemptLimit(clock: Clock): AttemptLimit {
  const counts = new LRUCache<string, number>({
    max: MAX_REMEMBERED,
    ttl: WINDOW_MS,
    ttlResolution: 0,
    // The window begins with the first attempt.
    noUpdateTTL: true,
    perf: { now: () => clock.nowMs() },
  });
  const keys = (address: string, account: string | undefined): [key: string, max: number][] => [
    [`address ${address}`, MAX_PER_ADDRESS],
    ...(account === undefined
      ? []
      : [[`account ${account.toLowerCase()}`, MAX_PER_ACCOUNT] as [string, number]]),
  ];
  const add = (key: string, change: number) => counts.set(key, Math.max(0, (counts.get(key) ?? 0) + change));

  return {
    attempt(address, account) {
      for (const [key, max] of keys(address, account)) {
        if ((counts.get(key) ?? 0) >= max) {
          throw new ApiError('rate_limited', {
            message: 'Too many attempts. Try again later.',
            retryAfter: Math.floor(counts.getRemainingTTL(key) / 1000) + 1,
          });
        }
        add(key, 1);
      }
    },
    succeeded(address, account) {
      for (const [key] of keys(address, account)) add(key, -1);
    },
  };
}
