import type { Ingest, IngestOutcome, ReceivedRequest } from '../intake/request.ts';
import { rowBytes } from '../pipeline/batch-size.ts';
import type { IngestSteps, PipelineMeter } from '../pipeline/pipeline.ts';
import type { PreparedBatch } from '../pipeline/prepared.ts';
import { isTemporary } from '../store/telemetry/engine-errors.ts';
import type { Spool } from './spool.ts';

/**
 * Commits as ever while the engine takes rows; else a request is accepted when it is in the spool. It is prepared
 * first in either case: what is wrong with it is said to its sender. While the spool holds anything all goes through
 * it, so that nothing overtakes what came before.
 */
export function createSpoolingIngest(given: {
  steps: IngestSteps;
  spool: Spool;
  isUp(): boolean;
  meter: Pick<PipelineMeter, 'rejected'>;
  /** Told that there is something to store. */
  onSpooled(): void;
}): Ingest {
  const { steps, spool, isUp, meter, onSpooled } = given;

  const keep = async (request: ReceivedRequest, batch: PreparedBatch): Promise<IngestOutcome> => {
    await spool.append(request);
    onSpooled();
    const { rejected, items } = batch;
    if (rejected.count > 0) meter.rejected(request.kind, rejected.counts);
    return { rejected, items };
  };

  return async (request) => {
    const batch = await steps.prepare(request);
    if (rowBytes(batch) === 0) return steps.commit(request, batch);
    if (!spool.isEmpty || !isUp()) return keep(request, batch);
    return steps.commit(request, batch).catch((error: unknown) => {
      if (isTemporary(error)) return keep(request, batch);
      throw error;
    });
  };
}
