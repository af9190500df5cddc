import type { LiveRun } from '@pharos/core/agents/facts';
import type { RunReport } from '@pharos/core/api/live-reports';
import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import type { LiveAgents } from '../../live/agents.ts';
import { scopeTo } from '../../store/scope.ts';
import type { AgentsReader, EndedRun } from '../../store/telemetry/agents-contract.ts';

/** A run that says nothing for so long may be over; before it can be stuck. */
const QUIET_MS = 20_000;
const EVERY_MS = 5_000;
const MOST_RUNS = 1_000;
const MAX_PROJECTS = 1_000;
/** The clocks of who reports and of who sends spans need not be one. */
const SKEW_MS = 60_000;

/**
 * Agents whose reports may be lost: of runs that say nothing more it is looked up now and then whether their spans tell that they are
 * over. If so, that is reported in their stead. Nobody waits for it: it shows at the next look.
 */
export function withLostEnds(
  live: LiveAgents,
  given: { reader: Pick<AgentsReader, 'endedRuns'>; clock: Clock; onError(error: unknown): void },
): LiveAgents {
  const { reader, clock, onError } = given;
  const lookedAtMs = new LRUCache<string, number>({ max: MAX_PROJECTS });

  async function tellEnds(project: string, quiet: readonly LiveRun[]): Promise<void> {
    const sinceMs = Math.min(...quiet.map(({ startedAtMs }) => startedAtMs)) - SKEW_MS;
    const runIds = quiet.map(({ runId }) => runId);
    const ended = await reader.endedRuns(scopeTo(project), runIds, sinceMs);
    const ends = new Map(ended.map((end) => [end.runId, end]));
    const reports = quiet.flatMap((run) => endOf(run, ends.get(run.runId)) ?? []);
    if (reports.length > 0) await live.told(project, reports);
  }

  return {
    ...live,
    async read(project) {
      const known = await live.read(project);
      const nowMs = clock.nowMs();
      const quiet = known.runs.filter(({ progressAtMs }) => nowMs - progressAtMs >= QUIET_MS);
      if (quiet.length > 0 && nowMs - (lookedAtMs.get(project) ?? 0) >= EVERY_MS) {
        lookedAtMs.set(project, nowMs);
        void tellEnds(project, quiet.slice(0, MOST_RUNS)).catch(onError);
      }
      return known;
    },
  };
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
