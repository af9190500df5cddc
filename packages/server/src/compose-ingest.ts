import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';
import type { Config } from './config.ts';
import type { Ingest } from './intake/request.ts';
import type { LiveBus } from './live/bus.ts';
import { GroupCommit } from './pipeline/group-commit.ts';
import { KnownTraces } from './pipeline/known-traces.ts';
import { createPipelineMeter, watchWriter } from './pipeline/meter.ts';
import { createIngest } from './pipeline/pipeline.ts';
import { createScoreBook } from './pipeline/score-book.ts';
import { ScoreHomes } from './pipeline/score-homes.ts';
import { createWorkerPool } from './receive/worker-pool.ts';
import type { ScoreBook } from './store/telemetry/contract.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** Bodies held in memory at one time, and rows that wait for the engine, in multiples of the largest body. */
export const HELD_BODIES = 6;
const WAITING_BODIES = 12;

/** Workers that prepare, and the one writer that commits. */
export function composeIngest(given: {
  config: Config;
  telemetry: Telemetry;
  bus: LiveBus;
  metrics: Registry;
  /** How what is made here is closed, the last first. */
  closing: (() => Promise<unknown>)[];
  logger: FastifyBaseLogger;
  prices: Parameters<typeof createIngest>[0]['prices'];
  userSecret: Parameters<typeof createIngest>[0]['userSecret'];
  nextVersion: () => bigint;
  keepFiles: Parameters<typeof createIngest>[0]['keepFiles'];
}): { ingest: Ingest; scoreBook: ScoreBook; between: GroupCommit['between'] } {
  const { config, telemetry, bus, metrics, closing, logger, prices, userSecret, nextVersion, keepFiles } =
    given;
  const known = new KnownTraces(telemetry.writer, { sharedStore: telemetry.shared });
  // Until it is done, a trace that memory does not hold is looked up.
  known
    .warm()
    .catch((error: unknown) => logger.warn({ err: error }, 'traces are looked up before each write'));
  const commit = new GroupCommit(telemetry.writer, known, bus);
  const homes = new ScoreHomes(telemetry.writer, (error) =>
    logger.warn({ err: error }, 'scores of spans without a trace are looked for again after the next write'),
  );
  commit.onWritten = (batches) => homes.written(batches);
  homes.warm().catch((error: unknown) => logger.warn({ err: error }, 'scores of an earlier run wait'));
  closing.push(() => homes.drain());
  closing.push(() => commit.drain());
  const workers = createWorkerPool({
    maxBodyBytes: config.maxBodyBytes,
    maxWaitingBytes: config.maxBodyBytes * HELD_BODIES,
  });
  closing.push(() => workers.close());
  watchWriter(metrics, { commit, known, homes });
  const maxWaitingBytes = config.maxBodyBytes * WAITING_BODIES;
  const ingest = createIngest({
    preparer: workers,
    commit,
    prices,
    userSecret,
    meter: createPipelineMeter(metrics),
    keepFiles,
    maxWaitingBytes,
  });
  return {
    ingest,
    scoreBook: createScoreBook(commit, telemetry.writer, nextVersion),
    between: (write) => commit.between(write),
  };
}
