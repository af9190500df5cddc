import type { Clock } from '@pharos/core/time';
import type { LiveBus } from '../../live/bus.ts';
import type { QuotaBook } from './book.ts';
import type { LiveQuota } from './live-quota.ts';
import type { Recount } from './recount.ts';

export interface TallyOptions {
  book: QuotaBook;
  recount: Recount;
  bus: LiveBus;
  clock: Clock;
  onError(error: unknown): void;
  /** How long each reading took, in seconds. */
  onReading?(seconds: number): void;
  pace?: Pace;
}

export interface Pace {
  /** From a commit to the reading, so that one reading serves many commits. */
  delayMs: number;
  /** A quota rests so many times as long as its reading took. */
  restFactor: number;
  /** After a reading that failed, longer each time. */
  retryMs: number;
  maxRetryMs: number;
  /** How often one looks for quotas that others changed and for windows that began. */
  tickMs: number;
  /** Everything is read again, whatever is known. */
  wholeEveryMs: number;
}
const PACE: Pace = {
  delayMs: 200,
  restFactor: 10,
  retryMs: 1_000,
  maxRetryMs: 30_000,
  tickMs: 30_000,
  wholeEveryMs: 300_000,
};

/** `unread`: nothing is known of what was spent. `behind`: the last reading failed. */
export type Knowledge = 'unread' | 'current' | 'behind';

interface Reading {
  live: LiveQuota;
  /** What started at or after this is to be read; infinite: nothing is. */
  dirtyFromMs: number;
  /** By the clock of the process. */
  notBeforeMs: number;
  /** Of the injected clock. */
  readAtMs: number | undefined;
  wholeAtMs: number;
  windowStartMs: number;
  failures: number;
}

/**
 * Keeps counters at what is stored. Each quota is read whole at the start, every five minutes, and when it changes; after a
 * commit the buckets in which its spans started are read again, so late spans count where they belong and resent ones once.
 *
 * The greatest error in between: what was committed since the last reading began, so what 0.2 s and, of a quota whose
 * reading takes long, eleven times that reading bring in. What is reserved and settled counts at once and does not wait for
 * this, so a hard limit whose callers all reserve is exact at any time.
 */
export class Tally {
  readonly #options: TallyOptions;
  readonly #pace: Pace;
  /** By quota and what it counts. */
  readonly #readings = new Map<string, Reading>();
  readonly #subscribed = new Map<string, () => void>();
  #timer: NodeJS.Timeout | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #closed = false;
  readonly #stop = new AbortController();

  constructor(options: TallyOptions) {
    this.#options = options;
    this.#pace = options.pace ?? PACE;
  }

  /** Begins to read; resolves when all quotas are known, not when they are read. */
  async start(): Promise<void> {
    this.#ticking = setInterval(() => void this.#tick(), this.#pace.tickMs).unref();
    await this.#tick();
  }

  knowledgeOf(live: LiveQuota): Knowledge {
    const reading = this.#readings.get(live.version);
    if (reading?.readAtMs === undefined) return 'unread';
    return reading.failures > 0 ? 'behind' : 'current';
  }

  readAtMs(live: LiveQuota): number | undefined {
    return this.#readings.get(live.version)?.readAtMs;
  }

  /** To be called when counters may have lost what they knew. */
  recountAll(): void {
    for (const reading of this.#readings.values()) {
      reading.dirtyFromMs = 0;
      reading.notBeforeMs = 0;
      reading.readAtMs = undefined;
    }
    this.#wake();
  }

