import {
  type AgentFigures,
  type LiveRun,
  NO_FIGURES,
  RECENT_MS,
  type RunFigures,
} from '@pharos/core/agents/facts';
import { groupBy } from '@pharos/core/group-by';
import { type Question, questionSchema } from '@pharos/core/question';
import type { Clock } from '@pharos/core/time';
import type { Answers } from '../../answers/answers.ts';
import { type Demand, kept } from '../../kept.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { AgentError } from '../../store/telemetry/agents-contract.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

/** What the spans of a project tell of the states of its agents. */
export interface SpanFacts {
  /** Agents that had runs within a week. */
  agents: ReadonlySet<string>;
  figuresOf(agent: string): AgentFigures;
  /** Begun and not ended. */
  runs: readonly LiveRun[];
}

/** What they tell besides. */
export interface SpanDetails {
  lastHour: ReadonlyMap<string, RunFigures>;
  lastErrors: ReadonlyMap<string, AgentError>;
  versions: ReadonlyMap<string, readonly string[]>;
}

/**
 * Read once for all who ask. Where the store takes longer than one is patient, what it told before is the answer; rejects when there was
 * nothing.
 */
export interface SpanFactsSource {
  /** What is usual may be ten minutes old. */
  facts(project: ProjectScope, demand: Demand): Promise<SpanFacts>;
  details(project: ProjectScope, demand: Demand): Promise<SpanDetails>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const USUAL_MS = 7 * DAY;
const USUAL: Demand = { freshMs: 10 * MINUTE, patienceMs: MINUTE };
const MAX_AGENTS = 1_000;

type Figures = ReadonlyMap<string, RunFigures>;

/** Where spans name the process that they come from. */
const INSTANCE = 'attr.service.instance.id';

/** A run of an agent is its span of that kind. */
const question = (fromMs: number, toMs: number, dimensions: readonly string[]): Question =>
  questionSchema.parse({
    metrics: ['spans', 'openSpans', 'spanErrors', 'spanLatencyP95'],
    dimensions,
    filters: [
      { field: 'kind', op: '=', values: ['agent'] },
      ...dimensions.map((field) => ({ field, op: 'exists', values: [] })),
    ],
    ...{ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), limit: MAX_AGENTS },
  });

export function createSpanFacts(given: {
  answers: Pick<Answers, 'ask'>;
  reader: Pick<TelemetryReader, 'openRuns' | 'lastErrors' | 'agentVersions'>;
  clock: Clock;
}): SpanFactsSource {
  const { answers, reader, clock } = given;
  const ask = async (project: ProjectScope, fromMs: number, toMs: number, ...dimensions: string[]) => {
    const { series } = await answers.ask(project, question(fromMs, toMs, dimensions));
    return series
      .filter(({ other }) => !other)
      .map(({ group: [agent = '', instance = ''], totals }) => ({
        ...{ agent, instance },
        runs: (totals.spans ?? 0) - (totals.openSpans ?? 0),
        errors: totals.spanErrors ?? 0,
        p95Ms: totals.spanLatencyP95 ?? null,
      }));
  };
  const figures = async (project: ProjectScope, fromMs: number, toMs: number): Promise<Figures> =>
    new Map((await ask(project, fromMs, toMs, 'agent')).map(({ agent, ...told }) => [agent, told]));
  const usual = kept(clock, (project) => {
    const toMs = clock.nowMs() - RECENT_MS;
    return figures(project, toMs - USUAL_MS, toMs);
  });
  const facts = kept(clock, async (project): Promise<SpanFacts> => {
    const nowMs = clock.nowMs();
    const [recent, instances, before, runs] = await Promise.all([
      figures(project, nowMs - RECENT_MS, nowMs),
      ask(project, nowMs - RECENT_MS, nowMs, 'agent', INSTANCE),
      usual(project, USUAL),
      reader.openRuns(project),
    ]);
    const byAgent = groupBy(instances, ({ agent }) => agent);
    return {
      agents: new Set([...before.keys(), ...recent.keys()]),
      figuresOf: (agent) => ({
        recent: recent.get(agent) ?? NO_FIGURES,
        usual: before.get(agent) ?? NO_FIGURES,
        byInstance: new Map(byAgent.get(agent)?.map((told) => [told.instance, told])),
      }),
      runs,
    };
  });
  const details = kept(clock, async (project): Promise<SpanDetails> => {
    const nowMs = clock.nowMs();
    const lastDay = { fromNs: BigInt(nowMs - DAY) * 1_000_000n, toNs: BigInt(nowMs) * 1_000_000n };
    const [lastHour, errors, versions] = await Promise.all([
      figures(project, nowMs - HOUR, nowMs),
      reader.lastErrors(project, lastDay),
      reader.agentVersions(project, lastDay),
    ]);
    return {
      lastHour,
      lastErrors: new Map(errors.map((error) => [error.agent, error])),
      versions: new Map(versions.map(({ agent, versions: all }) => [agent, all])),
    };
  });
  return { facts, details };
}
