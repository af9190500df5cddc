import type { Driver } from '../driver.ts';
import { fillDue, SETTLED_MS } from '../fills.ts';
import { VIEWS } from '../views.ts';
import {
  type Background,
  type DueHours,
  dueHours,
  inBackground,
  QUIET_MS,
  quietSince,
  rollUp,
  sweep,
} from './roll-up.ts';
import { dropUnusedRollups, MARKS_VIEW } from './schema.ts';

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
  /** Whether this process is the one that does it; asked again and again. */
  lease?(): Promise<boolean>;
  onError(error: unknown): void;
}

const EVERY_MS = 30_000;
/** Whoever began to read sums before they were replaced is done with them after this. */
const SWEEP_AFTER_MS = 600_000;
/** Days of projects looked for at a time. */
const STEP = 100;

/**
 * Keeps rollups at what is stored, in the background: each hour some minutes after it is over, and again after late spans. Two that do it
 * at the same time do it twice, to the same end. Before all else it fills the views that a new version brought.
 */
export class RollupKeeper {
  readonly #driver: Driver;
  readonly #engine: Background;
  readonly #quietMs: number;
  readonly #lease: () => Promise<boolean>;
  readonly #onError: (error: unknown) => void;
  readonly #counts: KeeperCounts;
  readonly #end = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isFilled = false;
  #sweptAtMs = Number.NEGATIVE_INFINITY;

  constructor({ driver, counts, quietMs = QUIET_MS, lease, onError }: KeeperOptions) {
    this.#driver = driver;
    this.#engine = inBackground(driver, this.#end.signal);
    this.#counts = counts ?? { hours: 0, failures: 0 };
    this.#quietMs = quietMs;
    this.#lease = lease ?? (async () => true);
    this.#onError = onError;
  }

  start(): void {
    this.#timer = setInterval(() => void this.pass(), EVERY_MS).unref();
    void this.pass();
  }

  /** Breaks off what runs; it is taken up anew by the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#end.abort();
    await this.#running;
  }

  /** Resolves when nothing is being rolled up. */
  async rest(): Promise<void> {
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
      if (!(await this.#lease())) return;
      await this.#fill();
      for (;;) {
        const found = await dueHours(this.#engine, await this.#asOf(), STEP);
        const due = found.filter((each) => !failed.has(keyOf(each)));
        if (due.length === 0) break;
        for (const each of due) {
          if (!(await this.#lease())) return;
          if (!(await this.#rollUp(each))) failed.add(keyOf(each));
        }
      }
      if (performance.now() - this.#sweptAtMs >= SWEEP_AFTER_MS) await this.sweep();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Hours first: until they are marked, spans answer for all of them. */
  async #fill(): Promise<void> {
    if (this.#isFilled) return;
    // Nobody else can have an insert on its way into the embedded engine.
    const settledMs = this.#driver.kind === 'embedded' ? 0 : SETTLED_MS;
    const left = await fillDue(this.#driver, [MARKS_VIEW, ...VIEWS], {
      settledMs,
      signal: this.#end.signal,
    });
    this.#isFilled = left === 0;
  }

  /** As of a time of its own, so that what an attempt before it left is never taken for a part of it. */
  #asOf(): Promise<number> {
    return quietSince(this.#engine, this.#quietMs);
  }

  async #rollUp(due: DueHours): Promise<boolean> {
    try {
      await rollUp(this.#engine, due, await this.#asOf());
    } catch (error) {
      if (this.#end.signal.aborted) throw error;
      this.#fail(error);
      if (due.hours.length === 1) return false;
      // What is too much for the engine at once may not be hour by hour.
      let all = true;
      for (const hour of due.hours) all = (await this.#rollUp({ ...due, hours: [hour] })) && all;
      return all;
    }
    this.#counts.hours += due.hours.length;
    return true;
  }

  /** Takes away what was replaced so long ago, by whichever process. */
  async sweep(afterMs = SWEEP_AFTER_MS): Promise<void> {
    this.#sweptAtMs = performance.now();
    await sweep(this.#engine, await quietSince(this.#engine, afterMs));
    await dropUnusedRollups(this.#driver);
  }

  #fail(error: unknown): void {
    if (this.#end.signal.aborted) return;
    this.#counts.failures += 1;
    this.#onError(error);
  }
}

const keyOf = ({ projectId, hours }: DueHours): string => `${projectId}\n${Math.floor((hours[0] ?? 0) / 24)}`;
