import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Foundation } from './foundation.ts';
import type { Ingest } from './intake/request.ts';
import type { IngestSteps, PipelineMeter } from './pipeline/pipeline.ts';
import { spoolDisk } from './spool/disk.ts';
import { SpoolDrain } from './spool/drain.ts';
import { createSpoolingIngest } from './spool/ingest.ts';
import { watchSpool } from './spool/meter.ts';
import { Spool } from './spool/spool.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** With less room than this a process is not ready: the next requests would be refused. */
const LEAST_ROOM = 1 << 20;

/** What keeps requests on disk while the engine is down; undefined where none is to be kept. */
export async function composeSpool(
  given: Foundation & { telemetry: Telemetry; steps: IngestSteps; meter: PipelineMeter },
): Promise<{ ingest: Ingest; standIn(): string | undefined; isEmpty(): boolean } | undefined> {
  const { config, parts, telemetry, steps, meter, metrics, closing, logger } = given;
  const maxBytes = config.spoolMb * 2 ** 20;
  if (maxBytes === 0) return undefined;
  const isUp = () => telemetry.isUp();
  const spool = await Spool.open({
    disk: await spoolDisk(join(config.dataDir, 'spool')),
    maxBytes,
    nowMs: parts.clock.nowMs,
    randomBytes,
  });
  closing.push(() => spool.close());
  const drain = new SpoolDrain({
    ...{ spool, steps, isUp },
    onError: (error, what) => logger.error({ err: error }, what),
  });
  closing.push(() => drain.stop());
  watchSpool(metrics, spool);
  drain.wake();
  return {
    ingest: createSpoolingIngest({ steps, spool, isUp, meter, onSpooled: () => drain.wake() }),
    isEmpty: () => spool.isEmpty,
    standIn: () => (spool.bytes + LEAST_ROOM < maxBytes ? 'spooling' : undefined),
  };
}
