import { sumDecimals } from '@pharos/core/pricing/decimal';
import { priceSpan } from '@pharos/core/pricing/price';
import { createPriceBook, type PriceBook } from '@pharos/core/pricing/price-book';
import type { Clock } from '@pharos/core/time';
import type { LiveBus } from '../../live/bus.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ChargedSpan, Charges, NewCharge } from '../../store/telemetry/charges.ts';
import { ownPricesOf } from './overrides.ts';
import { finishReprice, noteReprice, type RunningJob, takeRepriceJob } from './reprice-queries.ts';

export interface RepricerOptions {
  records: Records;
  charges: Charges;
  clock: Clock;
  bus: LiveBus;
  /** Runs a write so that it overlaps with no other. */
  exclusively(write: () => Promise<void>): Promise<void>;
  onError(error: unknown): void;
}

/** Spans at a time: a step is short, so ingestion hardly waits for it. */
const STEP = 500;
/** After so long without a step somebody else goes on with a job. */
const LEASE_MS = 60_000;
const LOOK_MS = 30_000;

/** Prices stored spans anew, a job after the other, each in steps that can be gone on with after a crash. */
export class Repricer {
  readonly #options: RepricerOptions;
  #running: Promise<void> | undefined;
  #stopping = false;
  #looking: NodeJS.Timeout | undefined;

  constructor(options: RepricerOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier run left, and from now and then what another process did. */
  start(): void {
    this.#looking = setInterval(() => this.wake(), LOOK_MS).unref();
    this.wake();
  }

  /** Sees whether there is a job to be done. */
  wake(): void {
    if (this.#stopping) return;
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
    });
  }

  /** Ends after the step at hand; the job goes on with the next start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#looking);
    await this.#running;
  }

  async #work(): Promise<void> {
    const { records, clock, onError } = this.#options;
    try {
      for (;;) {
        const job = this.#stopping
          ? undefined
          : await takeRepriceJob(records, new Date(clock.nowMs()), this.#leaseEnd());
        if (!job) return;
        await this.#run(job);
      }
    } catch (error) {
      onError(error);
    }
  }

  async #run(job: RunningJob): Promise<void> {
    const { records, clock, onError } = this.#options;
    try {
      if (await this.#steps(job))
        await finishReprice(records, job.id, { state: 'done', error: '' }, new Date(clock.nowMs()));
    } catch (error) {
      onError(error);
      const why = 'The stored spans could not be read or written. Start it again: it changes nothing twice.';
      await finishReprice(records, job.id, { state: 'failed', error: why }, new Date(clock.nowMs()));
    }
  }

  /** False when it was cancelled, or has to be gone on with by the next start. */
  async #steps(job: RunningJob): Promise<boolean> {
    const { records, charges } = this.#options;
    // Read now: what this process remembers may be older than the prices that the job is for.
    const book = createPriceBook(await ownPricesOf(records, job.project));
    let now = job;
    if (now.cursor === undefined) now = { ...now, spans: await charges.count(job.project, job.range) };
    for (;;) {
      const spans = await charges.after(job.project, job.range, now.cursor, STEP);
      const last = spans.at(-1)?.span;
      if (!last) return true;
      const changed = repriced(spans, book);
      await this.#write(job, changed);
      const counted = changed.filter((charge) => charge.counted);
      now = {
        ...now,
        done: now.done + spans.length,
        changed: now.changed + changed.length,
        before: sumDecimals([now.before, ...counted.map(({ span }) => span.cost?.total ?? '0')]),
        after: sumDecimals([now.after, ...counted.map(({ cost }) => cost?.total ?? '0')]),
        cursor: { startNs: last.startNs, traceId: last.traceId, spanId: last.spanId },
      };
      const goesOn = await noteReprice(records, now, this.#stopping ? new Date(0) : this.#leaseEnd());
      if (!goesOn || this.#stopping) return false;
    }
  }

  async #write({ project }: RunningJob, changed: readonly NewCharge[]): Promise<void> {
    const [first] = changed;
    if (!first) return;
    const { charges, bus, exclusively } = this.#options;
    await exclusively(() => charges.charge(project, changed));
    const traceIds = [...new Set(changed.map(({ span }) => span.traceId))];
    const earliestMs = Number(first.span.startNs / 1_000_000n);
    bus.publish({ projectId: project, type: 'traces', traceIds, earliestMs });
  }

  #leaseEnd(): Date {
    return new Date(this.#options.clock.nowMs() + LEASE_MS);
  }
}

/** Those of the spans that cost something else by these prices, or the same by another edition of them. */
const repriced = (spans: readonly ChargedSpan[], book: PriceBook): NewCharge[] =>
  spans.flatMap((charged) => {
    const { span } = charged;
    const cost = priceSpan(span, book);
    const isSame =
      cost?.total === span.cost?.total &&
      (cost?.cacheSaved ?? '0') === (span.cost?.cacheSaved ?? '0') &&
      cost?.priceId === span.cost?.priceId &&
      cost?.priceVersion === span.cost?.priceVersion;
    return isSame ? [] : [{ ...charged, cost }];
  });
