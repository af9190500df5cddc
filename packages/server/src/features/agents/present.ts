import type { AgentVerdict, InstanceVerdict } from '@pharos/core/agents/agent';
import { type LiveRun, NO_FIGURES, type Verdict } from '@pharos/core/agents/facts';
import { isStuck } from '@pharos/core/agents/rules';
import type { ApiAgent, RunInFlight } from '@pharos/core/api/agents';
import type { StoredState } from '../../store/telemetry/agent-states.ts';
import type { SpanDetails, SpanFacts } from './span-facts.ts';

export const isoOf = (ms: number): string => new Date(ms).toISOString();

/** What an answer about agents is made of, as of one moment. */
export interface Seen {
  nowMs: number;
  agents: ReadonlyMap<string, AgentVerdict>;
  /** Of all that are known, in order. */
  names: readonly string[];
  spans: SpanFacts;
  details: SpanDetails;
  /** The stored state of an agent, or of one of its instances. */
  stored(agent: string, instance: string): StoredState | undefined;
  /** Runs that report themselves. */
  reported: ReadonlySet<string>;
}

export function presentAgent(name: string, seen: Seen): ApiAgent {
  const agent = seen.agents.get(name);
  const stored = seen.stored(name, '');
  const hour = seen.details.lastHour.get(name) ?? NO_FIGURES;
  const error = seen.details.lastErrors.get(name);
  const verdict = verdictOf(agent, stored);
  const versions = [
    ...(seen.details.versions.get(name) ?? []),
    ...(agent?.instances.map(({ beat }) => beat.version) ?? []),
    ...(agent?.runs.map(({ version }) => version) ?? []),
  ];
  return {
    name,
    versions: [...new Set(versions)].filter((version) => version !== '').sort(),
    state: verdict.state,
    reason: verdict.reason,
    since: verdict.state === 'unknown' ? null : since(verdict, stored, seen.nowMs),
    instances: agent?.instances.map((instance) => presentInstance(name, instance, seen)) ?? [],
    runsInFlight: agent?.runs.length ?? 0,
    lastHour: {
      requests: hour.runs,
      errors: hour.errors,
      successRate: hour.runs === 0 ? null : (hour.runs - hour.errors) / hour.runs,
      p95Ms: hour.p95Ms,
    },
    lastError:
      error === undefined
        ? null
        : {
            at: isoOf(error.atMs),
            message: error.message,
            traceId: error.traceId,
            spanId: error.spanId,
          },
  };
}

/** Of one that nothing is heard of any more, neither by reports nor by spans, the last state holds. */
export const verdictOf = (agent: AgentVerdict | undefined, stored: StoredState | undefined): Verdict =>
  (agent?.instances.length ? agent : (stored ?? agent)) ?? UNHEARD;
const UNHEARD: Verdict = { state: 'unknown', reason: { code: 'onlySpans', figures: {} } };

function presentInstance(name: string, { beat, runs, state, reason }: InstanceVerdict, seen: Seen) {
  return {
    instance: beat.instance,
    version: beat.version,
    host: beat.host,
    ...{ state, reason },
    since: since({ state, reason }, seen.stored(name, beat.instance), seen.nowMs),
    startedAt: beat.startedAtMs === undefined ? null : isoOf(beat.startedAtMs),
    lastHeardAt: isoOf(beat.atMs),
    intervalSeconds: beat.intervalSeconds,
    runsInFlight: runs.length,
  };
}

/** A state that nobody has stored yet begins now. */
const since = ({ state }: Verdict, stored: StoredState | undefined, nowMs: number): string =>
  isoOf(stored?.state === state ? stored.atMs : nowMs);

export function presentRun(
  run: LiveRun,
  { spans, nowMs, reported }: Pick<Seen, 'spans' | 'nowMs' | 'reported'>,
): RunInFlight {
  const usualMs = spans.figuresOf(run.agent).usual.p95Ms;
  const { runId, agent, version, instance, step, userId, sessionId, startedAtMs, progressAtMs } = run;
  return {
    ...{ runId, agent, version, instance, step, userId, sessionId },
    startedAt: isoOf(startedAtMs),
    lastProgressAt: isoOf(progressAtMs),
    elapsedMs: nowMs - startedAtMs,
    usualMs,
    stuck: isStuck(run, usualMs, nowMs),
    source: reported.has(runId) ? 'reports' : 'spans',
  };
}
