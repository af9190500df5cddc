import { reliabilityOf, timelineOf } from '@pharos/core/agents/timeline';
import { agentDetailSchema, agentListSchema, runListSchema } from '@pharos/core/api/agents';
import { type Page, projectQuery } from '@pharos/core/api/common';
import type { Clock } from '@pharos/core/time';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { type Agents, createAgentLook, OF_SPANS, withStored } from './look.ts';
import { isoOf, presentAgent, presentRun, type Seen } from './present.ts';
import { reportRoutes } from './reports.ts';

const DAY = 86_400_000;
const MOST_RUNS_OF_AGENT = 100;

const page = projectQuery.extend({
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const rangeQuery = projectQuery.extend({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});

/** Which agents live, in which state, and which runs are in flight. */
export const agents =
  ({ live, states, spans }: Agents, clock: Clock): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    const look = createAgentLook({ live, spans }, clock);
    const lookAtAgents = async (project: ProjectScope, signal: AbortSignal): Promise<Seen> => {
      const [seen, details, latest] = await Promise.all([
        look(project),
        spans.details(project, OF_SPANS),
        states.latest(project, signal),
      ]);
      return { ...seen, details, ...withStored(seen.agents, latest) };
    };

    reportRoutes(live)(routes);

    routes.get(
      '/api/v1/agents',
      {
        config,
        schema: {
          summary: 'Agents by name, with their state and why, their instances, and how they do',
          querystring: page,
          response: { 200: agentListSchema },
        },
      },
      async ({ project, query }, reply) => {
        const seen = await lookAtAgents(project, clientGone(reply));
        const { data, nextCursor } = pageOf(seen.names, (name) => name, query);
        return { data: data.map((name) => presentAgent(name, seen)), nextCursor };
      },
    );

    routes.get(
      '/api/v1/agents/:name',
      {
        config,
        schema: {
          summary:
            'One agent, with its states over a range (the last day unless said), uptime and time to repair',
          params: z.object({ name: z.string().min(1).max(256) }),
          querystring: rangeQuery,
          response: { 200: agentDetailSchema },
        },
      },
      async ({ project, params: { name }, query }, reply) => {
        const signal = clientGone(reply);
        const seen = await lookAtAgents(project, signal);
        if (!seen.names.includes(name))
          throw new ApiError('not_found', { message: 'There is no such agent in this project.' });
        const toMs = Math.min(query.to === undefined ? seen.nowMs : Date.parse(query.to), seen.nowMs);
        const fromMs = query.from === undefined ? toMs - DAY : Date.parse(query.from);
        if (fromMs >= toMs) throw new ApiError('invalid_request', { message: 'from must be before to.' });
        const range = { fromMs, toMs };
        const timeline = timelineOf(await states.history(project, name, range, signal), range);
        const runs = seen.agents.get(name)?.runs.slice(0, MOST_RUNS_OF_AGENT) ?? [];
        return {
          ...presentAgent(name, seen),
          ...{ from: isoOf(fromMs), to: isoOf(toMs) },
          timeline: timeline.map((stretch) => ({
            from: isoOf(stretch.fromMs),
            to: isoOf(stretch.toMs),
            state: stretch.state,
            reason: stretch.reason,
          })),
          ...reliabilityOf(timeline),
          runs: runs.map((run) => presentRun(run, seen)),
        };
      },
    );

    routes.get(
      '/api/v1/runs',
      {
        config,
        schema: {
          summary:
            'Runs in flight, the oldest first: for how long, against the usual, and what each does now',
          querystring: page.extend({
            state: z.literal('running').default('running'),
            agent: z.string().max(256).optional(),
          }),
          response: { 200: runListSchema },
        },
      },
      async ({ project, query }) => {
        const seen = await look(project);
        const runs = [...seen.agents.values()]
          .filter(({ agent }) => query.agent === undefined || agent === query.agent)
          .flatMap((agent) => agent.runs)
          .map((run) => presentRun(run, seen));
        const placeOf = ({ startedAt, runId }: (typeof runs)[number]) => `${startedAt} ${runId}`;
        runs.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
        return pageOf(runs, placeOf, query);
      },
    );
  };

/** What comes after the cursor, which is the place of the last item before, of items in the order of their places. */
function pageOf<Item>(
  items: readonly Item[],
  placeOf: (item: Item) => string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Page<Item> {
  const rest = cursor === undefined ? items : items.filter((item) => placeOf(item) > cursor);
  const data = rest.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: last !== undefined && rest.length > limit ? placeOf(last) : null };
}
