import type { Clock } from '@pharos/core/time';
import { ApiError } from '../../errors.ts';
import type { LiveAgents } from '../../live/agents.ts';
import { RegistersUnavailable } from '../../live/registers.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { AgentStates, StoredState } from '../../store/telemetry/agent-states.ts';
import { overviewOf } from './overview.ts';
import type { Seen } from './present.ts';
import type { SpanFactsSource } from './span-facts.ts';

export interface Agents {
  live: LiveAgents;
  states: AgentStates;
  spans: SpanFactsSource;
}

export const OF_SPANS = { freshMs: 5_000, patienceMs: 10_000 };

/** What is known of agents and of their runs, as of now. @throws ApiError where registers are not available */
export const createAgentLook =
  ({ live, spans }: Pick<Agents, 'live' | 'spans'>, clock: Clock) =>
  async (project: ProjectScope, ofSpans = OF_SPANS) => {
    const [known, told] = await Promise.all([
      live.read(project).catch(unavailable),
      spans.facts(project, ofSpans),
    ]);
    const nowMs = clock.nowMs();
    const reported = new Set(known.runs.map(({ runId }) => runId));
    return { nowMs, agents: overviewOf(known, told, nowMs), spans: told, reported };
  };

/** All agents by name that are known now or have a stored state, and those states. */
export function withStored(
  agents: Seen['agents'],
  latest: readonly StoredState[],
): Pick<Seen, 'names' | 'stored'> {
  const stored = new Map(latest.map((each) => [keyOf(each.agent, each.instance), each]));
  const own = latest.filter(({ instance }) => instance === '').map(({ agent }) => agent);
  return {
    names: [...new Set([...agents.keys(), ...own])].filter((name) => name !== '').sort(),
    stored: (agent, instance) => stored.get(keyOf(agent, instance)),
  };
}

const keyOf = (agent: string, instance: string): string => JSON.stringify([agent, instance]);

function unavailable(error: unknown): never {
  if (!(error instanceof RegistersUnavailable)) throw error;
  throw new ApiError('unavailable', {
    message: 'What is live is not available at the moment.',
    retryAfter: 1,
  });
}
