import type { OwnPrices } from '@pharos/core/pricing/own-prices';
import type { Taking } from '@pharos/core/retention/past';
import { MAX_SPANS_OF_TRACE } from '@pharos/core/trace-ledger';
import { ByteBudget } from '../intake/byte-budget.ts';
import type { ReceivedFile } from '../intake/decoded.ts';
import { type Rejection, reject } from '../intake/rejection.ts';
import type { Ingest, IngestOutcome, ReceivedRequest, SignalKind } from '../intake/request.ts';
import { heldBytes, rowBytes } from './batch-size.ts';
import type { GroupCommit } from './group-commit.ts';
import type { PreparedBatch, PreparedSpan } from './prepared.ts';

/** Runs decode → normalise → price → encode off the event loop. */
export interface Preparer {
  /** `userSecret` is what users are hidden by; '' when they are not. */
  prepare(
    request: ReceivedRequest,
    prices: OwnPrices,
    userSecret?: string,
    taking?: Taking,
  ): Promise<PreparedBatch>;
}

export interface PipelineMeter {
  accepted(counts: { spans: number; logs: number; scores: number; points: number }): void;
  rejected(signal: SignalKind, counts: Rejection['counts']): void;
}

export interface PipelineParts {
  preparer: Preparer;
  commit: GroupCommit;
  /** What a project set itself of prices. */
  prices(projectId: string): Promise<OwnPrices>;
  /** What a project hides users by; '' when it does not. */
  userSecret(projectId: string): Promise<string>;
  /** For how long a project keeps what it sends. */
  taking(projectId: string): Promise<Taking>;
  meter: PipelineMeter;
  /** Keeps the files that came with spans; resolves when all are on disk. */
  keepFiles(projectId: string, files: readonly ReceivedFile[]): Promise<void>;
  /** Of rows that wait for the engine; what would go beyond is refused. */
  maxWaitingBytes: number;
}

const TRACE_FULL = `their trace holds ${MAX_SPANS_OF_TRACE} spans and takes no more`;

/** The two halves of the way: what is known of a request before it is committed, and the commit. */
export interface IngestSteps {
  /** Decodes, prices and encodes, and keeps the files that came with it. Throws as {@link Ingest}. */
  prepare(request: ReceivedRequest): Promise<PreparedBatch>;
  /** Resolves when what was not rejected is committed. */
  commit(request: ReceivedRequest, batch: PreparedBatch): Promise<IngestOutcome>;
}

/**
 * The one-way path of telemetry: a request is prepared by a worker, placed and committed, and only then
 * acknowledged. While the engine is behind it is refused: before any work is done on it when it surely would have no
 * room, else as soon as it is known how large its rows are.
 */
export function createSteps(parts: PipelineParts): IngestSteps {
  const { preparer, commit, prices, userSecret, taking, meter, keepFiles, maxWaitingBytes } = parts;
  const waiting = new ByteBudget(maxWaitingBytes, 'rows');
  return {
    async prepare(request) {
      const { projectId } = request.envelope;
      // Its rows are hardly smaller than its body.
      waiting.requireRoom(request.body.byteLength, projectId);
      const batch = await preparer.prepare(
        request,
        await prices(projectId),
        await userSecret(projectId),
        await taking(projectId),
      );
      if (batch.files && batch.files.length > 0) await keepFiles(projectId, batch.files);
      return batch;
    },
    async commit({ kind }, batch) {
      let withoutRoom: readonly PreparedSpan[] = [];
      if (rowBytes(batch) > 0)
        withoutRoom = await waiting.hold(heldBytes(batch), batch.projectId, () => commit.commit(batch));
      for (const { items } of withoutRoom) reject(batch, 'trace_full', TRACE_FULL, { items });
      meter.accepted({
        spans: batch.spans.length - withoutRoom.length,
        logs: batch.logCount,
        scores: batch.scoreCount,
        points: batch.pointCount,
      });
      if (batch.rejected.count > 0) meter.rejected(kind, batch.rejected.counts);
      return { rejected: batch.rejected, items: batch.items };
    },
  };
}

/** Both, one after the other. */
export const createIngest =
  (steps: IngestSteps): Ingest =>
  async (request) =>
    steps.commit(request, await steps.prepare(request));
