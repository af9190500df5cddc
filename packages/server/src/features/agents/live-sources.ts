import { attentionRank, isNews } from '@pharos/core/agents/attention';
import { LIVE_TOPICS, type LiveItems } from '@pharos/core/api/live';
import { groupBy } from '@pharos/core/group-by';
import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import { kept } from '../../kept.ts';
import type { Happened, LiveFeeds } from '../../live/feeds.ts';
import type { LiveSources } from '../../live/source.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { StoredState } from '../../store/telemetry/agent-states.ts';
import { type Agents, createAgentLook, withStored } from './look.ts';
import { isoOf, presentRun, verdictOf } from './present.ts';

const MOST_AGENTS = 200;
const MOST_RUNS = 100;
/** States that are looked at for what is news among them. */
const MOST_STORED = 1_000;
const MAX_PROJECTS = 1_000;
/** Whoever watches does not wait for spans once anything is known of them. */
const OF_SPANS = { freshMs: 5_000, patienceMs: 300, firstMs: 10_000 };
const OF_STATES = { freshMs: 1_000, patienceMs: 300, firstMs: 10_000, restFactor: 10 };
/** One look is that of all topics. */
const AT_ONCE = { freshMs: 0, patienceMs: 10_000 };

/** Agents, their changes of state and their runs, as those who watch see them. */
export function agentSources(
  { live, states, spans, feeds }: Agents & { feeds: LiveFeeds },
  clock: Clock,
): LiveSources<'agents' | 'transitions' | 'runs'> {
  const lookAt = createAgentLook({ live, spans }, clock);
  const look = kept(clock, (project) => lookAt(project, OF_SPANS));
  const latest = kept(clock, (project) => states.latest(project));
  /** Projects whose feed holds what is stored from before. */
  const told = new LRUCache<ProjectScope, true>({ max: MAX_PROJECTS });

  return {
    async agents(project) {
      const [{ agents }, storedStates] = await Promise.all([
        look(project, AT_ONCE),
        latest(project, OF_STATES),
      ]);
      const { names, stored } = withStored(agents, storedStates);
      const all = names.map((name): LiveItems['agents'] => {
        const agent = agents.get(name);
        const before = stored(name, '');
        const { state, reason } = verdictOf(agent, before);
        // As it was when the state began: figures that grow all the time are told by `since`.
        const since = before?.state === state && before.reason.code === reason.code ? before : undefined;
        return {
          ...{ name, state, reason: since?.reason ?? reason },
          since: since ? isoOf(since.atMs) : null,
          instances: agent?.instances.length ?? 0,
          runsInFlight: agent?.runs.length ?? 0,
        };
      });
      const shown = all.sort((a, b) => attentionRank(a) - attentionRank(b)).slice(0, MOST_AGENTS);
      return { total: all.length, items: new Map(shown.map((agent) => [agent.name, agent])) };
    },

    async runs(project) {
      const seen = await look(project, AT_ONCE);
      const all = [...seen.agents.values()]
        .flatMap((agent) => agent.runs)
        .map((run) => presentRun(run, seen))
        .sort((a, b) => Number(b.stuck) - Number(a.stuck) || b.elapsedMs - a.elapsedMs);
      const items = all
        .slice(0, MOST_RUNS)
        .map(({ elapsedMs: _, lastProgressAt: __, ...run }) => [run.runId, run] as const);
      return { total: all.length, items: new Map(items) };
    },

    async transitions(project) {
      if (!told.has(project)) {
        const news = newsOf(await states.newest(project, MOST_STORED));
        await feeds.add(project, news.map(transitionOf));
        told.set(project, true);
      }
      const happened = await feeds.latest(project);
      const items = happened.map(
        ({ text }) => [text, LIVE_TOPICS.transitions.parse(JSON.parse(text))] as const,
      );
      return { total: items.length, items: new Map(items) };
    },
  };
}

/** Of states, the newest first, those that are news after the one before of the same agent. */
function newsOf(states: readonly StoredState[]): StoredState[] {
  return [...groupBy(states, ({ agent }) => agent).values()].flatMap((own) =>
    own.filter(({ state }, nth) => isNews(own[nth + 1]?.state, state)),
  );
}

/** A change of state as the feed keeps it. */
export function transitionOf({ agent, atMs, state, reason }: StoredState): Happened {
  const transition: LiveItems['transitions'] = { agent, at: isoOf(atMs), state, reason };
  return { atMs, text: JSON.stringify(transition) };
}
