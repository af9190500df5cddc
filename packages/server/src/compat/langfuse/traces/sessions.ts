import { z } from 'zod';
import { mayRead } from '../../../http/access.ts';
import { clientGone } from '../../../http/client-gone.ts';
import type { Plugin } from '../../../http/routes.ts';
import { notFound } from '../errors.ts';
import { environmentsNamed, oneOf } from '../filter.ts';
import type { LangfuseParts } from '../parts.ts';
import { moment, offsetOf, pageOf, pageQuery, texts } from '../query.ts';
import { instant } from '../units.ts';
import { traceView } from './trace.ts';

const querystring = z.object({
  ...pageQuery,
  fromTimestamp: moment,
  toTimestamp: moment,
  environment: texts,
});
const params = z.object({ sessionId: z.string().min(1).max(800) });
/** A session is given with its first traces up to so many. */
const MAX_TRACES = 500;

/** `/api/public/sessions`: a list by when they began, and one with its traces. */
export const langfuseSessions =
  ({ reader }: LangfuseParts): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.get(
      '/api/public/sessions',
      { config, schema: { hide: true, querystring } },
      async ({ project, query }, reply) => {
        const { fromTimestamp: from, toTimestamp: to, environment, limit } = query;
        const environments = environment && environmentsNamed(environment);
        const asked = { from, to, environments, limit, offset: offsetOf(query) };
        const { data, total } = await reader.sessionPart(project, asked, clientGone(reply));
        const sessions = data.map((session) => ({
          id: session.sessionId,
          createdAt: instant(session.startTime),
          projectId: project,
          environment: session.environment ?? 'default',
        }));
        return pageOf(sessions, query, total);
      },
    );

    routes.get(
      '/api/public/sessions/:sessionId',
      { config, schema: { hide: true, params } },
      async ({ project, params }, reply) => {
        const { sessionId } = params;
        const { data } = await reader.tracePart(
          project,
          { filters: oneOf('session', sessionId), order: 'asc', limit: MAX_TRACES, roots: 'full' },
          clientGone(reply),
        );
        const [first] = data;
        if (!first) throw notFound(`Session ${sessionId}`);
        const traces = data.map(({ trace, root }) => traceView(project, trace, root, () => true));
        return reply.serializer(JSON.stringify).send({
          id: sessionId,
          createdAt: instant(first.trace.startTime),
          projectId: project,
          environment: first.trace.environment ?? 'default',
          traces,
        });
      },
    );
  };
