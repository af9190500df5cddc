import { composeSpool } from './compose-spool.ts';
import type { Foundation } from './foundation.ts';
import type { Ingest } from './intake/request.ts';
import type { LiveBus } from './live/bus.ts';
import { ALWAYS_OURS, openTraceTurns, type TraceTurns } from './live/trace-turns.ts';
import { Looks } from './looks.ts';
import { mirror } from './mirror.ts';
import { GroupCommit } from './pipeline/group-commit.ts';
import { KnownTraces } from './pipeline/known-traces.ts';
import { createPipelineMeter, watchWriter } from './pipeline/meter.ts';
import { createIngest, createSteps, type PipelineParts } from './pipeline/pipeline.ts';
import { createScoreBook } from './pipeline/score-book.ts';
import { ScoreHomes } from './pipeline/score-homes.ts';
import { createWorkerPool } from './receive/worker-pool.ts';
import { dutyOf } from './roles.ts';
import type { ScoreBook } from './store/telemetry/contract.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** Bodies held in memory at one time, and rows that wait for the engine, in multiples of the largest body. */
export const HELD_BODIES = 6;
const WAITING_BODIES = 12;
/** How long a score of a span may be without its trace when another process received the span. */
const HOMES_LOOK_MS = 30_000;

/** Workers that prepare, and the one writer that commits. */
export async function composeIngest(
  given: Foundation & {
    telemetry: Telemetry;
    bus: LiveBus;
    prices: PipelineParts['prices'];
    userSecret: PipelineParts['userSecret'];
    taking: PipelineParts['taking'];
    nextVersion: () => bigint;
    keepFiles: PipelineParts['keepFiles'];
  },
): Promise<{
  ingest: Ingest;
  scoreBook: ScoreBook;
  between: GroupCommit['between'];
  /** Spans of a project are gone: what this process remembers of its traces is forgotten. */
  forgetTraces(projectId: string): Promise<void>;
  /** Whether all that was accepted is in the engine. */
  isStored(): boolean;
  /** What stands in for the engine while it does not answer. */
  standIn(): string | undefined;
}> {
  const { config, telemetry, bus, metrics, closing, jobs, logger, prices, userSecret, taking, keepFiles } =
    given;
  const known = new KnownTraces(telemetry.writer, { sharedStore: telemetry.shared });
  // Until it is done, a trace that memory does not hold is looked up.
  known
    .warm()
    .catch((error: unknown) => logger.warn({ err: error }, 'traces are looked up before each write'));
  const commit = new GroupCommit(telemetry.writer, known, bus, { turns: composeTurns(given) });
  const homes = new ScoreHomes(telemetry.writer, (error) =>
    logger.warn({ err: error }, 'scores of spans without a trace are looked for again after the next write'),
  );
  commit.onWritten = (batches) => homes.written(batches);
  const homeless = new Looks(() => homes.warm(), {
    everyMs: HOMES_LOOK_MS,
    onError: (error) => logger.warn({ err: error }, 'scores of spans without a trace wait'),
  });
  jobs.add({
    start() {
      void homeless.now();
      // Of what this process receives it hears itself.
      if (telemetry.shared) homeless.start();
    },
  });
  closing.push(() => homes.drain());
  closing.push(() => homeless.stop());
  closing.push(() => commit.drain());
  const workers = createWorkerPool({
    maxBodyBytes: config.maxBodyBytes,
    maxWaitingBytes: config.maxBodyBytes * HELD_BODIES,
    idle: !dutyOf(config.role).doors.includes('ingest'),
  });
  closing.push(() => workers.close());
  watchWriter(metrics, { commit, known, homes });
  const maxWaitingBytes = config.maxBodyBytes * WAITING_BODIES;
  const meter = createPipelineMeter(metrics);
  const steps = createSteps({
    preparer: workers,
    commit,
    prices,
    userSecret,
    taking,
    meter,
    keepFiles,
    maxWaitingBytes,
  });
  const spool = await composeSpool({ ...given, steps, meter });
  return {
    ingest: spool?.ingest ?? createIngest(steps),
    standIn: () => spool?.standIn(),
    scoreBook: createScoreBook(commit, telemetry.writer, given.nextVersion),
    between: (write) => commit.between(write),
    forgetTraces: (projectId) => commit.between(async () => known.forgetProject(projectId)),
    isStored: () => spool?.isEmpty() ?? true,
  };
}

/** Whose turn it is to write to a trace, where other processes may write to the same store. */
function composeTurns(given: Foundation & { telemetry: Telemetry }): Pick<TraceTurns, 'take'> {
  const { config, parts, telemetry, metrics, closing, logger } = given;
  if (!telemetry.shared || config.redis === undefined) return ALWAYS_OURS;
  const onError = (error: Error) => logger.warn({ err: error }, 'the connection to Redis');
  const turns = openTraceTurns({ redis: config.redis, holder: parts.ids.id(), onError });
  closing.push(() => turns.close());
  mirror(
    metrics,
    'pharos_trace_turns_missed_total',
    'Commits made without knowing that no other process writes to the same traces at the same time.',
    () => turns.missed,
  );
  return turns;
}
