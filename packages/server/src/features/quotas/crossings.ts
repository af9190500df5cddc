import { amountText } from '@pharos/core/quotas/amount';
import { usedOf } from '@pharos/core/quotas/decide';
import { crossed } from '@pharos/core/quotas/thresholds';
import { periodAt } from '@pharos/core/quotas/window';
import type { Clock } from '@pharos/core/time';
import type { Change, LiveCounters } from '../../live/counters.ts';
import type { NewEvent } from './event-queries.ts';
import type { LiveQuota } from './live-quota.ts';

/** Subjects whose buckets are read in one go. */
const CHUNK = 50;
const MAX_WAITING = 20_000;
const RETRY_MS = 5_000;

/** Somebody's counter went up. `before`: 0 when it is not known. */
export interface Rise {
  subject: string;
  before: number;
  after: number;
  /** A moment of the window. */
  atMs: number;
}

export interface CrossingsParts {
  counters: Pick<LiveCounters, 'read'>;
  clock: Clock;
  /** Stores events; those that are stored already are no matter. */
  store(events: readonly NewEvent[]): Promise<unknown>;
  onError(error: unknown): void;
  /** After which what could not be stored is tried again. */
  retryMs?: number;
}

/**
 * Notes thresholds that are crossed: each once in a window, which the store sees to, so that neither a restart nor another process
 * notes it twice. What cannot be stored waits, up to 20,000.
 */
export class Crossings {
  readonly #parts: CrossingsParts;
  #waiting: NewEvent[] = [];
  #storing: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  /** Events that found no room while they could not be stored. */
  lost = 0;

  constructor(parts: CrossingsParts) {
    this.#parts = parts;
  }

  /** What counters of a quota have become. In a rolling window its other buckets count as well, and are read. */
  async noteChanges(quota: LiveQuota, changes: readonly Change[]): Promise<void> {
    const rising = changes.filter(({ before, after }) => usedOf([after]) > usedOf([before]));
    if (quota.quota.window.type === 'calendar') {
      this.note(
        quota,
        rising.map(({ counter, before, after }) => ({
          subject: counter.subject,
          before: usedOf([before]),
          after: usedOf([after]),
          atMs: quota.bucketStartOf(counter) ?? this.#parts.clock.nowMs(),
        })),
      );
      return;
    }
    const risen = new Map<string, number>();
    for (const { counter, before, after } of rising) {
      const by = usedOf([after]) - usedOf([before]);
      risen.set(counter.subject, (risen.get(counter.subject) ?? 0) + by);
    }
    await this.noteWhole(quota, risen);
  }

  /** By how much each subject has risen; undefined: what it was before is not known. */
  async noteWhole(quota: LiveQuota, risen: ReadonlyMap<string, number | undefined>): Promise<void> {
    const nowMs = this.#parts.clock.nowMs();
    const { buckets } = quota.windowAt(nowMs);
    const subjects = [...risen.keys()];
    for (let from = 0; from < subjects.length; from += CHUNK) {
      const chunk = subjects.slice(from, from + CHUNK);
      const refs = chunk.flatMap((subject) => buckets.map((bucket) => quota.counterOf(bucket, subject)));
      const counts = await this.#parts.counters.read(quota.project, refs);
      const rises = chunk.map((subject, index): Rise => {
        const after = usedOf(counts.slice(index * buckets.length, (index + 1) * buckets.length));
        const by = risen.get(subject);
        return { subject, before: by === undefined ? 0 : Math.max(0, after - by), after, atMs: nowMs };
      });
      this.note(quota, rises);
    }
  }

  note(live: LiveQuota, rises: readonly Rise[]): void {
    const { quota, project } = live;
    const nowMs = this.#parts.clock.nowMs();
    for (const { subject, before, after, atMs } of rises) {
      const limit = live.limitFor(subject, nowMs);
      for (const threshold of crossed({ before, after, limit }, quota.thresholds)) {
        if (this.#waiting.length >= MAX_WAITING) {
          this.lost += 1;
          continue;
        }
        this.#waiting.push({
          projectId: project,
          quotaId: quota.id,
          quotaName: quota.name,
          subject,
          threshold,
          measure: quota.measure,
          limitAmount: amountText(quota.measure, limit),
          used: amountText(quota.measure, after),
          windowStart: new Date(periodAt(quota.window, atMs)),
          at: new Date(nowMs),
        });
      }
    }
    this.flush();
  }

  /** Stores what waits, if anything does. */
  flush(): void {
    if (this.#storing || this.#waiting.length === 0) return;
    clearTimeout(this.#retry);
    const events = this.#waiting;
    this.#waiting = [];
    this.#storing = this.#parts
      .store(events)
      .then(
        () => undefined,
        (error: unknown) => {
          const all = [...events, ...this.#waiting];
          this.#waiting = all.slice(0, MAX_WAITING);
          this.lost += all.length - this.#waiting.length;
          this.#parts.onError(error);
          return true;
        },
      )
      .then((failed) => {
        this.#storing = undefined;
        if (!failed) this.flush();
        else this.#retry = setTimeout(() => this.flush(), this.#parts.retryMs ?? RETRY_MS).unref();
      });
  }

  /** Resolves when nothing is being stored; what could not be is tried no more. */
  async drain(): Promise<void> {
    while (this.#storing) await this.#storing;
    clearTimeout(this.#retry);
  }
}
