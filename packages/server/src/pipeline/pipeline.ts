import type { PriceOverride } from '@pharos/core/api/accounts';
import { Overloaded } from '../intake/errors.ts';
import type { IngestOutcome, ReceivedRequest } from '../intake/request.ts';
import type { GroupCommit } from './group-commit.ts';
import type { PreparedBatch } from './prepared.ts';

/** Runs decode → normalise → price → encode off the event loop. */
export interface Preparer {
  prepare(request: ReceivedRequest, prices: readonly PriceOverride[]): Promise<PreparedBatch>;
}

export interface PipelineMeter {
  accepted(spans: number, logs: number): void;
  rejected(count: number): void;
  refused(error: unknown): void;
}

export interface PipelineParts {
  preparer: Preparer;
  commit: GroupCommit;
  /** The price overrides of a project. */
  prices(projectId: string): Promise<readonly PriceOverride[]>;
  meter: PipelineMeter;
  /** Rows waiting for the engine beyond this are turned away at the door. */
  maxWaitingBytes: number;
}

/**
 * The one-way path of telemetry: a request is prepared by a worker, placed and committed, and only then
 * acknowledged. Under pressure it is refused before any work is done on it.
 */
export function createIngest(parts: PipelineParts): (request: ReceivedRequest) => Promise<IngestOutcome> {
  const { preparer, commit, prices, meter, maxWaitingBytes } = parts;
  return async (request) => {
    try {
      if (commit.waitingBytes > maxWaitingBytes) throw new Overloaded('the store is behind', 1);
      const { projectId } = request.envelope;
      const batch = await preparer.prepare(request, await prices(projectId));
      if (batch.spans.length > 0 || batch.logCount > 0) await commit.commit(batch);
      meter.accepted(batch.spans.length, batch.logCount);
      if (batch.rejected.count > 0) meter.rejected(batch.rejected.count);
      return { rejected: batch.rejected };
    } catch (error) {
      meter.refused(error);
      throw error;
    }
  };
}
