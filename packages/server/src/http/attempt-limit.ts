import type { Clock } from '@pharos/core/time';
import { ApiError } from '../errors.ts';
import { WindowCounts } from './window-counts.ts';

const WINDOW_MS = 5 * 60_000;
const MAX_ON_ACCOUNT_FROM_ADDRESS = 10;
/** Many people may share an address … */
const MAX_FROM_ADDRESS = 100;
/** … and many addresses may guess at one account: far more than its owner tries, so that few cannot shut it. */
const MAX_ON_ACCOUNT = 300;

/**
 * Slows down guessing: within five minutes 10 attempts on an account from one address, 100 from an address and 300 on
 * an account. One address alone thus shuts nobody out of their account but itself.
 */
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
  const counts = new WindowCounts(clock, WINDOW_MS);

  return {
    attempt(address, account) {
      const limits = limitsOf(address, account);
      for (const [key, max] of limits) {
        if (counts.of(key) >= max) {
          throw new ApiError('rate_limited', {
            message: 'Too many attempts. Try again later.',
            retryAfter: counts.secondsLeft(key),
          });
        }
      }
      // Only now: whoever is refused at one limit uses none of the others up.
      for (const [key] of limits) counts.add(key, 1);
    },
    succeeded(address, account) {
      for (const [key] of limitsOf(address, account)) counts.add(key, -1);
    },
  };
}

/** What an attempt counts towards, and how many of each there may be. */
function limitsOf(address: string, account: string | undefined): [key: string, max: number][] {
  const limits: [string, number][] = [[`from ${address}`, MAX_FROM_ADDRESS]];
  if (account !== undefined) {
    const name = account.toLowerCase();
    limits.push([`on ${name} from ${address}`, MAX_ON_ACCOUNT_FROM_ADDRESS], [`on ${name}`, MAX_ON_ACCOUNT]);
  }
  return limits;
}
