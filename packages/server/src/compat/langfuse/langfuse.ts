import { z } from 'zod';
import type { Plugin, Routes } from '../../http/routes.ts';
import { notFound, replyInLangfuseWords } from './errors.ts';
import { langfuseHealth } from './health.ts';
import { langfuseMediaContent } from './media/content.ts';
import { langfuseMedia } from './media/routes.ts';
import { langfuseMetrics } from './metrics/routes.ts';
import { langfuseObservations } from './observations/routes.ts';
import type { LangfuseParts } from './parts.ts';
import { langfuseScoreConfigs } from './scores/configs.ts';
import { langfuseScores } from './scores/routes.ts';
import { langfuseTraces } from './traces/routes.ts';
import { langfuseSessions } from './traces/sessions.ts';
import { tracePath } from './traces/trace.ts';

/**
 * What Langfuse's SDKs read and write beside telemetry, under the paths and in the words of its API. Ingestion itself is
 * receive/langfuse and OTLP.
 */
export const langfuse =
  (parts: LangfuseParts): Plugin =>
  async (routes) => {
    replyInLangfuseWords(routes);
    const rooms: Plugin[] = [
      langfuseHealth(parts.records, parts.stores),
      langfuseScores(parts),
      langfuseScoreConfigs(parts),
      langfuseObservations(parts),
      langfuseTraces(parts),
      langfuseSessions(parts),
      langfuseMetrics(parts),
      langfuseMedia(parts),
      langfuseMediaContent(parts),
    ];
    for (const room of rooms) await room(routes);
    tracePages(routes);
    unknownPaths(routes);
  };

/** The pages that its SDKs name are those of the product. */
function tracePages(routes: Routes): void {
  const params = z.object({ projectId: z.string(), traceId: z.string() });
  routes.get(
    '/project/:projectId/traces/:traceId',
    { config: { access: 'open' }, schema: { hide: true, params } },
    ({ params: { projectId, traceId } }, reply) => reply.redirect(tracePath(projectId, traceId)),
  );
}

/** An SDK that asks for what is not here is told so in its own words, and not with a page. */
function unknownPaths(routes: Routes): void {
  routes.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/api/public/*',
    config: { access: 'signedIn' },
    schema: { hide: true },
    handler: ({ method, url }) => {
      throw Object.assign(notFound('Route'), {
        message: `Pharos has no ${method} ${url.split('?', 1)[0]}.`,
      });
    },
  });
}
