import type { Beat, Verdict } from '@pharos/core/agents/facts';
import { groupBy } from '@pharos/core/group-by';
import type { Clock } from '@pharos/core/time';
import type { LiveAgents } from '../../live/agents.ts';
import type { LiveRegisters } from '../../live/registers.ts';
import { type ProjectScope, scopeTo } from '../../store/scope.ts';
import type { AgentStates, StoredState } from '../../store/telemetry/agent-states.ts';
import { overviewOf } from './overview.ts';
import type { SpanFactsSource } from './span-facts.ts';

export interface WatcherParts {
  live: LiveAgents;
  registers: Pick<LiveRegisters, 'lead'>;
  states: Pick<AgentStates, 'append' | 'latest' | 'latestOfAll'>;
  spans: Pick<SpanFactsSource, 'facts'>;
  clock: Clock;
  /** Names this process among those that could lead. */
  holder: string;
  onError(error: unknown): void;
  /** Another process takes over when the one that leads has said nothing for so long. */
  leaseMs?: number;
}

const EVERY_MS = 1_000;
const LEASE_MS = 5_000;
/** What spans tell is no reason to be late with the rest, nor to keep the store busy with each look. */
const OF_SPANS = { freshMs: 20_000, patienceMs: 500 };

const keyOf = (agent: string, instance: string): string => JSON.stringify([agent, instance]);
const signOf = ({ state, reason }: Verdict): string => `${state} ${reason.code}`;

/**
 * Looks at all agents that send heartbeats once a second, in one of the processes that share them, and stores when a state began, with
 * its reason. What could not be stored is found again at the next look.
 */
export class AgentWatcher {
  readonly #parts: WatcherParts;
  /** What is stored, by project, of those looked at since this process leads. */
  readonly #stored = new Map<ProjectScope, Map<string, string>>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: WatcherParts) {
    this.#parts = parts;
  }

  /**
   * Brings back what is stored of processes that are not known any more. One that was not offline counts as heard just now: while
   * nobody listened it could not be missed.
   */
  async restore(): Promise<void> {
    const { live, states } = this.#parts;
    const byProject = groupBy(await states.latestOfAll(), ({ project }) => project);
    for (const [project, stored] of byProject) {
      const { beats } = await live.read(project);
      const known = new Set(beats.map(({ agent, instance }) => keyOf(agent, instance)));
      const lost = stored.filter(
        ({ agent, instance, beat }) => beat !== undefined && !known.has(keyOf(agent, instance)),
      );
      await live.heard(
        project,
        lost.flatMap(({ state, beat }) =>
          beat === undefined ? [] : heartbeatOf(beat, state === 'offline' ? beat.atMs : undefined),
        ),
      );
    }
  }

  start(): void {
    this.#timer = setTimeout(() => {
      void this.look().finally(() => {
        if (!this.#stopped) this.start();
      });
    }, EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** One look at all. Never rejects. */
  look(): Promise<void> {
    this.#looking ??= this.#lookAtAll()
      .catch((error: unknown) => this.#parts.onError(error))
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  async #lookAtAll(): Promise<void> {
    const { live, registers, states, holder, leaseMs = LEASE_MS } = this.#parts;
    if (!(await registers.lead(holder, leaseMs))) {
      this.#stored.clear();
      return;
    }
    const projects = (await live.projects()).map(scopeTo);
    const known = new Set(projects);
    for (const project of this.#stored.keys()) if (!known.has(project)) this.#stored.delete(project);
    const found = await Promise.allSettled(projects.map((project) => this.#lookAt(project)));
    const begun = found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    await states.append(begun);
    for (const state of begun)
      this.#stored.get(state.project)?.set(keyOf(state.agent, state.instance), signOf(state));
    for (const each of found) if (each.status === 'rejected') this.#parts.onError(each.reason);
  }

  /** States that have begun since the last look. */
  async #lookAt(project: ProjectScope): Promise<StoredState[]> {
    const { live, spans, clock } = this.#parts;
    const stored = await this.#storedOf(project);
    const known = await live.read(project);
    if (known.beats.length === 0) return [];
    const told = await spans.facts(project, OF_SPANS).catch(() => undefined);
    const atMs = clock.nowMs();
    const begun: StoredState[] = [];
    const note = (agent: string, instance: string, verdict: Verdict, beat: Beat | undefined) => {
      if (stored.get(keyOf(agent, instance)) === signOf(verdict)) return;
      const { state, reason } = verdict;
      begun.push({ project, agent, instance, atMs, state, reason, beat });
    };
    for (const agent of overviewOf(known, told, atMs).values()) {
      if (agent.instances.length === 0) continue;
      note(agent.agent, '', agent, undefined);
      for (const instance of agent.instances)
        note(agent.agent, instance.beat.instance, instance, instance.beat);
    }
    return begun;
  }

  async #storedOf(project: ProjectScope): Promise<Map<string, string>> {
    const known = this.#stored.get(project);
    if (known) return known;
    const latest = await this.#parts.states.latest(project);
    const stored = new Map(latest.map((each) => [keyOf(each.agent, each.instance), signOf(each)]));
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
