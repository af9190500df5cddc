import { canonical } from '@pharos/core/canonical';
import type { Answer, Question } from '@pharos/core/question';
import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import type { LiveBus } from '../live/bus.ts';
import type { ProjectScope } from '../store/scope.ts';
import { type Age, isGood, looksBeyondSpans } from './freshness.ts';
import { takenFrom } from './plan.ts';
import type { SharedWork } from './shared-work.ts';

/** An answer that is there or on its way. */
export interface Kept {
  /** @throws what asking failed with, or the signal's reason once it aborts. */
  wait(signal?: AbortSignal): Promise<Answer>;
}

interface Entry extends Kept {
  scope: ProjectScope;
  work: SharedWork<Answer>;
  toMs: number;
  askedAtMs: number;
  /** Undefined while it is on its way. */
  tookMs: number | undefined;
  disturbed: boolean;
  beyondSpans: boolean;
  bytes: number;
}

export interface KeptOptions {
  clock: Clock;
  bus: LiveBus;
  /** Other processes write to the store, of which the bus tells when it hears them. */
  shared: boolean;
  maxBytes: number;
}

/** What an answer on its way counts for. */
const UNKNOWN_BYTES = 4_096;

/**
 * Answers by project and Question, bounded by their size; see freshness.ts for how long they are given again. One that
 * is on its way is shared by all who ask for it.
 */
export class KeptAnswers {
  readonly #options: KeptOptions;
  readonly #entries: LRUCache<string, Entry>;
  readonly #listening = new Map<ProjectScope, { entries: Set<Entry>; stop: () => void }>();
  counts = { hits: 0, joined: 0, misses: 0, evicted: 0 };

  constructor(options: KeptOptions) {
    this.#options = options;
    this.#entries = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: ({ bytes }) => bytes,
      dispose: (entry, _key, reason) => {
        if (reason === 'evict') this.counts.evicted += 1;
        this.#forget(entry);
      },
    });
  }

  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  /** What can be given again. */
  find(scope: ProjectScope, question: Question): Kept | undefined {
    const key = keyOf(scope, question);
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    const now = this.#options.clock.nowMs();
    const { work, askedAtMs, tookMs } = entry;
    const isOnItsWay = tookMs === undefined;
    if ((!isOnItsWay || work.isRunning) && isGood(this.#ageOf(entry, tookMs ?? now - askedAtMs), now)) {
      this.counts[isOnItsWay ? 'joined' : 'hits'] += 1;
      return entry;
    }
    this.#entries.delete(key);
    return undefined;
  }

  /** Keeps what the work, which was begun now, will answer. The work may answer more metrics than are asked. */
  keep(scope: ProjectScope, question: Question, work: SharedWork<Answer>): Kept {
    const key = keyOf(scope, question);
    const { clock } = this.#options;
    const answer = work.result.then((all) => takenFrom(all, question));
    const entry: Entry = {
      scope,
      work,
      toMs: Date.parse(question.to),
      askedAtMs: clock.nowMs(),
      tookMs: undefined,
      disturbed: !this.#hearsAll,
      beyondSpans: looksBeyondSpans(question),
      bytes: UNKNOWN_BYTES,
      wait: async (signal) => {
        await work.wait(signal);
        return answer;
      },
    };
    this.counts.misses += 1;
    this.#enter(key, entry);
    const isKept = () => this.#entries.peek(key) === entry;
    answer.then(
      (known) => {
        entry.tookMs = clock.nowMs() - entry.askedAtMs;
        entry.bytes = sizeOf(known);
        // Entered again to be weighed.
        if (isKept()) {
          this.#entries.delete(key);
          this.#enter(key, entry);
        }
      },
      () => {
        if (isKept()) this.#entries.delete(key);
      },
    );
    return entry;
  }

  get #hearsAll(): boolean {
    return !this.#options.shared || this.#options.bus.hearsOthers;
  }

  #ageOf({ askedAtMs, disturbed, beyondSpans }: Entry, tookMs: number): Age {
    const { shared: hearsay } = this.#options;
    return { askedAtMs, tookMs, disturbed: disturbed || !this.#hearsAll, hearsay, beyondSpans };
  }

  #enter(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    if (this.#entries.has(key)) this.#listen(entry);
  }

  #listen(entry: Entry): void {
    const { scope } = entry;
    const listening = this.#listening.get(scope);
    if (listening) {
      listening.entries.add(entry);
      return;
    }
    const entries = new Set([entry]);
    const stop = this.#options.bus.subscribe(scope, ({ earliestMs }) => {
      for (const each of entries) {
        if (earliestMs === undefined || each.beyondSpans || earliestMs < each.toMs) each.disturbed = true;
      }
    });
    this.#listening.set(scope, { entries, stop });
  }

  #forget(entry: Entry): void {
    const listening = this.#listening.get(entry.scope);
    listening?.entries.delete(entry);
    if (listening?.entries.size !== 0) return;
    listening.stop();
    this.#listening.delete(entry.scope);
  }
}

const keyOf = (scope: ProjectScope, question: Question): string => `${scope}\n${canonical(question)}`;

/** About what an answer takes in memory. */
function sizeOf({ buckets = [], series }: Answer): number {
  const figures = ({ totals, previous, points, previousPoints }: Answer['series'][number]) =>
    Object.keys(totals).length * (100 + (previous ? 50 : 0)) +
    (Object.keys(points ?? {}).length + Object.keys(previousPoints ?? {}).length) * (60 + 8 * buckets.length);
  return series.reduce(
    (sum, each) => sum + 200 + 2 * each.group.join('').length + figures(each),
    500 + 60 * buckets.length,
  );
}
