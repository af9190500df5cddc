import type { AgentState, InstanceFacts, LiveRun, ReasonCode, StateReason, Verdict } from './facts.ts';

/** So many heartbeats may be missed: with the third, a process is taken for gone. */
export const MISSED_BEATS = 3;
/** A run is stuck when it has told nothing for so many times its agent's usual time (the 95th percentile), … */
export const STUCK_TIMES_USUAL = 2;
/** … but not before this, … */
export const STUCK_LEAST_MS = 30_000;
/** … and this is taken where nothing is usual yet. */
export const STUCK_UNKNOWN_MS = 600_000;
/** Fewer runs than this tell nothing of now, or of what is usual. */
export const LEAST_RECENT = 5;
export const LEAST_USUAL = 20;
export const FAILING_ERROR_RATE = 0.5;
/** Errors are more than usual when their share is twice that and at least this. */
export const DEGRADED_TIMES_ERRORS = 2;
export const DEGRADED_LEAST_ERROR_RATE = 0.1;
export const DEGRADED_TIMES_LATENCY = 2;

interface Rule {
  state: AgentState;
  code: ReasonCode;
  /** The reason when the rule fits. */
  fits(facts: InstanceFacts, nowMs: number): Omit<StateReason, 'code'> | undefined;
}

const when = (fits: boolean, figures: StateReason['figures']) => (fits ? { figures } : undefined);
const rate = ({ runs, errors }: { runs: number; errors: number }): number => (runs === 0 ? 0 : errors / runs);

/** Every state of an instance, in order: the first rule that fits is its state. The last one always does. */
export const RULES: readonly Rule[] = [
  {
    state: 'unknown',
    code: 'onlySpans',
    fits: ({ beat, runs }) => when(beat === undefined, { runs: runs.length }),
  },
  { state: 'offline', code: 'stopped', fits: ({ beat }) => when(beat?.says === 'stopping', {}) },
  {
    state: 'offline',
    code: 'silent',
    fits({ beat }, nowMs) {
      if (beat === undefined) return undefined;
      const silentMs = nowMs - beat.atMs;
      const missed = Math.floor(silentMs / (beat.intervalSeconds * 1000));
      return when(missed >= MISSED_BEATS, { silentMs, missed, intervalSeconds: beat.intervalSeconds });
    },
  },
  { state: 'starting', code: 'starting', fits: ({ beat }) => when(beat?.says === 'starting', {}) },
  {
    state: 'stuck',
    code: 'noProgress',
    fits({ runs, usual }, nowMs) {
      const limitMs = stuckAfterMs(usual.p95Ms);
      const stuck = runs.filter((run) => isStuck(run, usual.p95Ms, nowMs));
      const longest = quietest(stuck);
      if (longest === undefined) return undefined;
      const figures = {
        runs: stuck.length,
        quietMs: nowMs - longest.progressAtMs,
        elapsedMs: nowMs - longest.startedAtMs,
        limitMs,
        ...(usual.p95Ms !== null && { usualMs: usual.p95Ms }),
      };
      return { figures, run: longest.runId, step: longest.step };
    },
  },
  {
    state: 'failing',
    code: 'runsFail',
    fits: ({ recent }) =>
      when(recent.runs >= LEAST_RECENT && rate(recent) >= FAILING_ERROR_RATE, {
        runs: recent.runs,
        errors: recent.errors,
        errorRate: rate(recent),
      }),
  },
  {
    state: 'degraded',
    code: 'moreErrors',
    fits: ({ recent, usual }) =>
      when(
        recent.runs >= LEAST_RECENT &&
          usual.runs >= LEAST_USUAL &&
          rate(recent) >= Math.max(DEGRADED_LEAST_ERROR_RATE, DEGRADED_TIMES_ERRORS * rate(usual)),
        { runs: recent.runs, errors: recent.errors, errorRate: rate(recent), usualErrorRate: rate(usual) },
      ),
  },
  {
    state: 'degraded',
    code: 'slower',
    fits({ recent, usual }) {
      if (recent.p95Ms === null || usual.p95Ms === null) return undefined;
      const enough = recent.runs >= LEAST_RECENT && usual.runs >= LEAST_USUAL;
      return when(enough && recent.p95Ms > DEGRADED_TIMES_LATENCY * usual.p95Ms, {
        runs: recent.runs,
        p95Ms: recent.p95Ms,
        usualMs: usual.p95Ms,
      });
    },
  },
  {
    state: 'running',
    code: 'runsInFlight',
    fits: ({ runs }) => when(runs.length > 0, { runs: runs.length }),
  },
  { state: 'idle', code: 'nothingToDo', fits: () => when(true, {}) },
];

/** How long a run of an agent may tell nothing. */
export const stuckAfterMs = (usualMs: number | null): number =>
  usualMs === null ? STUCK_UNKNOWN_MS : Math.max(STUCK_LEAST_MS, STUCK_TIMES_USUAL * usualMs);

export const isStuck = (
  { progressAtMs }: Pick<LiveRun, 'progressAtMs'>,
  usualMs: number | null,
  nowMs: number,
): boolean => nowMs - progressAtMs > stuckAfterMs(usualMs);

function quietest(runs: readonly LiveRun[]): LiveRun | undefined {
  return runs.reduce<LiveRun | undefined>(
    (most, run) => (most === undefined || run.progressAtMs < most.progressAtMs ? run : most),
    undefined,
  );
}

/** The state of one instance, and why. */
export function stateOf(facts: InstanceFacts, nowMs: number): Verdict {
  for (const { state, code, fits } of RULES) {
    const reason = fits(facts, nowMs);
    if (reason !== undefined) return { state, reason: { code, ...reason } };
  }
  return { state: 'unknown', reason: { code: 'onlySpans', figures: {} } };
}
