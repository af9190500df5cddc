import { projectQuery } from '@pharos/core/api/common';
import {
  dashboardRestoreSchema,
  dashboardVersionsSchema,
  storedDashboardSchema,
  storedVersionSchema,
} from '@pharos/core/api/dashboards';
import { readyDashboard } from '@pharos/core/dashboards/ready/ready';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import { dashboardOf } from './queries.ts';
import { refuseReady, unknownDashboard, whichDashboard } from './request.ts';
import { addVersion, KEPT_VERSIONS, versionOf, versionsOf } from './version-queries.ts';

const whichVersion = whichDashboard.extend({ version: z.coerce.number().int().min(1).max(2_147_483_647) });

/** What dashboards were before. */
export const versionRoutes =
  (parts: Parts) =>
  (routes: Routes): void => {
    const { records } = parts;

    routes.get(
      '/api/v1/dashboards/:dashboardId/versions',
      {
        config: { access: mayRead },
        schema: {
          summary: `Versions of a dashboard, newest first; the last ${KEPT_VERSIONS} are kept`,
          params: whichDashboard,
          querystring: projectQuery,
          response: { 200: dashboardVersionsSchema },
        },
      },
      async ({ project, params }) => {
        if (readyDashboard(params.dashboardId)) return { data: [], dropped: 0 };
        const data = (await versionsOf(records, project, params.dashboardId)) ?? unknownDashboard();
        return { data, dropped: (data.at(-1)?.version ?? 1) - 1 };
      },
    );

    routes.get(
      '/api/v1/dashboards/:dashboardId/versions/:version',
      {
        config: { access: mayRead },
        schema: {
          summary: 'One version of a dashboard with its document',
          params: whichVersion,
          querystring: projectQuery,
          response: { 200: storedVersionSchema },
        },
      },
      async ({ project, params }) =>
        (await versionOf(records, project, params.dashboardId, params.version)) ?? unknownVersion(),
    );

    routes.post(
      '/api/v1/dashboards/:dashboardId/restore',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Brings a version back, as a new one: nothing is lost',
          params: whichDashboard,
          querystring: projectQuery,
          body: dashboardRestoreSchema,
          response: { 200: storedDashboardSchema },
        },
      },
      async (request) => {
        const { project, body } = request;
        const { dashboardId } = request.params;
        refuseReady(dashboardId);
        return records.transaction().execute(async (tx) => {
          const { version: restoredFrom, document } =
            (await versionOf(tx, project, dashboardId, body.version)) ?? unknownVersion();
          const change = { document, note: '', restoredFrom, ...authorship(request, parts) };
          if (!(await addVersion(tx, project, dashboardId, change))) return unknownDashboard();
          await auditRequest(parts, tx, request, 'dashboard.restore', dashboardId);
          return (await dashboardOf(tx, project, dashboardId)) ?? unknownDashboard();
        });
      },
    );
  };

function unknownVersion(): never {
  throw new ApiError('not_found', {
    message: 'There is no such version of this dashboard, or not any more.',
  });
}
