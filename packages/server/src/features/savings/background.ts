import { setMaxListeners } from 'node:events';
import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import { ApiError } from '../../errors.ts';
import { FairTurns } from './fair-turns.ts';

/** How far some work is, told by whoever does it. */
export type Report = (done: number, of: number) => void;

export interface Progress {
  done: number;
  of: number;
}

export type Standing<Result> =
  | { state: 'running'; progress: Progress }
  | { state: 'done'; progress: Progress; result: Result; atMs: number };

/** A piece of work, by what makes it the same, and for whom it is done. */
export interface Wanted {
  whose: string;
  key: string;
}

interface Entry<Result> {
  whose: string;
  progress: Progress;
  result: Promise<Result>;
  atMs: number | undefined;
  value: { result: Result } | undefined;
  askedAtMs: number;
  stop(reason: unknown): void;
}

export interface BackgroundOptions {
  clock: Clock;
  /** So long a result is given again. */
  keepMs: number;
  /** Work for which nobody has asked for so long is given up. */
  patienceMs: number;
  /** Results, and work under way. */
  most: number;
  /** Of these, results of one. */
  mostOfOne: number;
}

/**
 * Work that takes longer than a request: whoever asks for the same waits for the same, for as long as they like, and asks again. One
 * piece of work is done at a time, so that the store has its sessions for those who wait; the others stand in line.
 */
export class Background<Result> {
  readonly #options: BackgroundOptions;
  readonly #entries: LRUCache<string, Entry<Result>>;
  readonly #turns = new FairTurns();

  constructor(options: BackgroundOptions) {
    this.#options = options;
    this.#entries = new LRUCache({
      max: options.most,
      dispose: (entry) => entry.stop(new ApiError('overloaded')),
    });
  }

  /** What is known after at most so long. @throws what the work failed with; it is begun anew when asked for again. */
  async ask(
    { whose, key }: Wanted,
    work: (report: Report, signal: AbortSignal) => Promise<Result>,
    waitMs: number,
    signal?: AbortSignal,
  ): Promise<Standing<Result>> {
    const now = this.#options.clock.nowMs();
    this.#giveUpForgotten(now);
    const known = this.#entries.get(key);
    const isOld = known?.atMs !== undefined && now - known.atMs >= this.#options.keepMs;
    const entry = known === undefined || isOld ? this.#begin({ whose, key }, work) : known;
    entry.askedAtMs = now;
    await endOf(entry.result, waitMs, signal);
    entry.askedAtMs = this.#options.clock.nowMs();
    const { progress, value, atMs } = entry;
    return value === undefined || atMs === undefined
      ? { state: 'running', progress }
      : { state: 'done', progress, result: value.result, atMs };
  }

  /** Ends what is under way. */
  close(): void {
    this.#entries.clear();
  }

  #begin(
    { whose, key }: Wanted,
    work: (report: Report, signal: AbortSignal) => Promise<Result>,
  ): Entry<Result> {
    const { clock } = this.#options;
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const entry: Entry<Result> = {
      whose,
      progress: { done: 0, of: 1 },
      atMs: undefined,
      value: undefined,
      askedAtMs: clock.nowMs(),
      stop: (reason) => controller.abort(reason),
      result: this.#turns.run(whose, controller.signal, () =>
        work((done, of) => {
          entry.progress = { done, of };
        }, controller.signal),
      ),
    };
    this.#entries.set(key, entry);
    entry.result.then(
      (result) => {
        entry.value = { result };
        entry.atMs = clock.nowMs();
        this.#dropOldest(whose);
      },
      () => {
        if (this.#entries.peek(key) === entry) this.#entries.delete(key);
      },
    );
    return entry;
  }

  /** One that asks for much drops its own results, not those of others. */
  #dropOldest(whose: string): void {
    const done = [...this.#entries.entries()].filter(
      ([, entry]) => entry.whose === whose && entry.value !== undefined,
    );
    for (const [key] of done.slice(this.#options.mostOfOne)) this.#entries.delete(key);
  }

  #giveUpForgotten(now: number): void {
    for (const [key, entry] of this.#entries.entries()) {
      if (entry.value === undefined && now - entry.askedAtMs > this.#options.patienceMs)
        this.#entries.delete(key);
    }
  }
}

/** Resolves when the work ends, the time is over or the asker has left. @throws what the work failed with. */
function endOf(work: Promise<unknown>, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    signal?.addEventListener('abort', done, { once: true });
    work.then(done, (error) => {
      reject(error);
      done();
    });
  });
}
