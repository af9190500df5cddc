import type { Driver } from '../driver.ts';
import { type DueHours, dueHours, QUIET_MS, quietSince, rollUp, sweep } from './roll-up.ts';

/** Hours that were rolled up, and times that it failed. */
export interface KeeperCounts {
  hours: number;
  failures: number;
}

export interface KeeperOptions {
  driver: Driver;
  counts?: KeeperCounts;
  /** How long an hour is left alone after its last span came. */
  quietMs?: number;
  onError(error: unknown): void;
}

const EVERY_MS = 30_000;
/** Whoever began to read sums before they were replaced is done with them after this. */
const SWEEP_AFTER_MS = 600_000;
/** Days of projects looked for at a time. */
const STEP = 100;

/** Keeps rollups at what is stored, in the background: each hour some minutes after it is over, and again after late spans. */
export class RollupKeeper {
  readonly #driver: Driver;
  readonly #quietMs: number;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopping = false;
  #replaced: { due: DueHours; asOf: number; atMs: number }[] = [];
  readonly #counts: KeeperCounts;

  constructor({ driver, counts, quietMs = QUIET_MS, onError }: KeeperOptions) {
    this.#counts = counts ?? { hours: 0, failures: 0 };
    this.#driver = driver;
    this.#quietMs = quietMs;
    this.#onError = onError;
  }

  start(): void {
    this.#timer = setInterval(() => void this.pass(), EVERY_MS).unref();
    void this.pass();
  }

  /** Ends after the day at hand; the rest is taken up by the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Resolves when all that had come to rest is rolled up, or could not be. */
  pass(): Promise<void> {
    this.#running ??= this.#pass().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #pass(): Promise<void> {
    const failed = new Set<string>();
    try {
      for (;;) {
        const asOf = await quietSince(this.#driver, this.#quietMs);
        const due = (await dueHours(this.#driver, asOf, STEP)).filter((each) => !failed.has(keyOf(each)));
        if (due.length === 0) break;
        for (const each of due) {
          if (this.#stopping) return;
          if (!(await this.#rollUp(each, asOf))) failed.add(keyOf(each));
        }
      }
      await this.sweep();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #rollUp(due: DueHours, asOf: number): Promise<boolean> {
    try {
      await rollUp(this.#driver, due, asOf);
    } catch (error) {
      this.#fail(error);
      if (due.hours.length === 1) return false;
      // What is too much for the engine at once may not be hour by hour.
      let all = true;
      for (const hour of due.hours) all = (await this.#rollUp({ ...due, hours: [hour] }, asOf)) && all;
      return all;
    }
    this.#counts.hours += due.hours.length;
    if (due.again) this.#replaced.push({ due, asOf, atMs: performance.now() });
    return true;
  }

  /** Takes away what was replaced so long ago. */
  async sweep(afterMs = SWEEP_AFTER_MS): Promise<void> {
    const isRipe = ({ atMs }: { atMs: number }) => performance.now() - atMs >= afterMs;
    const ripe = this.#replaced.filter(isRipe);
    this.#replaced = this.#replaced.filter((each) => !isRipe(each));
    for (const { due, asOf } of ripe) await sweep(this.#driver, due, asOf);
  }

  #fail(error: unknown): void {
    this.#counts.failures += 1;
    if (!this.#stopping) this.#onError(error);
  }
}

const keyOf = ({ projectId, hours }: DueHours): string => `${projectId}\n${Math.floor((hours[0] ?? 0) / 24)}`;
