import { projectQuery } from '@pharos/core/api/common';
import { dismissalQuery, dismissalSchema, savingsQuery, savingsSchema } from '@pharos/core/api/savings';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { deleteDismissal, putDismissal } from './dismissal-queries.ts';
import type { Savings } from './savings.ts';

export type { Savings } from './savings.ts';

/** What could be saved, and what of it a project does not want to hear of. */
export const savings =
  (parts: Parts, found: Savings): Plugin =>
  (routes) => {
    const { records, clock } = parts;

    routes.get(
      '/api/v1/usage/savings',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Suggestions to save money, each with the money at stake and the traces behind it',
          description:
            'Worked out in the background, once for all who ask for the same range and filter, and given again for ten minutes. While `state` is `running`, ask again.',
          querystring: savingsQuery,
          response: { 200: savingsSchema },
        },
      },
      async ({ project, query }, reply) => found.of(records, project, query, clientGone(reply)),
    );

    routes.post(
      '/api/v1/usage/savings/dismissals',
      {
        config: { access: mayEdit },
        schema: {
          summary:
            'Dismisses a suggestion for the whole project: it stays in the list, marked, and counts no more',
          querystring: projectQuery,
          body: dismissalSchema,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { caller, project, body } = request;
        if (caller === null) throw new ApiError('unauthenticated');
        await records.transaction().execute(async (tx) => {
          await putDismissal(tx, project, { ...body, by: caller.name, at: new Date(clock.nowMs()) });
          await auditRequest(parts, tx, request, 'saving.dismiss', body.key);
        });
        return reply.code(204).send(null);
      },
    );

    routes.delete(
      '/api/v1/usage/savings/dismissals',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Takes a suggestion up again that was dismissed',
          querystring: dismissalQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { project, query } = request;
        await records.transaction().execute(async (tx) => {
          if (!(await deleteDismissal(tx, project, query.key)))
            throw new ApiError('not_found', { message: 'This suggestion is not dismissed.' });
          await auditRequest(parts, tx, request, 'saving.restore', query.key);
        });
        return reply.code(204).send(null);
      },
    );
  };
