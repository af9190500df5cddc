import { quotaRaiseCreateSchema, quotaRaiseSchema } from '@pharos/core/api/quotas';
import { isLimit } from '@pharos/core/quotas/quota';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayAdminister, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { endRaise, insertRaise, MAX_RAISES, quotaOf, raisesOf } from './queries.ts';
import { inProject, MAX_BODY_BYTES, unknownQuota, whichQuota } from './request.ts';

const list = z.object({ data: z.array(quotaRaiseSchema) });
const whichRaise = whichQuota.extend({ raiseId: z.string().min(1).max(64) });

/** What changes the limit of a quota: another one, or more for a while. */
export const raiseRoutes =
  (parts: Parts, changed: (project: ProjectScope) => Promise<void>) =>
  (routes: Routes): void => {
    const { records, clock, ids } = parts;

    routes.get(
      '/api/v1/quotas/:quotaId/raises',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Raises of a quota, newest first; those that are over stay for 90 days',
          params: whichQuota,
          querystring: inProject,
          response: { 200: list },
        },
      },
      async ({ project, params }) => {
        if (!(await quotaOf(records, project, params.quotaId))) unknownQuota();
        const found = await raisesOf(records, project, { quotaId: params.quotaId });
        return { data: found.map(({ quotaId: _, ...raise }) => raise) };
      },
    );

    routes.post(
      '/api/v1/quotas/:quotaId/raises',
      {
        config: { access: mayAdminister },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: `Gives a quota, or one user of it, another limit or more for a while; at most ${MAX_RAISES}`,
          params: whichQuota,
          querystring: inProject,
          body: quotaRaiseCreateSchema,
          response: { 201: quotaRaiseSchema },
        },
      },
      async (request, reply) => {
        const { quotaId } = request.params;
        const { subject = null, limit = null, add = null, reason } = request.body;
        const expiresAt = request.body.expiresAt === undefined ? null : new Date(request.body.expiresAt);
        if (expiresAt !== null && expiresAt.getTime() <= clock.nowMs()) refuse('`expiresAt` is past.');
        const made = await records.transaction().execute(async (tx) => {
          const { scope, measure } = (await quotaOf(tx, request.project, quotaId)) ?? unknownQuota();
          if (subject !== null && scope.type !== 'eachUser')
            refuse('Only a quota for each user is raised for one of them: leave `subject` out.');
          if (!isLimit(measure, limit ?? add ?? ''))
            refuse(`\`${limit === null ? 'add' : 'limit'}\` is not an amount of ${measure} above 0.`);
          const { author, at } = authorship(request, parts);
          const raise = await insertRaise(tx, {
            id: ids.id(),
            projectId: request.project,
            quotaId,
            subject,
            newLimit: limit,
            addition: add,
            reason,
            createdAt: at,
            createdBy: author,
            expiresAt,
            endedAt: null,
            endedBy: null,
          });
          await auditRequest(parts, tx, request, 'quota.raise', `${quotaId}/${raise.id}`);
          return raise;
        });
        await changed(request.project);
        return reply.code(201).send(made);
      },
    );

    routes.delete(
      '/api/v1/quotas/:quotaId/raises/:raiseId',
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'Ends a raise before its time; it stays in the list',
          params: whichRaise,
          querystring: inProject,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { quotaId, raiseId } = request.params;
        await records.transaction().execute(async (tx) => {
          const by = authorship(request, parts);
          if (!(await endRaise(tx, request.project, quotaId, raiseId, by)))
            throw new ApiError('not_found', { message: 'This quota has no such raise in force.' });
          await auditRequest(parts, tx, request, 'quota.unraise', `${quotaId}/${raiseId}`);
        });
        await changed(request.project);
        return reply.code(204).send(null);
      },
    );
  };

function refuse(message: string): never {
  throw new ApiError('invalid_request', { message });
}
