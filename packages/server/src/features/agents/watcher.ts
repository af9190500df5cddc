import type { AgentState, Beat, LiveRun, ReasonCode, Verdict } from '@pharos/core/agents/facts';
import type { RunReport } from '@pharos/core/api/live-reports';
import { groupBy } from '@pharos/core/group-by';
import type { Clock } from '@pharos/core/time';
import type { LiveAgents } from '../../live/agents.ts';
import type { LiveRegisters } from '../../live/registers.ts';
import { Looks } from '../../looks.ts';
import { type ProjectScope, scopeTo } from '../../store/scope.ts';
import type { AgentRuns, StoredRun } from '../../store/telemetry/agent-runs.ts';
import type { AgentStates, StoredState } from '../../store/telemetry/agent-states.ts';
import { overviewOf } from './overview.ts';
import type { SpanFactsSource } from './span-facts.ts';

export interface WatcherParts {
  live: LiveAgents;
  registers: Pick<LiveRegisters, 'lead'>;
  states: Pick<AgentStates, 'append' | 'latest' | 'latestOfAll'>;
  runs: AgentRuns;
  spans: Pick<SpanFactsSource, 'facts'>;
  clock: Clock;
  /** Names this process among those that could lead. */
  holder: string;
  onError(error: unknown): void;
  /** Told of states that have begun, once they are stored. */
  onBegun?(states: readonly BegunState[]): void;
  /** Another process takes over when the one that leads has said nothing for so long. */
  leaseMs?: number;
}

/** A state that has begun, and the one before it, if any. */
export interface BegunState extends StoredState {
  before: AgentState | undefined;
}

const EVERY_MS = 1_000;
const LEASE_MS = 5_000;
/** What spans tell is no reason to be late with the rest, nor to keep the store busy with each look. */
const OF_SPANS = { freshMs: 20_000, patienceMs: 500 };

const keyOf = (agent: string, instance: string): string => JSON.stringify([agent, instance]);
const signOf = ({ state, reason }: Verdict) => ({ state, code: reason.code });

/** What is stored of a project. */
interface Stored {
  /** The state of each agent and instance. */
  states: Map<string, { state: AgentState; code: ReasonCode }>;
  /** In flight, by id. */
  runs: Map<string, LiveRun>;
}
/** What is to be stored of it. */
interface Changed {
  states: BegunState[];
  runs: StoredRun[];
}

/**
 * Looks at all agents once a second, in one of the processes that share them, and stores when a state of those that send heartbeats began,
 * with its reason, and which reported runs are in flight. What could not be stored is found again at the next look.
 */
export class AgentWatcher {
  readonly #parts: WatcherParts;
  /** What is stored, by project, of those looked at since this process leads. */
  readonly #stored = new Map<ProjectScope, Stored>();
  readonly #looks: Looks;

  constructor(parts: WatcherParts) {
    this.#parts = parts;
    const { onError } = parts;
    this.#looks = new Looks(() => this.#lookAtAll(), { everyMs: EVERY_MS, onError });
  }

  /**
   * Brings back what is stored of processes and runs that are not known any more. What was not offline, and each run, counts as heard just
   * now: while nobody listened it could not be missed.
   */
  async restore(): Promise<void> {
    const { live, states, runs } = this.#parts;
    const [ofStates, ofRuns] = await Promise.all([states.latestOfAll(), runs.inFlightOfAll()]);
    const stored = groupBy(ofStates, ({ project }) => project);
    const begun = groupBy(ofRuns, ({ project }) => project);
    for (const project of new Set([...stored.keys(), ...begun.keys()])) {
      const known = await live.read(project);
      const beats = new Set(known.beats.map(({ agent, instance }) => keyOf(agent, instance)));
      const heard = new Set([...known.ended, ...known.runs.map(({ runId }) => runId)]);
      await live.heard(
        project,
        (stored.get(project) ?? []).flatMap(({ agent, instance, state, beat }) =>
          beat === undefined || beats.has(keyOf(agent, instance))
            ? []
            : heartbeatOf(beat, state === 'offline' ? beat.atMs : undefined),
        ),
      );
      await live.told(
        project,
        (begun.get(project) ?? []).flatMap(({ run }) => (heard.has(run.runId) ? [] : reportsOf(run))),
      );
    }
  }

