import type { ApiSpan } from '@pharos/core/api/spans';
import { z } from 'zod';
import { ApiError } from '../../../errors.ts';
import { mayIngest, mayRead } from '../../../http/access.ts';
import { clientGone } from '../../../http/client-gone.ts';
import type { Plugin } from '../../../http/routes.ts';
import { notFound } from '../errors.ts';
import { standsForTrace } from '../observations/facts.ts';
import { observationView } from '../observations/observation.ts';
import type { LangfuseParts } from '../parts.ts';
import { offsetOf, pageOf } from '../query.ts';
import { scoreView } from '../scores/score.ts';
import { fieldsQuery, traceFilterOf, tracesQuery } from './queries.ts';
import { type TraceGroup, traceView } from './trace.ts';

const params = z.object({ traceId: z.string().min(1).max(800) });

const groupsOf =
  (fields: readonly TraceGroup[] | undefined) =>
  (group: TraceGroup): boolean =>
    fields?.includes(group) ?? true;

/** `/api/public/traces`: lists, one with all that belongs to it, and no deletion. */
export const langfuseTraces =
  ({ reader }: LangfuseParts): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.get(
      '/api/public/traces',
      { config, schema: { hide: true, querystring: tracesQuery } },
      async ({ project, query }, reply) => {
        const has = groupsOf(query.fields);
        const withIds = has('observations') || has('scores');
        const roots = has('io') ? ('full' as const) : ('bare' as const);
        const part = { limit: query.limit, offset: offsetOf(query), roots, withIds };
        const filter = traceFilterOf(query);
        const { data, total } = await reader.tracePart(project, { ...filter, ...part }, clientGone(reply));
        const views = data.map(({ trace, root, spanIds, scoreIds }) => {
          const itself = root && standsForTrace(root) ? root.spanId : undefined;
          return {
            ...traceView(project, trace, root, has),
            observations: has('observations') ? spanIds.filter((id) => id !== itself) : [],
            scores: has('scores') ? scoreIds : [],
          };
        });
        return reply.serializer(JSON.stringify).send(pageOf(views, query, total));
      },
    );

    routes.get(
      '/api/public/traces/:traceId',
      { config, schema: { hide: true, params, querystring: z.object({ fields: fieldsQuery }) } },
      async ({ project, params, query }, reply) => {
        const { traceId } = params;
        const has = groupsOf(query.fields);
        const found = await reader.trace(project, traceId, 'full', clientGone(reply));
        if (!found) throw notFound(`Trace ${traceId}`);
        // A trace that is asked for in full has full spans.
        const spans = found.spans as ApiSpan[];
        const root = spans.find(({ parentSpanId }) => parentSpanId === null);
        const steps = spans.filter((span) => !standsForTrace(span));
        const view = {
          ...traceView(project, found.trace, root, has),
          observations: has('observations') ? steps.map((span) => observationView(project, span)) : [],
          scores: has('scores') ? found.scores.map(scoreView) : [],
        };
        return reply.serializer(JSON.stringify).send(view);
      },
    );

    const refuse = () => {
      throw new ApiError('not_implemented', { message: 'Pharos does not delete traces yet.' });
    };
    const writing = { config: { access: mayIngest }, schema: { hide: true } };
    routes.delete('/api/public/traces', writing, refuse);
    routes.delete('/api/public/traces/:traceId', writing, refuse);
  };
