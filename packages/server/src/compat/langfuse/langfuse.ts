import type { Readiness } from '../../http/health.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin, Routes } from '../../http/routes.ts';
import type { ScoreBook, TelemetryReader } from '../../store/telemetry/contract.ts';
import { notFound, replyInLangfuseWords } from './errors.ts';
import { langfuseHealth } from './health.ts';

/** What the routes are built from. */
export interface LangfuseParts extends Parts {
  reader: TelemetryReader;
  scoreBook: ScoreBook;
  stores: readonly Readiness[];
}

/**
 * What Langfuse's SDKs read and write beside telemetry, under the paths and in the words of its API. Ingestion itself is
 * receive/langfuse and OTLP.
 */
export const langfuse =
  (parts: LangfuseParts): Plugin =>
  async (routes) => {
    replyInLangfuseWords(routes);
    const rooms: Plugin[] = [langfuseHealth(parts.records, parts.stores)];
    for (const room of rooms) await room(routes);
    unknownPaths(routes);
  };

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