  start(): void {
    this.#looks.start();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }

  /** One look at all. Never rejects. */
  look(): Promise<void> {
    return this.#looks.now();
  }

  /** A look that begins now or later: one that is under way may have seen what is no more. Never rejects. */
  async lookAnew(): Promise<void> {
    await this.#looks.now();
    await this.#looks.now();
  }

  async #lookAtAll(): Promise<void> {
    const { live, registers, states, runs, holder, leaseMs = LEASE_MS } = this.#parts;
    if (!(await registers.lead(holder, leaseMs))) {
      this.#stored.clear();
      return;
    }
    const projects = (await live.projects()).map(scopeTo);
    const known = new Set(projects);
    for (const project of this.#stored.keys()) if (!known.has(project)) this.#stored.delete(project);
    const found = await Promise.allSettled(projects.map((project) => this.#lookAt(project)));
    const changed = found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const noted = changed.flatMap((each) => each.runs);
    await runs.note(noted);
    for (const { project, run, over } of noted) {
      if (over) this.#stored.get(project)?.runs.delete(run.runId);
      else this.#stored.get(project)?.runs.set(run.runId, run);
    }
    const begun = changed.flatMap((each) => each.states);
    await states.append(begun);
    this.#parts.onBegun?.(begun);
    for (const state of begun)
      this.#stored.get(state.project)?.states.set(keyOf(state.agent, state.instance), signOf(state));
    for (const each of found) if (each.status === 'rejected') this.#parts.onError(each.reason);
  }

  /** What has begun, or is over, since the last look. */
  async #lookAt(project: ProjectScope): Promise<Changed> {
    const { live, spans, clock } = this.#parts;
    const stored = await this.#storedOf(project);
    const known = await live.read(project);
    const inFlight = new Set(known.runs.map(({ runId }) => runId));
    const runs = [
      ...known.runs
        .filter(({ runId }) => !stored.runs.has(runId))
        .map((run) => ({ project, run, over: false })),
      ...[...stored.runs.values()]
        .filter(({ runId }) => !inFlight.has(runId))
        .map((run) => ({ project, run, over: true })),
    ];
    if (known.beats.length === 0) return { states: [], runs };
    const told = await spans.facts(project, OF_SPANS).catch(() => undefined);
    const atMs = clock.nowMs();
    const states: BegunState[] = [];
    const note = (agent: string, instance: string, verdict: Verdict, beat: Beat | undefined) => {
      const before = stored.states.get(keyOf(agent, instance));
      const { state, reason } = verdict;
      if (before?.state === state && before.code === reason.code) return;
      states.push({ project, agent, instance, atMs, state, reason, beat, before: before?.state });
    };
    for (const agent of overviewOf(known, told, atMs).values()) {
      if (agent.instances.length === 0) continue;
      note(agent.agent, '', agent, undefined);
      for (const instance of agent.instances)
        note(agent.agent, instance.beat.instance, instance, instance.beat);
    }
    return { states, runs };
  }

  async #storedOf(project: ProjectScope): Promise<Stored> {
    const known = this.#stored.get(project);
    if (known) return known;
    const [latest, runs] = await Promise.all([
      this.#parts.states.latest(project),
      this.#parts.runs.inFlight(project),
    ]);
    const stored = {
      states: new Map(latest.map((each) => [keyOf(each.agent, each.instance), signOf(each)])),
      runs: new Map(runs.map((run) => [run.runId, run])),
    };
    this.#stored.set(project, stored);
    return stored;
  }
}

/** As it would be said again; `atMs` undefined: now. */
const heartbeatOf = ({ startedAtMs, atMs: _, ...beat }: Beat, atMs: number | undefined) => ({
  ...beat,
  startedAt: startedAtMs === undefined ? undefined : new Date(startedAtMs).toISOString(),
  at: atMs === undefined ? undefined : new Date(atMs).toISOString(),
});

/** The same of a run: that it began when it did, and that it gets on now. */
function reportsOf(run: LiveRun): RunReport[] {
  const { runId, agent, version, instance, step, userId, sessionId, startedAtMs } = run;
  const told = { runId, agent, version, instance, step, userId, sessionId, outcome: 'ok' as const };
  return [
    { ...told, event: 'started', at: new Date(startedAtMs).toISOString() },
    { ...told, event: 'progress' },
  ];
}
