import type { Reading } from '@pharos/core/alerts/evaluate';
import { tells } from '@pharos/core/alerts/told';
import type { WatchOf } from '@pharos/core/alerts/watch';
import type { Clock } from '@pharos/core/time';
import type { ProjectScope } from '../../store/scope.ts';
import { type Agents, createAgentLook } from './look.ts';

/** Agents, each a group by its name: bad in the states that are watched for. */
export const agentReadings = (agents: Pick<Agents, 'live' | 'spans'>, clock: Clock) => {
  const look = createAgentLook(agents, clock);
  return async (project: ProjectScope, { states, agent }: WatchOf<'agents'>): Promise<Reading[]> => {
    const { agents: known } = await look(project);
    const watched = new Set<string>(states);
    return [...known]
      .filter(([name]) => name !== '' && (agent === undefined || name === agent))
      .map(([name, { state }]) => tells([name], watched.has(state)));
  };
};
