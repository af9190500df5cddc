import { groupBy } from '../group-by.ts';
import {
  type AgentFigures,
  type AgentState,
  type Beat,
  type LiveRun,
  NO_FIGURES,
  NOTHING_KNOWN,
  type NowAndUsual,
  type Verdict,
} from './facts.ts';
import { stateOf } from './rules.ts';

/** An instance that fell silent is missed for so long; later it counts as replaced. */
export const MISSED_FOR_MS = 900_000;
/** A run that no process answers for and that tells nothing for so long was abandoned. */
export const ABANDONED_MS = 3_600_000;

export interface InstanceVerdict extends Verdict {
  beat: Beat;
  runs: readonly LiveRun[];
}
export interface AgentVerdict extends Verdict {
  agent: string;
  /** By name. */
  instances: readonly InstanceVerdict[];
  /** In flight, the oldest first. */
  runs: readonly LiveRun[];
}

/** What one instance may be alone. */
const TO_BLAME: ReadonlySet<AgentState> = new Set(['failing', 'stuck', 'degraded']);
/** What is worst among processes that live comes first: an agent is as its worst instance. */
const WORST_FIRST: readonly AgentState[] = ['failing', 'stuck', 'degraded', 'running', 'starting', 'idle'];

/**
 * The state of an agent from those of its instances. One that has none is unknown; one whose instances have all gone is offline, and
 * was stopped only if none of them just fell silent.
 */
export function agentOf(
  agent: string,
  beats: readonly Beat[],
  told: readonly LiveRun[],
  figures: AgentFigures,
  nowMs: number,
): AgentVerdict {
  const byInstance = new Map(beats.map((beat) => [beat.instance, beat]));
  const runs = told
    .filter((run) => inFlight(run, byInstance.get(run.instance), nowMs))
    .sort((a, b) => a.startedAtMs - b.startedAtMs || order(a.runId, b.runId));
  const runsOf = groupBy(runs, ({ instance }) => instance);
  const instances = [...byInstance.values()]
    .sort((a, b) => order(a.instance, b.instance))
    .map((beat): InstanceVerdict => {
      const own = runsOf.get(beat.instance) ?? [];
      return { beat, runs: own, ...stateOf({ beat, runs: own, ...figuresOf(beat, figures) }, nowMs) };
    });
  const loose = runs.filter(({ instance }) => !byInstance.has(instance));
  return { agent, instances, runs, ...together({ instances, runs, loose, figures }, nowMs) };
}

/** Of one instance; as those of its agent where spans do not name instances. */
const figuresOf = ({ instance }: Beat, { recent, usual, byInstance }: AgentFigures): NowAndUsual => ({
  recent: byInstance.size === 0 ? recent : (byInstance.get(instance) ?? NO_FIGURES),
  usual,
});

/**
 * As its instances are, and as it is as a whole: with `loose`, the runs that no known instance answers for. What is worse in one
 * instance than in the whole is told of that instance.
 */
function together(
  {
    instances,
    runs,
    loose,
    figures,
  }: Pick<AgentVerdict, 'instances' | 'runs'> & { loose: readonly LiveRun[]; figures: AgentFigures },
  nowMs: number,
): Verdict {
  if (instances.length === 0) return stateOf({ beat: undefined, runs, ...figures }, nowMs);
  const silent = instances.filter(({ reason }) => reason.code === 'silent');
  const alive = instances.filter(({ state }) => state !== 'offline');
  if (alive.length === 0) return verdictOf(latest(silent.length > 0 ? silent : instances));
  const { beat } = alive.find((each) => each.beat.says === 'ready') ?? latest(alive);
  const whole = stateOf({ beat, runs: loose, ...figures }, nowMs);
  const worst = worstOf([whole, ...alive]) ?? whole;
  const missing = silent.filter(({ beat }) => nowMs - beat.atMs < MISSED_FOR_MS).length;
  if (missing > 0 && worst.state !== 'failing' && worst.state !== 'stuck') {
    const of = missing + alive.length;
    return { state: 'degraded', reason: { code: 'instancesMissing', figures: { missing, of } } };
  }
  if (worst.state === 'running')
    return { state: 'running', reason: { code: 'runsInFlight', figures: { runs: runs.length } } };
  const blamed =
    alive.length > 1 && TO_BLAME.has(worst.state) ? alive.find((each) => each === worst) : undefined;
  return blamed
    ? { ...verdictOf(blamed), reason: { ...blamed.reason, instance: blamed.beat.instance } }
    : verdictOf(worst);
}

/** Whether a run is still under way: it has not ended, and neither has its process, nor begun anew since. */
export function inFlight(run: LiveRun, beat: Beat | undefined, nowMs: number): boolean {
  if (run.endedAtMs !== undefined) return false;
  if (beat === undefined) return nowMs - run.progressAtMs <= ABANDONED_MS;
  if (beat.startedAtMs !== undefined && beat.startedAtMs > run.progressAtMs) return false;
  const { state } = stateOf({ beat, runs: [], ...NOTHING_KNOWN }, nowMs);
  return state !== 'offline';
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const verdictOf = ({ state, reason }: Verdict): Verdict => ({ state, reason });
/** The first of those in the worst state. */
const worstOf = (verdicts: readonly Verdict[]): Verdict | undefined =>
  WORST_FIRST.flatMap((state) => verdicts.find((each) => each.state === state) ?? [])[0];
const latest = (instances: readonly InstanceVerdict[]): InstanceVerdict =>
  instances.reduce((last, each) => (each.beat.atMs > last.beat.atMs ? each : last));
