import { z } from 'zod';
import type { Plugin, Routes } from '../../http/routes.ts';
import { absent } from '../absent.ts';
import { replyInLangfuseWords } from './errors.ts';
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
    absent(routes, ['/api/public/*']);
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
