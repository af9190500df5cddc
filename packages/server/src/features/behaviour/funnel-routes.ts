import { projectQuery } from '@pharos/core/api/common';
import {
  FUNNEL_LIMITS,
  funnelRequestSchema,
  funnelSchema,
  funnelUsersRequestSchema,
  funnelUsersSchema,
} from '@pharos/core/api/funnels';
import {
  activitiesQuery,
  activitiesSchema,
  PATH_LIMITS,
  pathsRequestSchema,
  pathsSchema,
} from '@pharos/core/api/user-paths';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { BehaviourReader } from '../../store/telemetry/behaviour-contract.ts';

/** `/api/v1/behaviour`: how far users come, and where they go. */
export const funnels =
  (reader: BehaviourReader): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.post(
      '/api/v1/behaviour/funnel',
      {
        config,
        schema: {
          summary: 'How many users or sessions take several steps one after another, and how long that takes',
          description: `Up to ${FUNNEL_LIMITS.steps} steps over ${FUNNEL_LIMITS.days} days: events by name, spans by a filter. The first step lies in the range, the last at most a window after it; what lies between is no matter. Of each user or session the first ${FUNNEL_LIMITS.eventsEach} things that are steps are looked at.`,
          querystring: projectQuery,
          body: funnelRequestSchema,
          response: { 200: funnelSchema },
        },
      },
      async ({ project, body }, reply) => reader.funnel(project, body, clientGone(reply)),
    );

    routes.post(
      '/api/v1/behaviour/funnel/users',
      {
        config,
        schema: {
          summary: 'Who came as far as a step of a funnel, or no further',
          querystring: projectQuery,
          body: funnelUsersRequestSchema,
          response: { 200: funnelUsersSchema },
        },
      },
      async ({ project, body }, reply) => reader.funnelUsers(project, body, clientGone(reply)),
    );

    routes.get(
      '/api/v1/behaviour/activities',
      {
        config,
        schema: {
          summary: 'What users do: agents, tools, events and pages of a range, the most frequent of each',
          querystring: activitiesQuery,
          response: { 200: activitiesSchema },
        },
      },
      async ({ project, query }, reply) => reader.activities(project, query, clientGone(reply)),
    );

    routes.post(
      '/api/v1/behaviour/paths',
      {
        config,
        schema: {
          summary: 'What users do after something, step by step',
          description: `Up to ${PATH_LIMITS.steps} steps over ${PATH_LIMITS.days} days. Each user or session counts once, with the first ${PATH_LIMITS.eventsEach} things done in the range; of each step the ${PATH_LIMITS.links} most frequent links are told.`,
          querystring: projectQuery,
          body: pathsRequestSchema,
          response: { 200: pathsSchema },
        },
      },
      async ({ project, body }, reply) => reader.userPaths(project, body, clientGone(reply)),
    );
  };
