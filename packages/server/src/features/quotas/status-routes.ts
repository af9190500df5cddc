import {
  quotaEventPage,
  quotaEventsQuery,
  quotaStatusQuery,
  quotaStatusSchema,
} from '@pharos/core/api/quotas';
import type { QuotaScope } from '@pharos/core/quotas/quota';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import type { QuotaBook } from './book.ts';
import { eventsOf } from './event-queries.ts';
import { quotaOf } from './queries.ts';
import { unknownQuota } from './request.ts';
import { type StatusParts, statusOf } from './status.ts';

/** For people: where quotas stand, and what was crossed. */
export const statusRoutes =
  ({ records }: Pick<Parts, 'records'>, live: StatusParts & { book: QuotaBook }) =>
  (routes: Routes): void => {
    routes.get(
      '/api/v1/quotas/status',
      {
        config: { access: mayRead },
        schema: {
          summary:
            'Used, reserved, remaining and how fast, of each quota that is enabled and those who used most of it',
          querystring: quotaStatusQuery,
          response: { 200: quotaStatusSchema },
        },
      },
      async ({ project, query: { quota: wanted, limit, user } }, reply) => {
        const signal = clientGone(reply);
        const all = await live.book.of(project);
        const asked = all.filter(
          ({ quota }) =>
            (wanted === undefined || quota.id === wanted) &&
            (user === undefined || counts(quota.scope, user)),
        );
        if (wanted !== undefined && asked.length === 0 && !(await quotaOf(records, project, wanted)))
          unknownQuota();
        const data = [];
        // One after another: a project with many quotas takes no more of the store than one with few.
        for (const quota of asked)
          data.push(await statusOf(live, project, quota, { most: limit, user, signal }));
        return { data };
      },
    );

    routes.get(
      '/api/v1/quotas/events',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Thresholds that were crossed, newest first; each once in a window',
          querystring: quotaEventsQuery,
          response: { 200: quotaEventPage },
        },
      },
      ({ project, query }) => eventsOf(records, project, query),
    );
  };

/** Whether everything that a user spends counts: of a model or a tag it depends on the call. */
const counts = (scope: QuotaScope, user: string): boolean =>
  scope.type === 'project' || scope.type === 'eachUser' || (scope.type === 'user' && scope.value === user);
