import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import type { Readiness } from '../../http/health.ts';
import type { Plugin } from '../../http/routes.ts';
import { inTime } from '../../in-time.ts';
import type { Records } from '../../store/records/tables.ts';
import { notFound } from './errors.ts';

/** The release of Langfuse whose API this is: its SDKs look at this number, not at ours. */
const API_VERSION = '4.16.0';
const CHECK_MS = 2_000;

/** `GET /api/public/health` and `/ready`, which answer whoever asks; `/projects`, by which an SDK checks its keys. */
export const langfuseHealth =
  (records: Records, stores: readonly Readiness[]): Plugin =>
  (routes) => {
    const health = async () => {
      const answers = await Promise.allSettled(stores.map(({ check }) => inTime(check(), CHECK_MS)));
      if (answers.some(({ status }) => status === 'rejected')) throw new ApiError('unavailable');
      return { status: 'OK', version: API_VERSION };
    };
    const open = { config: { access: 'open' as const }, schema: { hide: true } };
    routes.get('/api/public/health', open, health);
    routes.get('/api/public/ready', open, health);

    routes.get(
      '/api/public/projects',
      { config: { access: mayRead }, schema: { hide: true, querystring: z.object({}) } },
      async ({ project }) => {
        const found = await records
          .selectFrom('projects')
          .select(['id', 'name'])
          .where('id', '=', project)
          .executeTakeFirst();
        if (!found) throw notFound('Project');
        // A project stands alone here: it is its own organisation.
        return { data: [{ ...found, organization: found, metadata: {} }] };
      },
    );
  };
