import type { Claim, Hold } from './counters.ts';
import { CountersUnavailable, ENDED_MS, LATE_MS } from './counters.ts';

export interface HeldInMemory {
  key: string;
  state: 'open' | 'expired' | 'settled' | 'released';
  claims: readonly Claim[];
  /** The second in which the next thing happens to it. */
  due: number;
}

/**
 * Reservations of one process, and when something is due to happen to each: seconds are turned over one by one, so that no
 * call looks at all of them. What is due happens up to a second late.
 */
export class MemoryHolds {
  readonly #holds = new Map<string, HeldInMemory>();
  readonly #due = new Map<number, string[]>();
  readonly #maxHolds: number;
  readonly #onExpired: (hold: HeldInMemory) => void;
  #second = Number.NEGATIVE_INFINITY;

  constructor(maxHolds: number, onExpired: (hold: HeldInMemory) => void) {
    this.#maxHolds = maxHolds;
    this.#onExpired = onExpired;
  }

  /** Does what is due by now. */
  turn(nowMs: number): void {
    const second = Math.floor(nowMs / 1000);
    if (second <= this.#second) return;
    this.#second = second;
    for (const [due, keys] of this.#due) {
      if (due > second) continue;
      this.#due.delete(due);
      for (const key of keys) {
        const hold = this.#holds.get(key);
        if (hold?.due === due) this.#end(hold, nowMs);
      }
    }
  }

  find(key: string): HeldInMemory | undefined {
    return this.#holds.get(key);
  }

  /** @throws CountersUnavailable when too many are held. */
  requireRoom(): void {
    if (this.#holds.size >= this.#maxHolds) throw new CountersUnavailable('too many reservations are held');
  }

  add(key: string, { claims, expiresAtMs }: Hold): void {
    const hold: HeldInMemory = { key, state: 'open', claims, due: 0 };
    this.#holds.set(key, hold);
    this.#schedule(hold, expiresAtMs);
  }

  /** Remembers for a while how it ended. */
  finish(hold: HeldInMemory, state: 'settled' | 'released', nowMs: number): void {
    hold.state = state;
    hold.claims = [];
    this.#schedule(hold, nowMs + ENDED_MS);
  }

  #schedule(hold: HeldInMemory, atMs: number): void {
    hold.due = Math.ceil(atMs / 1000);
    const keys = this.#due.get(hold.due);
    if (keys) keys.push(hold.key);
    else this.#due.set(hold.due, [hold.key]);
  }

  #end(hold: HeldInMemory, nowMs: number): void {
    if (hold.state !== 'open') {
      this.#holds.delete(hold.key);
      return;
    }
    hold.state = 'expired';
    this.#onExpired(hold);
    this.#schedule(hold, nowMs + LATE_MS);
  }
}
