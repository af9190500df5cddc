import { KEY_FORMS } from '@pharos/core/key-forms';
import { allowsOrigin } from '@pharos/core/origins';
import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import { ApiError } from '../../errors.ts';
import { type AttemptLimit, createAttemptLimit } from '../../http/attempt-limit.ts';
import type { KnownBrowserKey } from '../../http/browser-keys.ts';
import type { KeyAuth } from '../../http/keys.ts';
import { WindowCounts } from '../../http/window-counts.ts';

const WINDOW_MS = 60_000;
/** Reports a minute, in this process: with one key … */
const MAX_WITH_KEY = 60_000;
/** … and with one key from one address, which many people may share. */
const MAX_FROM_ADDRESS = 6_000;

/** Keys of which it is known that they were right: as many as are remembered with what they may do. */
const MAX_RIGHT = 10_000;

const SECRETS = Object.values(KEY_FORMS).map(({ secretPrefix }) => secretPrefix);

/** What a beacon says of itself. */
interface Sender {
  key: string;
  /** As the browser says; a page cannot change it. */
  origin: string | undefined;
  address: string;
}

/** Decides who may tell how much. */
export class Admission {
  readonly #keys: Pick<KeyAuth, 'browser'>;
  readonly #guesses: AttemptLimit;
  readonly #right = new LRUCache<string, true>({ max: MAX_RIGHT });
  readonly #told: WindowCounts;

  constructor(keys: Pick<KeyAuth, 'browser'>, clock: Clock) {
    this.#keys = keys;
    // Of its own: pages that go on after their key was revoked shut nobody out of signing in.
    this.#guesses = createAttemptLimit(clock);
    this.#told = new WindowCounts(clock, WINDOW_MS);
  }

  /** @throws ApiError when the key is none, or a page of this origin may not use it. */
  async key({ key, origin, address }: Sender): Promise<KnownBrowserKey> {
    if (SECRETS.some((prefix) => key.startsWith(prefix))) {
      throw new ApiError('unauthenticated', {
        message: 'This is a secret key, which now stands in a page: revoke it, and use a browser key there.',
      });
    }
    const known = await this.#find(key, address);
    if (known === undefined) {
      throw new ApiError('unauthenticated', { message: 'This browser key is not known.' });
    }
    if (origin === undefined || !allowsOrigin(known.origins, origin)) {
      throw new ApiError('forbidden', {
        message: `This browser key is not for pages of ${origin ?? 'no origin'}.`,
      });
    }
    return known;
  }

  /**
   * Only keys that are looked up and turn out to be none count against an address, which many people may share: who has the right key
   * goes on beside whoever guesses, and a page that goes on with a wrong one hears what is remembered of it.
   */
  async #find(key: string, address: string): Promise<KnownBrowserKey | undefined> {
    const { browser } = this.#keys;
    const mayBeGuess = !this.#right.has(key) && !browser.remembers(key);
    if (mayBeGuess) this.#guesses.attempt(address);
    let isGuess = false;
    try {
      const known = await browser.find(key);
      isGuess = known === undefined;
      if (isGuess) this.#right.delete(key);
      else this.#right.set(key, true);
      return known;
    } finally {
      if (mayBeGuess && !isGuess) this.#guesses.succeeded(address);
    }
  }

  /** Counts reports before they are read. @throws ApiError `rate_limited` with the seconds to wait. */
  count({ id }: KnownBrowserKey, address: string, reports: number): void {
    const limits: [key: string, max: number][] = [
      [id, MAX_WITH_KEY],
      [`${id} from ${address}`, MAX_FROM_ADDRESS],
    ];
    for (const [counted, max] of limits) {
      if (this.#told.of(counted) + reports > max) {
        throw new ApiError('rate_limited', { retryAfter: this.#told.secondsLeft(counted) });
      }
    }
    for (const [counted] of limits) this.#told.add(counted, reports);
  }
}
