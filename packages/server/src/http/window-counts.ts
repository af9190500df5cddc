import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';

const MAX_REMEMBERED = 20_000;

/** How often something happened in a window of time, which begins with the first of it. In this process alone. */
export class WindowCounts {
  readonly #counts: LRUCache<string, number>;

  constructor(clock: Clock, windowMs: number) {
    this.#counts = new LRUCache({
      max: MAX_REMEMBERED,
      ttl: windowMs,
      ttlResolution: 0,
      noUpdateTTL: true,
      perf: { now: () => clock.nowMs() },
    });
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  add(key: string, change: number): void {
    this.#counts.set(key, Math.max(0, this.of(key) + change));
  }

  /** Whole seconds after which the window of the key is over. */
  secondsLeft(key: string): number {
    return Math.floor(this.#counts.getRemainingTTL(key) / 1000) + 1;
  }
}
