import { projectQuery } from '@pharos/core/api/common';
import { shareCreatedSchema, shareCreateSchema, shareSchema } from '@pharos/core/api/dashboards';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { settledVariables } from '@pharos/core/dashboards/shared-view';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import { dashboardOf } from './queries.ts';
import { MAX_BODY_BYTES, unknownDashboard, whichDashboard } from './request.ts';
import { deleteShare, insertShare, sharesOf } from './share-queries.ts';

const LONGEST_MS = 366 * 86_400_000;
const list = z.object({ data: z.array(shareSchema) });
const whichShare = whichDashboard.extend({ shareId: z.string().min(1).max(64) });

/** Links by which a dashboard is seen without an account: made, listed and taken back by members. */
export const shareRoutes =
  (parts: Parts) =>
  (routes: Routes): void => {
    const { records, clock, ids, publicUrl } = parts;

    routes.get(
      '/api/v1/dashboards/:dashboardId/shares',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Links to a dashboard that have not expired, newest first. None is shown again',
          params: whichDashboard,
          querystring: projectQuery,
          response: { 200: list },
        },
      },
      async ({ project, params }) => {
        const { dashboardId } = params;
        if (!(await dashboardOf(records, project, dashboardId))) unknownDashboard();
        return { data: await sharesOf(records, project, dashboardId, new Date(clock.nowMs())) };
      },
    );

    routes.post(
      '/api/v1/dashboards/:dashboardId/shares',
      {
        config: { access: mayEdit },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: 'Makes a link that shows a dashboard, read-only and without an account, until it expires',
          params: whichDashboard,
          querystring: projectQuery,
          body: shareCreateSchema,
          response: { 201: shareCreatedSchema },
        },
      },
      async (request, reply) => {
        const { project, body } = request;
        const { dashboardId } = request.params;
        const expiresAt = expiryOf(body.expiresAt, clock.nowMs());
        const { author, at } = authorship(request, parts);
        const token = ids.secret();
        const share = await records.transaction().execute(async (tx) => {
          const { document } = (await dashboardOf(tx, project, dashboardId)) ?? unknownDashboard();
          refuseUnknown(document, Object.keys(body.values));
          const made = await insertShare(tx, project, {
            id: ids.id(),
            dashboardId,
            token,
            range: body.range ?? document.range,
            variables: settledVariables(document, body.values),
            createdAt: at,
            createdBy: author,
            expiresAt,
          });
          await auditRequest(parts, tx, request, 'dashboard.share', `${dashboardId}/${made.id}`);
          return made;
        });
        return reply.code(201).send({ ...share, link: `${publicUrl}/shared/${token}` });
      },
    );

    routes.delete(
      '/api/v1/dashboards/:dashboardId/shares/:shareId',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Takes a link back: from now on it shows nothing',
          params: whichShare,
          querystring: projectQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { dashboardId, shareId } = request.params;
        await records.transaction().execute(async (tx) => {
          if (!(await deleteShare(tx, request.project, dashboardId, shareId)))
            throw new ApiError('not_found', { message: 'This dashboard has no such link.' });
          await auditRequest(parts, tx, request, 'dashboard.unshare', `${dashboardId}/${shareId}`);
        });
        return reply.code(204).send(null);
      },
    );
  };

function expiryOf(text: string, nowMs: number): Date {
  const atMs = Date.parse(text);
  if (!(atMs > nowMs && atMs <= nowMs + LONGEST_MS))
    throw new ApiError('invalid_request', {
      message: '`expiresAt` must be to come, and within a year.',
    });
  return new Date(atMs);
}

function refuseUnknown({ variables }: Dashboard, names: readonly string[]): void {
  const unknown = names.find((name) => !variables.some((variable) => variable.name === name));
  if (unknown !== undefined)
    throw new ApiError('invalid_request', { message: `This dashboard has no variable ${unknown}.` });
}
