import { setTimeout as after } from 'node:timers/promises';
import { DecodeError, TooLarge, UnsupportedMedia, WorkerDied } from '../intake/errors.ts';
import { noRejection } from '../intake/rejection.ts';
import type { IngestSteps } from '../pipeline/pipeline.ts';
import { EngineError } from '../store/telemetry/engine-errors.ts';
import type { Lot, Spool, Spooled } from './spool.ts';

/** Requests that are worked on together: they share commits. */
const LOT = { bytes: 4 << 20, requests: 64 };
const PAUSES_MS = [100, 2_000] as const;
/** What the engine refuses for good may be a statement that passes after all: a table that somebody makes anew. */
const ATTEMPTS = 5;

/**
 * Stores what is in the spool, oldest first, as soon as the engine answers. What fails for a reason that passes is tried
 * until it is stored; what cannot be stored at all is put aside and stops nothing.
 */
export class SpoolDrain {
  readonly #spool: Spool;
  readonly #steps: IngestSteps;
  readonly #isUp: () => boolean;
  readonly #onError: (error: unknown, what: string) => void;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #again = false;

  constructor(given: {
    spool: Spool;
    steps: IngestSteps;
    isUp: () => boolean;
    onError: (error: unknown, what: string) => void;
  }) {
    this.#spool = given.spool;
    this.#steps = given.steps;
    this.#isUp = given.isUp;
    this.#onError = given.onError;
  }

  /** There may be something to store. */
  wake(): void {
    this.#again = true;
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is being stored any more; what is left is stored after the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stop.signal.aborted) {
      this.#again = false;
      try {
        while (await this.#storeOldest());
      } catch (error) {
        this.#onError(error, 'the spool cannot be read or changed');
        this.#again = true;
        await this.#pause(PAUSES_MS[1]);
      }
    }
    this.#running = undefined;
  }

  /** False when there is nothing to store, or when it is to stop. */
  async #storeOldest(): Promise<boolean> {
    const lot = await this.#spool.oldest(LOT);
    if (lot === undefined) return false;
    await this.#store(lot);
    // What is only partly stored is stored again after the next start, which changes nothing.
    if (this.#stop.signal.aborted) return false;
    await this.#spool.done(lot);
    return true;
  }

  /** Resolves when every request of the lot is stored or put aside, or when it is to stop. */
  async #store(lot: Lot): Promise<void> {
    let left = lot.requests;
    for (let attempt = 1; left.length > 0 && !this.#stop.signal.aborted; attempt++) {
      while (!this.#isUp() && !this.#stop.signal.aborted) await this.#pause(PAUSES_MS[0]);
      if (this.#stop.signal.aborted) return;
      const failed = await this.#attempt(left);
      const again: Spooled[] = [];
      for (const { spooled, error } of failed) {
        if (passes(error, attempt)) again.push(spooled);
        else {
          this.#onError(error, `a request was put aside out of ${lot.segment.name}`);
          await this.#spool.putAside(lot, spooled);
        }
      }
      this.#spool.drained += left.length - failed.length;
      left = again;
      if (left.length > 0) await this.#pause(Math.min(PAUSES_MS[0] * 2 ** attempt, PAUSES_MS[1]));
    }
  }

  /** Prepares all at once and hands them to the commit in their order. */
  async #attempt(requests: readonly Spooled[]): Promise<{ spooled: Spooled; error: unknown }[]> {
    const prepared = await Promise.allSettled(requests.map(({ request }) => this.#steps.prepare(request)));
    const outcomes = await Promise.allSettled(
      requests.map(async ({ request }, index) => {
        const made = prepared[index];
        if (made?.status !== 'fulfilled') throw made?.reason;
        // What was wrong with it was said, and counted, when it came.
        await this.#steps.commit(request, { ...made.value, rejected: noRejection() });
      }),
    );
    return requests.flatMap((spooled, index) => {
      const outcome = outcomes[index];
      return outcome?.status === 'rejected' ? [{ spooled, error: outcome.reason }] : [];
    });
  }

  #pause(ms: number): Promise<void> {
    return after(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
  }
}

/** Whether the same request may be stored later. It was prepared once, so whatever is not its own doing passes. */
function passes(error: unknown, attempt: number): boolean {
  if ([DecodeError, TooLarge, UnsupportedMedia, WorkerDied].some((kind) => error instanceof kind))
    return false;
  return !(error instanceof EngineError) || error.isTemporary || attempt < ATTEMPTS;
}