  /** To be called when quotas of a project were changed, after the book forgot them. Waits a while for their first reading. */
  async refresh(project: string, patienceMs = 2_000): Promise<void> {
    await this.#know(project);
    this.#wake();
    const until = performance.now() + patienceMs;
    const unread = () =>
      [...this.#readings.values()].some(
        ({ live, readAtMs, failures }) =>
          live.project === project && readAtMs === undefined && failures === 0,
      );
    while (unread() && performance.now() < until && !this.#closed) await wait(5);
  }

  /** Resolves when nothing is to be read, or what is cannot be. For tests, and for the end. */
  async settle(): Promise<void> {
    const due = () => [...this.#readings.values()].some((each) => isDirty(each) && each.failures === 0);
    while (!this.#closed && (due() || this.#running)) {
      this.#wake();
      await (this.#running ?? wait(5));
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stop.abort();
    clearInterval(this.#ticking);
    clearTimeout(this.#timer);
    for (const unsubscribe of this.#subscribed.values()) unsubscribe();
    await this.#running;
  }

  async #tick(): Promise<void> {
    try {
      const projects = new Set([...(await this.#options.book.projects()), ...this.#subscribed.keys()]);
      for (const project of projects) await this.#know(project);
    } catch (error) {
      this.#options.onError(error);
    }
    const nowMs = this.#options.clock.nowMs();
    for (const reading of this.#readings.values()) {
      if (nowMs - reading.wholeAtMs >= this.#pace.wholeEveryMs) reading.dirtyFromMs = 0;
      // Spans may have come before their window began.
      const { startMs } = reading.live.windowAt(nowMs);
      if (startMs !== reading.windowStartMs) {
        reading.windowStartMs = startMs;
        reading.dirtyFromMs = Math.min(reading.dirtyFromMs, startMs);
      }
    }
    this.#wake();
  }

  /** Takes up a project's quotas as they are now. */
  async #know(project: string): Promise<void> {
    const quotas = await this.#options.book.of(project);
    if (this.#closed) return;
    const versions = new Set(quotas.map(({ version }) => version));
    for (const [version, { live }] of this.#readings) {
      if (live.project === project && !versions.has(version)) {
        this.#readings.delete(version);
        this.#options.recount.forget(version);
      }
    }
    for (const live of quotas) {
      const known = this.#readings.get(live.version);
      if (known) known.live = live;
      else
        this.#readings.set(live.version, {
          live,
          dirtyFromMs: 0,
          notBeforeMs: 0,
          readAtMs: undefined,
          wholeAtMs: 0,
          windowStartMs: live.windowAt(this.#options.clock.nowMs()).startMs,
          failures: 0,
        });
    }
    const unsubscribe = this.#subscribed.get(project);
    if (quotas.length > 0 && !unsubscribe) {
      const hear = ({ earliestMs = 0 }: { earliestMs?: number }) => this.#committed(project, earliestMs);
      this.#subscribed.set(project, this.#options.bus.subscribe(project, hear));
    } else if (quotas.length === 0 && unsubscribe) {
      unsubscribe();
      this.#subscribed.delete(project);
    }
  }

  #committed(project: string, earliestMs: number): void {
    const soon = performance.now() + this.#pace.delayMs;
    for (const reading of this.#readings.values()) {
      if (reading.live.project !== project) continue;
      if (!isDirty(reading)) reading.notBeforeMs = Math.max(reading.notBeforeMs, soon);
      reading.dirtyFromMs = Math.min(reading.dirtyFromMs, earliestMs);
    }
    this.#wake();
  }

  /** Sees to it that what is dirty is read when its time comes. */
  #wake(): void {
    if (this.#closed || this.#running) return;
    clearTimeout(this.#timer);
    let next = Number.POSITIVE_INFINITY;
    for (const reading of this.#readings.values()) {
      if (isDirty(reading)) next = Math.min(next, reading.notBeforeMs);
    }
    if (next === Number.POSITIVE_INFINITY) return;
    const begin = () => {
      this.#running = this.#work().finally(() => {
        this.#running = undefined;
        this.#wake();
      });
    };
    this.#timer = setTimeout(begin, Math.max(0, next - performance.now())).unref();
  }

  /** One after another: pages of readers find the engine as free as they left it. */
  async #work(): Promise<void> {
    for (const reading of [...this.#readings.values()]) {
      if (this.#closed) return;
      if (isDirty(reading) && reading.notBeforeMs <= performance.now()) await this.#read(reading);
    }
  }

  async #read(reading: Reading): Promise<void> {
    const { clock, recount, onError, onReading } = this.#options;
    const began = performance.now();
    const nowMs = clock.nowMs();
    const { dirtyFromMs, live } = reading;
    const first = reading.readAtMs === undefined;
    // What arrives meanwhile makes it dirty again.
    reading.dirtyFromMs = Number.POSITIVE_INFINITY;
    let restMs: number;
    try {
      await recount.run(live, dirtyFromMs, first, this.#stop.signal);
      reading.readAtMs = nowMs;
      if (dirtyFromMs === 0) reading.wholeAtMs = nowMs;
      reading.failures = 0;
      restMs = Math.max(this.#pace.delayMs, this.#pace.restFactor * (performance.now() - began));
      onReading?.((performance.now() - began) / 1000);
    } catch (error) {
      reading.dirtyFromMs = Math.min(dirtyFromMs, reading.dirtyFromMs);
      reading.failures += 1;
      restMs = Math.min(this.#pace.retryMs * 2 ** (reading.failures - 1), this.#pace.maxRetryMs);
      if (!this.#closed) onError(error);
    }
    reading.notBeforeMs = performance.now() + restMs;
  }
}

const isDirty = ({ dirtyFromMs }: Reading): boolean => dirtyFromMs !== Number.POSITIVE_INFINITY;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
