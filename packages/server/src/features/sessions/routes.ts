import { listQuery, pageOf, projectQuery } from '@pharos/core/api/common';
import { sessionSummarySchema, traceSummarySchema } from '@pharos/core/api/spans';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

const opened = z.object({ session: sessionSummarySchema, traces: z.array(traceSummarySchema) });

/** Conversations: traces that name the same session. */
export const sessions =
  (reader: TelemetryReader): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.get(
      '/api/v1/sessions',
      {
        config,
        schema: {
          summary: 'Sessions with spans in a range, last seen first',
          querystring: listQuery,
          response: { 200: pageOf(sessionSummarySchema) },
        },
      },
      async ({ project, query }, reply) => reader.sessions(project, query, clientGone(reply)),
    );

    routes.get(
      '/api/v1/sessions/:sessionId',
      {
        config,
        schema: {
          summary: 'A session with its traces, oldest first',
          params: z.object({ sessionId: z.string().min(1).max(512) }),
          querystring: projectQuery,
          response: { 200: opened },
        },
      },
      async ({ project, params }, reply) => {
        const session = await reader.session(project, params.sessionId, clientGone(reply));
        if (!session)
          throw new ApiError('not_found', { message: 'There is no such session in this project.' });
        return session;
      },
    );
  };
