import { projectQuery } from '@pharos/core/api/common';
import { sessionListQuery, sessionListSchema } from '@pharos/core/api/session-list';
import { sessionSummarySchema, traceSummarySchema } from '@pharos/core/api/spans';
import type { Clock } from '@pharos/core/time';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { withLives } from './lives.ts';

const opened = z.object({ session: sessionSummarySchema, traces: z.array(traceSummarySchema) });

/** After how long without a word a session of a project has ended, in milliseconds. */
interface Windows {
  of(project: string): number;
}

/** Conversations: traces that name the same session. */
export const sessions =
  (reader: TelemetryReader, windows: Windows, clock: Clock): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.get(
      '/api/v1/sessions',
      {
        config,
        schema: {
          summary: 'Sessions with spans in a range, last seen first',
          description:
            'With what became of each as applications told of the presence of its user, from a day before the range to a day after it; `life` chooses by that.',
          querystring: sessionListQuery,
          response: { 200: sessionListSchema },
        },
      },
      async ({ project, query: { life: is, ...query } }, reply) => {
        const signal = clientGone(reply);
        const as = { nowMs: clock.nowMs(), windowMs: windows.of(project) };
        const page = await reader.sessions(project, { ...query, life: is && { is, ...as } }, signal);
        return { ...page, data: await withLives(reader, project, { ...query, ...as }, page.data, signal) };
      },
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
