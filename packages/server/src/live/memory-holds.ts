import type { Claim, Hold } from './counters.ts';
import { CountersUnavailable, ENDED_MS, LATE_MS } from './counters.ts';
import { DueSeconds } from './due-seconds.ts';

export interface HeldInMemory {
  key: string;
  state: 'open' | 'expired' | 'settled' | 'released';
  claims: readonly Claim[];
  /** When the next thing happens to it. */
  dueMs: number;
}

/** Reservations of one process. What is due to happen to them happens up to a second late. */
export class MemoryHolds {
  readonly #holds = new Map<string, HeldInMemory>();
  readonly #due = new DueSeconds<HeldInMemory>((hold, nowMs) => {
    if (hold.dueMs > nowMs) this.#due.at(hold, hold.dueMs);
    else this.#end(hold, nowMs);
  });
  readonly #maxHolds: number;
  readonly #onExpired: (hold: HeldInMemory) => void;

  constructor(maxHolds: number, onExpired: (hold: HeldInMemory) => void) {
    this.#maxHolds = maxHolds;
    this.#onExpired = onExpired;
  }

  /** Does what is due by now. */
  turn(nowMs: number): void {
    this.#due.turn(nowMs);
  }

  find(key: string): HeldInMemory | undefined {
    return this.#holds.get(key);
  }

  /** @throws CountersUnavailable when too many are held. */
  requireRoom(): void {
    if (this.#holds.size >= this.#maxHolds) throw new CountersUnavailable('too many reservations are held');
  }

  add(key: string, { claims, expiresAtMs }: Hold): void {
    const hold: HeldInMemory = { key, state: 'open', claims, dueMs: 0 };
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
    hold.dueMs = atMs;
    this.#due.at(hold, atMs);
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
