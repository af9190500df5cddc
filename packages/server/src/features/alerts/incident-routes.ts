import { projectQuery } from '@pharos/core/api/common';
import {
  incidentChangeSchema,
  incidentDetailSchema,
  incidentPageSchema,
  incidentQuery,
  incidentSchema,
  whatChangedSchema,
} from '@pharos/core/api/incidents';
import { matchersSchema, matches } from '@pharos/core/incidents/matcher';
import { z } from 'zod';
import type { Answers } from '../../answers/answers.ts';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import { changeIncident } from './incident-changes.ts';
import { incidentOf, incidentsOf, openIncidents } from './incident-queries.ts';
import { whatChanged } from './what-changed.ts';

const list = z.object({ data: z.array(incidentSchema) });
const which = z.object({ incidentId: z.string().min(1).max(64) });

/** What fires and did, and what people do about it. */
export const incidentRoutes =
  (parts: Parts, answers: Pick<Answers, 'askAll'>) =>
  (routes: Routes): void => {
    const { records, clock } = parts;

    routes.get(
      '/api/v1/alerts',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Incidents that are open, the newest first',
          querystring: projectQuery,
          response: { 200: list },
        },
      },
      async ({ project }) => ({ data: await openIncidents(records, project) }),
    );

    routes.get(
      '/api/v1/alerts/incidents',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Incidents, the newest first; those that are over are kept',
          querystring: incidentQuery,
          response: { 200: incidentPageSchema },
        },
      },
      async ({ project, query }) => incidentsOf(records, project, query),
    );

    routes.get(
      '/api/v1/alerts/incidents/:incidentId',
      {
        config: { access: mayRead },
        schema: {
          summary: 'One incident, with all that happened to it',
          params: which,
          querystring: projectQuery,
          response: { 200: incidentDetailSchema },
        },
      },
      async ({ project, params }) => (await incidentOf(records, project, params.incidentId)) ?? unknown(),
    );

    routes.patch(
      '/api/v1/alerts/incidents/:incidentId',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Takes an incident on, gives it to somebody, says something of it, or ends it',
          params: which,
          querystring: projectQuery,
          body: incidentChangeSchema,
          response: { 200: incidentDetailSchema },
        },
      },
      async (request) => {
        const { incidentId } = request.params;
        return records.transaction().execute(async (tx) => {
          if (
            !(await changeIncident(tx, request.project, incidentId, request.body, authorship(request, parts)))
          )
            unknown();
          await auditRequest(parts, tx, request, 'incident.update', incidentId);
          return (await incidentOf(tx, request.project, incidentId)) ?? unknown();
        });
      },
    );

    routes.get(
      '/api/v1/alerts/incidents/:incidentId/what-changed',
      {
        config: { access: mayRead },
        schema: {
          summary:
            'The values of dimensions that tell most of what changed, such as a release or a model, ranked',
          description:
            'Of incidents whose rule watches a metric. The time of the incident is compared with what its rule compares with: the time right before, or the same a day or a week ago.',
          params: which,
          querystring: projectQuery,
          response: { 200: whatChangedSchema },
        },
      },
      async ({ project, params }, reply) => {
        const incident = (await incidentOf(records, project, params.incidentId)) ?? unknown();
        const { watch, forSeconds, group } = incident;
        if (watch.kind !== 'metric')
          throw new ApiError('not_found', { message: 'The rule of this incident watches no metric.' });
        const times = {
          openedMs: Date.parse(incident.openedAt),
          endedMs: incident.endedAt === null ? null : Date.parse(incident.endedAt),
          nowMs: clock.nowMs(),
        };
        return whatChanged(answers, project, { watch, forSeconds }, { group, ...times }, clientGone(reply));
      },
    );

    routes.post(
      '/api/v1/alerts/silences/preview',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Open incidents that matchers match: what a silence would mute now',
          querystring: projectQuery,
          body: z.object({ matchers: matchersSchema }),
          response: { 200: list },
        },
      },
      async ({ project, body }) => {
        const open = await openIncidents(records, project);
        return { data: open.filter(({ labels }) => matches(body.matchers, labels)) };
      },
    );
  };

function unknown(): never {
  throw new ApiError('not_found', { message: 'There is no such incident in this project.' });
}
