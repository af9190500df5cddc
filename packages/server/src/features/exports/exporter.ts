import type { Clock } from '@pharos/core/time';
import { ApiError } from '../../errors.ts';
import { Looks } from '../../looks.ts';
import { SealError } from '../../secrets/seal.ts';
import type { Records } from '../../store/records/tables.ts';
import { scopeTo } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { beginDue, exportRow } from './export-queries.ts';
import { type Ending, endTurn, type Taken, takeRun } from './run-queries.ts';
import { TargetError } from './targets/target.ts';
import type { Targets } from './targets/targets.ts';
import { writeRun } from './write-run.ts';

export interface ExporterParts {
  records: Records;
  reader: Pick<TelemetryReader, 'exportSteps' | 'printExport'>;
  targets: Targets;
  clock: Clock;
  newId(): string;
  onFile(bytes: number, rows: number): void;
  onError(error: unknown): void;
}

const LOOK_MS = 2_000;
/** Renewed with every file: longer than one takes to be printed and sent. */
export const LEASE_MS = 10 * 60_000;
/** A run gives way to others after so long. */
const TURN_MS = 60_000;
/** How often it is tried without getting further: about a day. */
const MOST_ATTEMPTS = 30;
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [10_000, 3_600_000];

/**
 * Writes exports, in any of the processes that share the records: each takes a run at a time under a lease, in turns. What is written
 * is noted file by file, so that whoever takes a run over goes on with the file that is missing.
 */
export class Exporter {
  readonly #parts: ExporterParts;
  readonly #closing = new AbortController();
  readonly #looks: Looks;

  constructor(parts: ExporterParts) {
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

  /** Writes all that is due. Never rejects. */
  look(): Promise<void> {
    return this.#looks.now();
  }

  async #lookAtAll(): Promise<void> {
    const { records, clock, newId } = this.#parts;
    while (!this.#closing.signal.aborted) {
      const nowMs = clock.nowMs();
      const begun = await beginDue(records, nowMs, newId);
      const run = await takeRun(records, { now: new Date(nowMs), leasedUntil: this.#leasedUntil() });
      if (run) await this.#turn(run);
      else if (begun === 0) return;
    }
  }

  #leasedUntil(): Date {
    return new Date(this.#parts.clock.nowMs() + LEASE_MS);
  }

  async #turn(run: Taken): Promise<void> {
    const { records, clock, onError } = this.#parts;
    const ending = await this.#write(run).catch((error: unknown) => {
      if (!this.#closing.signal.aborted) onError(error);
      return this.#afterFailure(run, error);
    });
    await endTurn(records, run, ending, new Date(clock.nowMs()));
  }

  async #write(run: Taken): Promise<Ending> {
    const { records, reader, targets, clock, onFile } = this.#parts;
    const project = scopeTo(run.projectId);
    const row = await exportRow(records, project, run.exportId);
    // It was deleted, and its runs with it.
    if (!row) return { state: 'queued' };
    const untilMs = clock.nowMs() + TURN_MS;
    const isWhole = await writeRun(run, {
      ...{ records, reader, clock, onFile, project, definition: row.definition },
      target: targets.of(row),
      leasedUntil: () => this.#leasedUntil(),
      goesOn: () => clock.nowMs() < untilMs,
      signal: this.#closing.signal,
    });
    return { state: isWhole ? 'done' : 'queued' };
  }

  #afterFailure(run: Taken, error: unknown): Ending {
    // Whoever starts next goes on at once.
    if (this.#closing.signal.aborted) return { state: 'queued' };
    const reason = reasonOf(error);
    if (isFinal(error) || run.attempts >= MOST_ATTEMPTS) return { state: 'failed', error: reason };
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (run.attempts - 1), LONGEST_PAUSE_MS);
    return { state: 'queued', retry: { at: new Date(this.#parts.clock.nowMs() + pauseMs), error: reason } };
  }
}

const isFinal = (error: unknown): boolean =>
  (error instanceof TargetError && error.isFinal) ||
  (error instanceof ApiError && error.status < 500) ||
  error instanceof SealError;

/** What whoever made the export may know of a failure. */
const reasonOf = (error: unknown): string =>
  error instanceof TargetError || error instanceof ApiError || error instanceof SealError
    ? error.message
    : 'Something went wrong on the server.';
