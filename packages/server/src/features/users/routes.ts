import { listQuery, pageOf, projectQuery } from '@pharos/core/api/common';
import { userSummarySchema } from '@pharos/core/api/spans';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

/** The users of the watched product, as its traces name them. */
export const users =
  (reader: TelemetryReader): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.get(
      '/api/v1/users',
      {
        config,
        schema: {
          summary: 'Users with spans in a range, last seen first',
          querystring: listQuery,
          response: { 200: pageOf(userSummarySchema) },
        },
      },
      async ({ project, query }, reply) => reader.users(project, query, clientGone(reply)),
    );

    routes.get(
      '/api/v1/users/:userId',
      {
        config,
        schema: {
          summary: 'A user over all time',
          params: z.object({ userId: z.string().min(1).max(512) }),
          querystring: projectQuery,
          response: { 200: userSummarySchema },
        },
      },
      async ({ project, params }, reply) => {
        const user = await reader.user(project, params.userId, clientGone(reply));
        if (!user) throw new ApiError('not_found', { message: 'There is no such user in this project.' });
        return user;
      },
    );
  };
