import type { Clock } from '@pharos/core/time';
import { Looks } from '../../looks.ts';
import { shownRateOf } from '../../store/records/shown-rate.ts';
import type { Records } from '../../store/records/tables.ts';
import { scopeTo } from '../../store/scope.ts';
import { makeReport, reasonOf, SECTION_MS } from './make-report.ts';
import { queueDue } from './queue-due.ts';
import { finishRun, noteProgress, type Taken, takeRun, trimArchive } from './run-queries.ts';
import { sendReport } from './send-report.ts';
import type { Sources } from './sources.ts';

export interface MakerParts {
  records: Records;
  sources: Sources;
  clock: Clock;
  newId(): string;
  /** Where browsers reach this server. */
  publicUrl: string;
  /** Something was put into the outbox. */
  onSent(): void;
  onError(error: unknown): void;
}

const LOOK_MS = 1_000;
/** A report takes no longer. */
const PATIENCE_MS = 300_000;
/** Renewed with every section; a section takes no longer than that. */
const LEASE_MS = SECTION_MS + 30_000;
/** What ended its maker so often would end the next one too. */
const MOST_ATTEMPTS = 3;

/**
 * Makes reports when their schedule says so and when somebody asks, in any of the processes that share the records: each takes
 * one at a time under a lease. A report and that it is to be sent are noted in one transaction, so a crash at any step has it made
 * once and sent once. Times that nobody was there for are caught up on with one report, of the last of them.
 */
export class ReportMaker {
  readonly #parts: MakerParts;
  readonly #closing = new AbortController();
  readonly #looks: Looks;

  constructor(parts: MakerParts) {
    this.#parts = parts;
    this.#looks = new Looks(() => this.#lookAtAll(), { everyMs: LOOK_MS, onError: parts.onError });
  }

  start(): void {
    this.#looks.start();
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('closing'));
    await this.#looks.stop();
  }

  /** Makes all that is due. Never rejects. */
  look(): Promise<void> {
    return this.#looks.now();
  }

  async #lookAtAll(): Promise<void> {
    const { records, clock, newId } = this.#parts;
    await queueDue(records, clock.nowMs(), newId);
    while (!this.#closing.signal.aborted) {
      const nowMs = clock.nowMs();
      const run = await takeRun(records, { now: new Date(nowMs), leasedUntil: this.#leasedUntil() });
      if (!run) return;
      await this.#make(run);
    }
  }

  #leasedUntil(): Date {
    return new Date(this.#parts.clock.nowMs() + LEASE_MS);
  }

  async #make(run: Taken): Promise<void> {
    const { records, clock, onError } = this.#parts;
    const fail = (error: string) => finishRun(records, run, { error }, new Date(clock.nowMs()));
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      if (run.attempt > MOST_ATTEMPTS) await fail(`It was begun ${MOST_ATTEMPTS} times and never ended.`);
      else await this.#finish(run, signal);
    } catch (error) {
      // Whoever takes it after the lease begins anew.
      if (this.#closing.signal.aborted) return;
      onError(error);
      await fail(signal.aborted ? 'It took longer than five minutes.' : reasonOf(error));
    }
  }

  async #finish(run: Taken, signal: AbortSignal): Promise<void> {
    const { records, sources, clock, publicUrl, onSent } = this.#parts;
    const scope = scopeTo(run.project);
    const nowMs = clock.nowMs();
    const project = await records
      .selectFrom('projects')
      .select(['name', 'displayCurrency'])
      .where('id', '=', scope)
      .executeTakeFirstOrThrow();
    const made = await makeReport({
      ...{ sources, signal, nowMs, request: run.request, atMs: run.atMs },
      project: { id: scope, name: project.name },
      rate: await shownRateOf(records, scope, project.displayCurrency, nowMs),
      onStep: (step, steps) => noteProgress(records, run, { step, steps, leasedUntil: this.#leasedUntil() }),
    });
    const at = new Date(clock.nowMs());
    const sent = await records.transaction().execute(async (tx) => {
      const sent = await sendReport(tx, { run, made, publicUrl, at });
      const isOwn = await finishRun(tx, run, { made, sent }, at);
      if (isOwn) await trimArchive(tx, run.project);
      return isOwn ? sent : 0;
    });
    if (sent > 0) onSent();
  }
}
