import type { Clock } from '../transport/clock.ts';

/** A clock that goes on when it is told to. */
export class ManualClock implements Clock {
  #nowMs: number;
  #timers = new Map<object, { atMs: number; call: () => void }>();

  constructor(nowMs = Date.parse('2026-11-26T12:00:00Z')) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(ms: number, call: () => void): () => void {
    const key = {};
    this.#timers.set(key, { atMs: this.#nowMs + ms, call });
    return () => void this.#timers.delete(key);
  }

  /** How long until the next thing happens; undefined when nothing is to. */
  get nextInMs(): number | undefined {
    const moments = [...this.#timers.values()].map(({ atMs }) => atMs - this.#nowMs);
    return moments.length > 0 ? Math.min(...moments) : undefined;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
    for (const [key, { atMs, call }] of [...this.#timers]) {
      if (atMs > this.#nowMs || !this.#timers.delete(key)) continue;
      call();
    }
  }
}
