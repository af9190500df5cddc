import type { TraceLedger } from '@pharos/core/trace-ledger';
import type { LiveBus } from '../live/bus.ts';
import { ALWAYS_OURS, type TraceTurns } from '../live/trace-turns.ts';
import type {
  FoldedSpan,
  SpanCorrection,
  SpanKey,
  TelemetryWriter,
  TraceKey,
} from '../store/telemetry/contract.ts';
import { isTemporary } from '../store/telemetry/engine-errors.ts';
import { rowBytes } from './batch-size.ts';
import { type KnownTraces, traceKeyText } from './known-traces.ts';
import { type Placement, place, tracesOf } from './place.ts';
import type { PreparedBatch, PreparedSpan } from './prepared.ts';

interface Waiting {
  batch: PreparedBatch;
  bytes: number;
  resolve(withoutRoom: readonly PreparedSpan[]): void;
  reject(error: unknown): void;
}

export interface GroupCommitOptions {
  /** One commit takes at most so many bytes of rows, but always at least one batch. */
  maxCommitBytes?: number;
  /** Where other processes write to the same store. */
  turns?: Pick<TraceTurns, 'take'>;
}

const MAX_COMMIT_BYTES = 16 << 20;

/**
 * Writes batches, one commit at a time: at once when idle, together when busy, so that requests in flight share an
 * insert and its fsync. A batch is acknowledged when its rows, folds and corrections are on disk.
 */
export class GroupCommit {
  readonly #writer: TelemetryWriter;
  readonly #known: KnownTraces;
  readonly #bus: LiveBus;
  readonly #maxCommitBytes: number;
  readonly #turns: Pick<TraceTurns, 'take'>;
  #queue: Waiting[] = [];
  readonly #between: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;
  /** Rows accepted and not yet on disk. */
  waitingBytes = 0;
  /** Told what is on disk now. */
  onWritten: (batches: readonly PreparedBatch[]) => void = () => {};
  /** Told how long each commit took, in seconds. */
  onCommit: (seconds: number) => void = () => {};

  constructor(
    writer: TelemetryWriter,
    known: KnownTraces,
    bus: LiveBus,
    { maxCommitBytes = MAX_COMMIT_BYTES, turns = ALWAYS_OURS }: GroupCommitOptions = {},
  ) {
    this.#writer = writer;
    this.#known = known;
    this.#bus = bus;
    this.#maxCommitBytes = maxCommitBytes;
    this.#turns = turns;
  }

  /** Resolves when the batch is on disk, with those of its spans that are not because their trace is full. */
  commit(batch: PreparedBatch): Promise<readonly PreparedSpan[]> {
    return new Promise((resolve, reject) => {
      const bytes = rowBytes(batch);
      this.waitingBytes += bytes;
      this.#queue.push({ batch, bytes, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Runs what writes by itself between two commits, so that it overlaps with none. */
  between<Result>(write: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#between.push(() => write().then(resolve, reject));
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 || this.#between.length > 0) {
      const between = this.#between.shift();
      if (between) {
        await between();
        continue;
      }
      const group = this.#take();
      try {
        const refused = await this.#write(group.map(({ batch }) => batch));
        for (const { batch, resolve } of group) resolve(refused.get(batch) ?? []);
      } catch (error) {
        await this.#settleOneByOne(group, error);
      }
      for (const { bytes } of group) this.waitingBytes -= bytes;
    }
    this.#running = undefined;
  }

  #take(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#queue) {
      if (count > 0 && bytes + waiting.bytes > this.#maxCommitBytes) break;
      bytes += waiting.bytes;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  /** A group that the engine refused is tried batch by batch, so that one bad batch fails alone. */
  async #settleOneByOne(group: readonly Waiting[], error: unknown): Promise<void> {
    if (group.length === 1 || isTemporary(error)) {
      for (const waiting of group) waiting.reject(error);
      return;
    }
    for (const { batch, resolve, reject } of group) {
      await this.#write([batch]).then((refused) => resolve(refused.get(batch) ?? []), reject);
    }
  }

  async #write(batches: readonly PreparedBatch[]): Promise<Placement['refused']> {
    const traces = tracesOf(batches);
    const began = performance.now();
    let placed: Placement;
    const endTurn = await this.#turns.take(traces.values());
    try {
      const ledgers = await this.#known.open(traces);
      placed = place(batches, ledgers);
      const { rows, fold, corrections } = placed;
      await this.#writer.append(rows);
      const folded = fold.length > 0 ? await this.#writer.fold(fold) : [];
      if (corrections.length > 0) await this.#writer.correct(movedAlong(corrections, folded));
      await this.#settle(folded, ledgers);
    } catch (error) {
      this.#known.forget(traces.keys());
      throw error;
    } finally {
      await endTurn();
    }
    this.onCommit((performance.now() - began) / 1000);
    this.#known.trim(traces);
    this.onWritten(batches);
    this.#announce([...traces.values(), ...scoredTraces(batches)], placed);
    return placed.refused;
  }

  /** Ledgers are told what folds made of spans, and what follows for others is corrected. */
  async #settle(folded: readonly FoldedSpan[], ledgers: ReadonlyMap<string, TraceLedger>): Promise<void> {
    if (folded.length === 0) return;
    for (const span of folded) ledgers.get(traceKeyText(span))?.fold(span, span.version);
    const traces = new Map(folded.map((span) => [traceKeyText(span), span]));
    const corrections = [...traces].flatMap(([text, { projectId, traceId }]) =>
      (ledgers.get(text)?.takeCorrections() ?? []).map((each) => ({ projectId, traceId, ...each })),
    );
    if (corrections.length > 0) await this.#writer.correct(corrections);
  }

  #announce(traces: Iterable<TraceKey>, { fold, earliest }: Placement): void {
    const byProject = new Map<string, Set<string>>();
    for (const { projectId, traceId } of traces) {
      const ids = byProject.get(projectId);
      if (ids) ids.add(traceId);
      else byProject.set(projectId, new Set([traceId]));
    }
    // What was told of a span apart from it may belong to any time.
    const unknown = new Set(fold.map(({ projectId }) => projectId));
    for (const [projectId, ids] of byProject) {
      const startNs = unknown.has(projectId) ? undefined : earliest.get(projectId);
      this.#bus.publish({
        projectId,
        type: 'traces',
        traceIds: [...ids],
        ...(startNs !== undefined && { earliestMs: Number(startNs / 1_000_000n) }),
      });
    }
  }
}

const scoredTraces = (batches: readonly PreparedBatch[]) =>
  batches.flatMap(({ projectId, scoredTraces }) => scoredTraces.map((traceId) => ({ projectId, traceId })));

/** Corrections of spans that were given an earlier start just now. */
function movedAlong(
  corrections: readonly SpanCorrection[],
  folded: readonly FoldedSpan[],
): readonly SpanCorrection[] {
  if (folded.length === 0) return corrections;
  const starts = new Map(folded.map((span) => [spanKeyText(span), span.startNs]));
  return corrections.map((each) => ({ ...each, startNs: starts.get(spanKeyText(each)) ?? each.startNs }));
}

const spanKeyText = (key: SpanKey): string => `${traceKeyText(key)}\n${key.spanId}`;
