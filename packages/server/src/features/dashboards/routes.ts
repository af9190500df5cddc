import { projectQuery } from '@pharos/core/api/common';
import {
  dashboardCopySchema,
  dashboardCreateSchema,
  dashboardSummarySchema,
  dashboardUpdateSchema,
  storedDashboardSchema,
} from '@pharos/core/api/dashboards';
import { z } from 'zod';
import type { Answers } from '../../answers/answers.ts';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { grantTo } from '../../http/auth.ts';
import { authorship } from '../../http/authorship.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { dashboardOf, dashboardsOf, deleteDashboard, insertDashboard } from './queries.ts';
import { MAX_BODY_BYTES, refuseReady, unknownDashboard, whichDashboard } from './request.ts';
import { shareRoutes } from './share-routes.ts';
import { sharedRoutes } from './shared-routes.ts';
import { addVersion } from './version-queries.ts';
import { versionRoutes } from './version-routes.ts';

const list = z.object({ data: z.array(dashboardSummarySchema) });

/** Pages of charts as documents: those that come with Pharos and those that a project makes. */
export const dashboards =
  (parts: Parts, answers: Answers): Plugin =>
  (routes) => {
    const { records, ids } = parts;
    versionRoutes(parts)(routes);
    shareRoutes(parts)(routes);
    sharedRoutes(parts, answers)(routes);

    routes.get(
      '/api/v1/dashboards',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Dashboards: those that come with Pharos, then the project’s own, latest changed first',
          querystring: projectQuery,
          response: { 200: list },
        },
      },
      async ({ project }) => ({ data: await dashboardsOf(records, project) }),
    );

    routes.post(
      '/api/v1/dashboards',
      {
        config: { access: mayEdit },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: 'Makes a dashboard of a document, also of one that was exported elsewhere',
          querystring: projectQuery,
          body: dashboardCreateSchema,
          response: { 201: storedDashboardSchema },
        },
      },
      async (request, reply) => {
        const { project, body } = request;
        const made = await records.transaction().execute(async (tx) => {
          const stored = await insertDashboard(
            tx,
            project,
            ids.id(),
            body.document,
            authorship(request, parts),
          );
          await auditRequest(parts, tx, request, 'dashboard.create', stored.id);
          return stored;
        });
        return reply.code(201).send(made);
      },
    );

    routes.get(
      '/api/v1/dashboards/:dashboardId',
      {
        config: { access: mayRead },
        schema: {
          summary: 'One dashboard with its document, which can be made a dashboard elsewhere',
          params: whichDashboard,
          querystring: projectQuery,
          response: { 200: storedDashboardSchema },
        },
      },
      async ({ project, params }) =>
        (await dashboardOf(records, project, params.dashboardId)) ?? unknownDashboard(),
    );

    routes.put(
      '/api/v1/dashboards/:dashboardId',
      {
        config: { access: mayEdit },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: 'Changes a dashboard: its next version. 409 when another was stored in between',
          params: whichDashboard,
          querystring: projectQuery,
          body: dashboardUpdateSchema,
          response: { 200: storedDashboardSchema },
        },
      },
      async (request) => {
        const { project, body } = request;
        const { dashboardId } = request.params;
        refuseReady(dashboardId);
        return records.transaction().execute(async (tx) => {
          const { document, note, version } = body;
          const change = { document, note, restoredFrom: null, ...authorship(request, parts) };
          if (!(await addVersion(tx, project, dashboardId, change, version))) return unknownDashboard();
          await auditRequest(parts, tx, request, 'dashboard.update', dashboardId);
          return (await dashboardOf(tx, project, dashboardId)) ?? unknownDashboard();
        });
      },
    );

    routes.delete(
      '/api/v1/dashboards/:dashboardId',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Deletes a dashboard, its versions and the links to it',
          params: whichDashboard,
          querystring: projectQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { dashboardId } = request.params;
        refuseReady(dashboardId);
        await records.transaction().execute(async (tx) => {
          if (!(await deleteDashboard(tx, request.project, dashboardId))) unknownDashboard();
          await auditRequest(parts, tx, request, 'dashboard.delete', dashboardId);
        });
        return reply.code(204).send(null);
      },
    );

    routes.post(
      '/api/v1/dashboards/:dashboardId/copy',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Copies a dashboard, within the project or to another one that the caller may edit',
          params: whichDashboard,
          querystring: projectQuery,
          body: dashboardCopySchema,
          response: { 201: storedDashboardSchema },
        },
      },
      async (request, reply) => {
        const { project, caller, body } = request;
        const from = (await dashboardOf(records, project, request.params.dashboardId)) ?? unknownDashboard();
        if (caller === null) throw new ApiError('unauthenticated');
        const { project: to } = await grantTo(parts, caller, mayEdit, body.project ?? project);
        const document = { ...from.document, title: body.title ?? from.document.title };
        const copied = await records.transaction().execute(async (tx) => {
          const stored = await insertDashboard(tx, to, ids.id(), document, authorship(request, parts));
          await auditRequest(parts, tx, request, 'dashboard.copy', stored.id, { projectId: to });
          return stored;
        });
        return reply.code(201).send(copied);
      },
    );
  };
