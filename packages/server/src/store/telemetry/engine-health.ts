import { EngineDown, EngineError } from './engine-errors.ts';

export interface HealthTimes {
  /** A call without an answer for so long makes one ask whether there is an engine at all; asked again as often. */
  suspectAfterMs: number;
  /** An engine that does not answer the least of questions within this is down. */
  probeTimeoutMs: number;
  /** Between two questions while it is down: the first, doubled each time up to the last. */
  retryMs: readonly [first: number, last: number];
}

/** Told when the engine is found down, with the reason, and when it answers again. */
export type OnHealth = (up: boolean, reason?: Error) => void;

const TIMES: HealthTimes = { suspectAfterMs: 3_000, probeTimeoutMs: 2_000, retryMs: [250, 5_000] };

/**
 * Knows whether a remote engine is there at all (a circuit breaker). A call that fails without any answer, or waits for
 * one too long, makes it ask for itself; when that remains unanswered too the engine is down: calls under way end,
 * new ones are refused at once, and one question at a time is asked until it is answered. An engine that refuses is up.
 */
export class EngineHealth {
  readonly #probe: (signal: AbortSignal) => Promise<unknown>;
  readonly #onChange: OnHealth;
  readonly #times: HealthTimes;
  readonly #calls = new Set<AbortController>();
  #asking: Promise<void> | undefined;
  #down: EngineDown | undefined;
  #awaken: (() => Promise<void>) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(
    probe: (signal: AbortSignal) => Promise<unknown>,
    onChange: OnHealth = () => undefined,
    times: Partial<HealthTimes> = {},
  ) {
    this.#probe = probe;
    this.#onChange = onChange;
    this.#times = { ...TIMES, ...times };
  }

  get isUp(): boolean {
    return this.#down === undefined;
  }

  /** Runs a call unless the engine is down; `down` aborts, its reason an EngineDown, when it is found to be. */
  async run<Answer>(call: (down: AbortSignal) => Promise<Answer>): Promise<Answer> {
    if (this.#down) throw this.#down;
    const controller = new AbortController();
    this.#calls.add(controller);
    const watch = setInterval(() => this.#suspect(), this.#times.suspectAfterMs);
    try {
      return await call(controller.signal);
    } catch (error) {
      if (error instanceof EngineDown) this.#suspect();
      throw error;
    } finally {
      clearInterval(watch);
      this.#calls.delete(controller);
    }
  }

  /** Begins with an engine that is down, and is up once it answers and `awaken` resolved. */
  sleep(awaken: () => Promise<void>): void {
    this.#awaken = awaken;
    this.#fall(new EngineDown());
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #suspect(): void {
    if (this.#down || this.#closed) return;
    this.#asking ??= this.#ask()
      .catch((reason: Error) => {
        if (!this.#closed) this.#fall(new EngineDown(reason));
      })
      .finally(() => {
        this.#asking = undefined;
      });
  }

  #fall(down: EngineDown): void {
    this.#down = down;
    this.#onChange(false, down);
    for (const call of this.#calls) call.abort(down);
    this.#askLater(this.#times.retryMs[0]);
  }

  #askLater(ms: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => this.#askAgain(ms), ms);
    this.#timer.unref();
  }

  async #askAgain(ms: number): Promise<void> {
    try {
      await this.#ask();
      await this.#awaken?.();
    } catch {
      this.#askLater(Math.min(2 * ms, this.#times.retryMs[1]));
      return;
    }
    if (this.#closed) return;
    this.#awaken = undefined;
    this.#down = undefined;
    this.#onChange(true);
  }

  /** Rejects when nothing answers in time. A refusal is an answer. */
  async #ask(): Promise<void> {
    const late = AbortSignal.timeout(this.#times.probeTimeoutMs);
    try {
      await this.#probe(late);
    } catch (error) {
      if (late.aborted) throw new Error(`no answer within ${this.#times.probeTimeoutMs} ms`);
      if (!(error instanceof EngineError) || error.code === undefined) throw error;
    }
  }
}
