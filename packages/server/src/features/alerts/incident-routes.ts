import { projectQuery } from '@pharos/core/api/common';
import {
  incidentChangeSchema,
  incidentDetailSchema,
  incidentPageSchema,
  incidentQuery,
  incidentSchema,
} from '@pharos/core/api/incidents';
import { matchersSchema, matches } from '@pharos/core/incidents/matcher';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import { changeIncident } from './incident-changes.ts';
import { incidentOf, incidentsOf, openIncidents } from './incident-queries.ts';

const list = z.object({ data: z.array(incidentSchema) });
const which = z.object({ incidentId: z.string().min(1).max(64) });

/** What fires and did, and what people do about it. */
export const incidentRoutes =
  (parts: Parts) =>
  (routes: Routes): void => {
    const { records } = parts;

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
