import type { LiveRun } from '@pharos/core/agents/facts';
import type { RunReport } from '@pharos/core/api/live-reports';
import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import type { LiveAgents } from '../../live/agents.ts';
import { scopeTo } from '../../store/scope.ts';
import type { AgentsReader, EndedRun } from '../../store/telemetry/agents-contract.ts';

/** A run that says nothing for so long may be over; before it can be stuck. */
const QUIET_MS = 20_000;
/** From the end of one look to the next of the same project. */
const EVERY_MS = 5_000;
const MAX_PROJECTS = 10_000;
/** The clocks of who reports and of who sends spans need not be one. */
const SKEW_MS = 60_000;
const NS_PER_MS = 1_000_000n;

/** What one look is at. */
export interface Batch {
  maxRuns: number;
  /** From the start of the first run to that of the last, so that spans of a short time are read. */
  maxMs: number;
}
const BATCH: Batch = { maxRuns: 1_000, maxMs: 3_600_000 };

/** Looks at the quiet runs of a project, which go round. */
interface Round {
  looking: boolean;
  notBeforeMs: number;
  /** The run that was looked at last. */
  last: LiveRun | undefined;
}

/**
 * Agents whose reports may be lost: of runs that say nothing more it is looked up now and then whether their spans tell that they are
 * over. If so, that is reported in their stead. Nobody waits for it: it shows at the next look. One look at a time, at a batch of the
 * runs; the next is at those that follow, whatever became of this one.
 */
export function withLostEnds(
  live: LiveAgents,
  given: { reader: Pick<AgentsReader, 'endedRuns'>; clock: Clock; onError(error: unknown): void },
  batch: Batch = BATCH,
): LiveAgents {
  const { reader, clock, onError } = given;
  const rounds = new LRUCache<string, Round>({ max: MAX_PROJECTS });
  const roundOf = (project: string): Round => {
    const round = rounds.get(project) ?? { looking: false, notBeforeMs: 0, last: undefined };
    rounds.set(project, round);
    return round;
  };

  async function tellEnds(project: string, runs: readonly LiveRun[]): Promise<void> {
    const starts = runs.map(({ startedAtMs }) => startedAtMs);
    const range = {
      fromNs: BigInt(Math.min(...starts) - SKEW_MS) * NS_PER_MS,
      toNs: BigInt(Math.max(...starts) + SKEW_MS) * NS_PER_MS,
    };
    const runIds = runs.map(({ runId }) => runId);
    const ended = await reader.endedRuns(scopeTo(project), runIds, range);
    const ends = new Map(ended.map((end) => [end.runId, end]));
    const reports = runs.flatMap((run) => endOf(run, ends.get(run.runId)) ?? []);
    if (reports.length > 0) await live.told(project, reports);
  }

  async function look(project: string, round: Round, runs: readonly LiveRun[]): Promise<void> {
    round.looking = true;
    round.last = runs.at(-1);
    await tellEnds(project, runs).catch(onError);
    round.looking = false;
    round.notBeforeMs = clock.nowMs() + EVERY_MS;
  }

  return {
    ...live,
    async read(project) {
      const known = await live.read(project);
      const nowMs = clock.nowMs();
      const quiet = known.runs.filter(({ progressAtMs }) => nowMs - progressAtMs >= QUIET_MS);
      const round = roundOf(project);
      if (quiet.length > 0 && !round.looking && nowMs >= round.notBeforeMs) {
        void look(project, round, batchAfter(round.last, quiet, batch));
      }
      return known;
    },
  };
}

const order = (a: LiveRun, b: LiveRun): number =>
  a.startedAtMs - b.startedAtMs || (a.runId < b.runId ? -1 : Number(a.runId > b.runId));

/** Those that follow on a run in the order of their starts, and after all of them the first again. */
function batchAfter(
  last: LiveRun | undefined,
  runs: readonly LiveRun[],
  { maxRuns, maxMs }: Batch,
): LiveRun[] {
  const sorted = [...runs].sort(order);
  const next = last === undefined ? 0 : sorted.findIndex((run) => order(run, last) > 0);
  const following = sorted.slice(Math.max(0, next)).slice(0, maxRuns);
  const untilMs = (following[0]?.startedAtMs ?? 0) + maxMs;
  return following.filter(({ startedAtMs }) => startedAtMs <= untilMs);
}

/** As its process would have told it. */
function endOf(run: LiveRun, end: EndedRun | undefined): RunReport | undefined {
  if (end === undefined) return undefined;
  const { runId, agent, version, instance, step, userId, sessionId } = run;
  return {
    ...{ runId, agent, version, instance, step, userId, sessionId },
    ...{ event: 'ended', outcome: end.failed ? 'error' : 'ok', at: new Date(end.endedAtMs).toISOString() },
  };
}
