import { z } from 'zod';
import { mayRead } from '../../../http/access.ts';
import { clientGone } from '../../../http/client-gone.ts';
import type { Plugin } from '../../../http/routes.ts';
import { notFound } from '../errors.ts';
import type { LangfuseParts } from '../parts.ts';
import { cursorPageOf, offsetOf, pageOf } from '../query.ts';
import { observationView, observationViewV2 } from './observation.ts';
import { cursorObservationsQuery, pageObservationsQuery, spanFilterOf } from './queries.ts';

const params = z.object({ observationId: z.string().min(1).max(800) });

/** `/api/public/observations` in both releases of Langfuse's API. */
export const langfuseObservations =
  ({ reader }: LangfuseParts): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.get(
      '/api/public/observations',
      { config, schema: { hide: true, querystring: pageObservationsQuery } },
      async ({ project, query }, reply) => {
        const signal = clientGone(reply);
        const filter = spanFilterOf(query);
        const part = { limit: query.limit, offset: offsetOf(query) };
        const [{ data }, total] = await Promise.all([
          reader.spans(project, { ...filter, ...part }, signal),
          reader.countSpans(project, filter, signal),
        ]);
        const views = data.map((span) => observationView(project, span));
        return reply.serializer(JSON.stringify).send(pageOf(views, query, total));
      },
    );

    routes.get(
      '/api/public/observations/:observationId',
      { config, schema: { hide: true, params } },
      async ({ project, params }, reply) => {
        const { observationId } = params;
        const filter = spanFilterOf({});
        const signal = clientGone(reply);
        const asked = { ...filter, spanIds: [observationId], limit: 1, content: false };
        const { data } = await reader.spans(project, asked, signal);
        const [found] = data;
        // One by itself comes with all its text, however long.
        const span = found && (await reader.span(project, found.traceId, found.spanId, signal));
        if (!span) throw notFound(`Observation ${observationId}`);
        return observationView(project, span);
      },
    );

    routes.get(
      '/api/public/v2/observations',
      { config, schema: { hide: true, querystring: cursorObservationsQuery } },
      async ({ project, query }, reply) => {
        const signal = clientGone(reply);
        const { limit, cursor, fields = ['basic'], expandMetadata = [] } = query;
        const content = fields.includes('io');
        const asked = { ...spanFilterOf(query), limit, cursor, content };
        const { data, nextCursor } = await reader.spans(project, asked, signal);
        const ids = fields.includes('trace_context') ? [...new Set(data.map(({ traceId }) => traceId))] : [];
        const summaries = await reader.traceSummaries(project, ids, signal);
        const traces = new Map(summaries.map((trace) => [trace.traceId, trace]));
        const views = data.map((span) => {
          const told = { span, trace: traces.get(span.traceId), expand: expandMetadata };
          return observationViewV2(project, fields, told);
        });
        return reply.serializer(JSON.stringify).send(cursorPageOf(views, nextCursor));
      },
    );
  };
