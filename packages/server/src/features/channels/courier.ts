import { noticeSchema } from '@pharos/core/channels/notice';
import { GIVE_UP_MS, nextAttempt, type Outcome } from '@pharos/core/channels/outcome';
import type { Clock } from '@pharos/core/time';
import type { Records } from '../../store/records/tables.ts';
import { type Noted, nextDue, noteAttempt, sweep, type Taken, takeDue } from './outbox.ts';
import type { Send } from './sender.ts';

export interface CourierParts {
  records: Records;
  send: Send;
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  onError(error: unknown): void;
  /** What became of an attempt. */
  onOutcome?(kind: Taken['channel']['kind'], result: Outcome['result']): void;
  limits?: Partial<CourierLimits>;
}

export interface CourierLimits {
  /** At the same time, of one channel and of all. */
  perChannel: number;
  overall: number;
  /** An attempt is given up after so long … */
  attemptMs: number;
  /** … and after so long somebody else makes the next one. */
  leaseMs: number;
  /** How long others may put something into the outbox without being noticed. */
  lookMs: number;
  /** How long what is under way may go on when the server closes. */
  graceMs: number;
}

const LIMITS: CourierLimits = {
  perChannel: 2,
  overall: 16,
  attemptMs: 45_000,
  leaseMs: 90_000,
  lookMs: 10_000,
  graceMs: 3_000,
};
const MIN_PAUSE_MS = 200;
const SWEEP_MS = 3_600_000;
const KEEP_MS = 30 * 86_400_000;

/**
 * Brings what is in the outbox to its channels. Each attempt is noted before it begins and after it ended, so that nothing is lost when
 * the process dies; what died in between is sent once more under the same key, and counted. Many processes share the work.
 */
export class Courier {
  readonly #parts: CourierParts;
  readonly #limits: CourierLimits;
  /** Attempts under way, by channel. */
  readonly #busy = new Map<string, number>();
  readonly #attempts = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #looking: Promise<void> | undefined;
  #wanted = false;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #sweepAtMs = 0;

  constructor(parts: CourierParts) {
    this.#parts = parts;
    this.#limits = { ...LIMITS, ...parts.limits };
  }

  /** Looks whether something is due: to be called after something was put into the outbox. */
  wake(): void {
    if (this.#isClosed) return;
    this.#wanted = true;
    this.#looking ??= this.#look();
  }

  /** Resolves when nothing is under way and nothing is due. */
  async settle(): Promise<void> {
    while (this.#looking || this.#attempts.size > 0) await Promise.all([this.#looking, ...this.#attempts]);
  }

  /** Takes nothing more, and gives what is under way a moment. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const late = setTimeout(() => this.#closing.abort(new Error('closing')), this.#limits.graceMs);
    await this.settle();
    clearTimeout(late);
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const { lookMs } = this.#limits;
    clearTimeout(this.#timer);
    let pauseMs = lookMs;
    do {
      this.#wanted = false;
      try {
        await this.#sweep();
        await this.#take();
        pauseMs = await this.#pauseMs();
      } catch (error) {
        pauseMs = lookMs;
        this.#parts.onError(error);
      }
    } while (this.#wanted && !this.#isClosed);
    this.#looking = undefined;
    if (!this.#isClosed) this.#timer = setTimeout(() => this.wake(), pauseMs).unref();
  }

  async #take(): Promise<void> {
    const { records, clock } = this.#parts;
    const { perChannel, overall, leaseMs } = this.#limits;
    const room = overall - this.#attempts.size;
    if (room <= 0) return;
    const nowMs = clock.nowMs();
    const full = [...this.#busy].flatMap(([channel, count]) => (count >= perChannel ? [channel] : []));
    const taken = await takeDue(records, {
      now: new Date(nowMs),
      leasedUntil: new Date(nowMs + leaseMs),
      // A channel that is busy is given one at a time, so that it never has more than it may.
      perChannel: this.#busy.size > 0 ? 1 : perChannel,
      most: room,
      except: full,
    });
    for (const delivery of taken) this.#begin(delivery);
    if (taken.length > 0) this.#wanted = true;
  }

  #begin(delivery: Taken): void {
    const { id } = delivery.channel;
    this.#busy.set(id, (this.#busy.get(id) ?? 0) + 1);
    const attempt = this.#attempt(delivery)
      .catch((error: unknown) => this.#parts.onError(error))
      .finally(() => {
        const left = (this.#busy.get(id) ?? 1) - 1;
        if (left > 0) this.#busy.set(id, left);
        else this.#busy.delete(id);
        this.#attempts.delete(attempt);
        this.wake();
      });
    this.#attempts.add(attempt);
  }

  async #attempt(delivery: Taken): Promise<void> {
    const { records, send, clock, onOutcome } = this.#parts;
    const { attemptMs } = this.#limits;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`no end after ${attemptMs / 1000} s`)), attemptMs);
    const signal = AbortSignal.any([late.signal, this.#closing.signal]);
    let noted: Noted;
    try {
      const told = noticeSchema.safeParse(delivery.notice);
      const outcome: Outcome = told.success
        ? await send(told.data, delivery.channel, signal)
        : { result: 'refused', reason: 'It was written by another version and cannot be read.' };
      onOutcome?.(delivery.channel.kind, outcome.result);
      noted = this.#noted(delivery, outcome);
    } catch (error) {
      if (!signal.aborted) throw error;
      // It was stopped on the way, so it may have arrived: whoever takes it next counts that.
      noted = { state: 'sending', dueAt: new Date(clock.nowMs()) };
    } finally {
      clearTimeout(timer);
    }
    await noteAttempt(records, delivery, noted);
  }

  #noted({ attempt, earlier, sinceMs }: Taken, outcome: Outcome): Noted {
    const nowMs = this.#parts.clock.nowMs();
    const at = new Date(nowMs);
    if (outcome.result === 'delivered') return { state: 'delivered', at };
    const { reason: error } = outcome;
    if (outcome.result === 'refused') return { state: 'dead', at, error };
    const random = this.#parts.random();
    const dueMs = nextAttempt({
      attempt: attempt - earlier,
      sinceMs,
      nowMs,
      afterMs: outcome.afterMs,
      random,
    });
    return dueMs === undefined
      ? { state: 'dead', at, error }
      : { state: 'waiting', dueAt: new Date(dueMs), error };
  }

  /** How long nothing is due, as far as is known. */
  async #pauseMs(): Promise<number> {
    const { records, clock } = this.#parts;
    const { lookMs } = this.#limits;
    const due = await nextDue(records);
    // What is due and was not taken waits for an attempt that is under way, or is being taken by another process.
    return due ? Math.min(lookMs, Math.max(MIN_PAUSE_MS, due.getTime() - clock.nowMs())) : lookMs;
  }

  async #sweep(): Promise<void> {
    const { records, clock } = this.#parts;
    const nowMs = clock.nowMs();
    if (nowMs < this.#sweepAtMs) return;
    this.#sweepAtMs = nowMs + SWEEP_MS;
    await sweep(records, {
      now: new Date(nowMs),
      givenUp: new Date(nowMs - GIVE_UP_MS),
      forgotten: new Date(nowMs - KEEP_MS),
    });
  }
}
