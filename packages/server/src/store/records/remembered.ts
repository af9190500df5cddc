import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import { inTime } from '../../in-time.ts';

/** What the records say under a key, for those who need it at every request. */
export interface Remembered<Value> {
  /**
   * Undefined when the records hold nothing under the key. While they do not answer, what they said before holds, for
   * ten minutes.
   */
  of(key: string): Promise<Value | undefined>;
  /** Whether an answer is at hand or on its way, so that who asks costs no look-up of a key that nobody has asked for. */
  has(key: string): boolean;
  /** To be called when the records were changed, of one key or of all: whoever asks from now on hears the change. */
  forget(key?: string): void;
}

const FRESH_MS = 30_000;
const KEEP_MS = 10 * 60_000;
/** Whoever could have an old answer waits for a new one no longer than this … */
const PATIENCE_MS = 2_000;
/** … and, after that was in vain, does not ask again so soon. */
const ASK_AGAIN_MS = 5_000;
const MAX_FOUND = 10_000;
const MAX_ABSENT = 2_000;

interface Found<Value> {
  value: Value;
  askAgainAtMs: number;
}

/** Looks up once for all who ask at the same time, and remembers the answer for 30 s. */
export function remember<Value extends object>(
  clock: Clock,
  look: (key: string) => Promise<Value | undefined>,
): Remembered<Value> {
  const cache = <Entry extends object>(max: number, ttl: number) =>
    new LRUCache<string, Entry>({ max, ttl, ttlResolution: 0, perf: { now: () => clock.nowMs() } });
  const found = cache<Found<Value>>(MAX_FOUND, KEEP_MS);
  /** Apart, so that a flood of made-up keys pushes nobody's real one out. */
  const absent = cache<{ key: string }>(MAX_ABSENT, FRESH_MS);
  const underWay = new Map<string, Promise<Value | undefined>>();

  const note = (key: string, value: Value | undefined) => {
    if (value === undefined) {
      found.delete(key);
      absent.set(key, { key });
    } else {
      found.set(key, { value, askAgainAtMs: clock.nowMs() + FRESH_MS });
    }
  };

  const lookUp = (key: string): Promise<Value | undefined> => {
    const running = underWay.get(key);
    if (running !== undefined) return running;
    // A look-up that was forgotten while it ran may not know of the change: it answers those who wait for it, who
    // asked before the change was done, and leaves nothing behind.
    const isCurrent = () => underWay.get(key) === begun;
    const begun: Promise<Value | undefined> = look(key)
      .then((value) => {
        if (isCurrent()) note(key, value);
        return value;
      })
      .finally(() => {
        if (isCurrent()) underWay.delete(key);
      });
    underWay.set(key, begun);
    return begun;
  };

  return {
    async of(key) {
      const known = found.get(key);
      if (known === undefined) return absent.has(key) ? undefined : lookUp(key);
      if (clock.nowMs() < known.askAgainAtMs) return known.value;
      try {
        return await inTime(lookUp(key), PATIENCE_MS);
      } catch {
        known.askAgainAtMs = clock.nowMs() + ASK_AGAIN_MS;
        return known.value;
      }
    },
    has: (key) => [found, absent, underWay].some((each) => each.has(key)),
    forget(key) {
      if (key === undefined) {
        for (const each of [found, absent, underWay]) each.clear();
      } else {
        for (const each of [found, absent, underWay]) each.delete(key);
      }
    },
  };
}
