import type { QuotaMeasure } from '@pharos/core/quotas/amount';
import type { Counted } from '@pharos/core/quotas/decide';

/** One counter: what a subject amounts to in a group, such as the window of a quota. Groups end as a whole. */
export interface CounterRef {
  /** Unique within its owner. */
  group: string;
  subject: string;
  /** When the group is dropped: the same for all of its counters. */
  expiresAtMs: number;
}

export interface Change {
  counter: CounterRef;
  before: Counted;
  after: Counted;
}

/** A part of a reservation: so much, of counters that together must stay within a limit. */
export interface Claim {
  measure: QuotaMeasure;
  amount: number;
  /** Null: counts along, and refuses nothing but what would not be remembered exactly. */
  limit: number | null;
  /** Added up against the limit. */
  counters: readonly CounterRef[];
  /** The one of them that holds the amount. */
  into: CounterRef;
}

export interface Hold {
  id: string;
  /** Given up as abandoned at that time, unless it was settled or released before. */
  expiresAtMs: number;
  claims: readonly Claim[];
}

export interface HoldOutcome {
  held: boolean;
  /** Of each claim, its counters as they were before. */
  counts: Counted[][];
}

/** What was really spent; of a measure that is left out, as much as was held. */
export type Spent = Partial<Record<QuotaMeasure, number>>;

export interface EndOfHold {
  state: 'settled' | 'released';
  /** It had been given up before. What was spent counts all the same. */
  late: boolean;
  /** It had ended before: nothing has changed. */
  repeated: boolean;
  changes: Change[];
}

/**
 * Counters that all processes of a server share, in memory or in Redis. An owner, which is a project, sees only its own. Amounts
 * are whole and at most `MAX_AMOUNT` (core/quotas/amount.ts). Nothing here is the only copy of what was stored: what counters
 * are told is read again from telemetry; what is lost with them are reservations under way. Every method rejects with
 * {@link CountersUnavailable}, soon, when it cannot do its work.
 */
export interface LiveCounters {
  /**
   * Sets what stored spans amount to, read at a time; what was read before that is ignored. Answers with what has changed. Counters for
   * which there is no room are counted in `dropped`. `base`: what is settled from now on comes on top of this.
   */
  tell(
    owner: string,
    group: Pick<CounterRef, 'group' | 'expiresAtMs'>,
    amounts: readonly (readonly [subject: string, amount: number])[],
    reading: { readAtMs: number; base?: boolean },
  ): Promise<Change[]>;
  /** In the order asked; unknown counters are 0. */
  read(owner: string, counters: readonly CounterRef[]): Promise<Counted[]>;
  /** Holds every claim or none, in one step: no two reservations see the same room. */
  reserve(owner: string, hold: Hold): Promise<HoldOutcome>;
  /** Counts what was spent in place of what was held. Undefined when there is no such reservation, or no more. */
  settle(owner: string, id: string, spent: Spent): Promise<EndOfHold | undefined>;
  /** Holds nothing any more. */
  release(owner: string, id: string): Promise<EndOfHold | undefined>;
  /** Counters that found no room. */
  readonly dropped: number;
  close(): Promise<void>;
}

/** Why counters cannot be read or changed just now. */
export class CountersUnavailable extends Error {
  override readonly name = 'CountersUnavailable';
}

/** How much there is room for. */
export interface CounterLimits {
  /** Of an owner in memory, so that no project takes the room of all others; in Redis of one of its groups. */
  maxCounters: number;
  /** Of all owners, in memory. */
  maxInAll: number;
  /** Reservations under way. */
  maxHolds: number;
}
export const COUNTER_LIMITS: CounterLimits = { maxCounters: 500_000, maxInAll: 1_000_000, maxHolds: 200_000 };

/** How long a reservation that was given up may still be settled. */
export const LATE_MS = 3_600_000;
/** How long one remembers that a reservation has ended, for those who say so twice. */
export const ENDED_MS = 60_000;
