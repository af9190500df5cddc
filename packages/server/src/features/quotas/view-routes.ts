import {
  quotaAuditPage,
  quotaAuditQuery,
  quotaBurnDownQuery,
  quotaBurnDownSchema,
  quotaPreviewSchema,
  quotaUsersPage,
  quotaUsersQuery,
} from '@pharos/core/api/quota-views';
import { quotaInputSchema } from '@pharos/core/quotas/quota';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { auditOf } from './audit-queries.ts';
import type { QuotaBook } from './book.ts';
import { type BurnDownParts, burnDownOf } from './burn-down.ts';
import type { LiveQuota } from './live-quota.ts';
import { previewOf } from './preview.ts';
import { quotaOf } from './queries.ts';
import { inProject, MAX_BODY_BYTES, unknownQuota, whichQuota } from './request.ts';
import { usersOf } from './user-list.ts';

/** What a page shows of one quota. */
export const viewRoutes =
  ({ records }: Pick<Parts, 'records'>, live: BurnDownParts & { book: QuotaBook }) =>
  (routes: Routes): void => {
    const counted = async (project: ProjectScope, quotaId: string): Promise<LiveQuota> => {
      const found = (await live.book.of(project)).find(({ quota }) => quota.id === quotaId);
      if (found) return found;
      if (!(await quotaOf(records, project, quotaId))) unknownQuota();
      throw new ApiError('conflict', { message: 'This quota is off: nothing is counted.' });
    };

    routes.get(
      '/api/v1/quotas/:quotaId/burn-down',
      {
        config: { access: mayRead },
        schema: {
          summary:
            'What counted as used over the window, and when the limit is reached if it goes on as before',
          params: whichQuota,
          querystring: quotaBurnDownQuery,
          response: { 200: quotaBurnDownSchema },
        },
      },
      async ({ project, params, query: { subject } }, reply) => {
        const signal = clientGone(reply);
        return burnDownOf(live, project, await counted(project, params.quotaId), { subject, signal });
      },
    );

    routes.get(
      '/api/v1/quotas/:quotaId/users',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Who spent how much under a quota in its window, and who is near or over',
          params: whichQuota,
          querystring: quotaUsersQuery,
          response: { 200: quotaUsersPage },
        },
      },
      async ({ project, params, query }, reply) => {
        const signal = clientGone(reply);
        return usersOf(live, project, await counted(project, params.quotaId), { ...query, signal });
      },
    );

    routes.get(
      '/api/v1/quotas/:quotaId/audit',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Who made, changed and raised a quota, newest first',
          params: whichQuota,
          querystring: quotaAuditQuery,
          response: { 200: quotaAuditPage },
        },
      },
      ({ project, params, query }) => auditOf(records, project, params.quotaId, query),
    );

    routes.post(
      '/api/v1/quotas/preview',
      {
        config: { access: mayRead },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary:
            'What a quota would have done to the last windows, or whom it would stop now. Nothing is kept',
          querystring: inProject,
          body: quotaInputSchema,
          response: { 200: quotaPreviewSchema },
        },
      },
      ({ project, body }, reply) => previewOf(live, project, body, clientGone(reply)),
    );
  };
