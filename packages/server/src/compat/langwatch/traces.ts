import type { Filter } from '@pharos/core/filter';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { traceIdOf } from '../../receive/langwatch/ids.ts';
import type { LangwatchParts } from './langwatch.ts';
import { summaryOf, toldTrace } from './told-trace.ts';

/** Filters of its search, and the fields they mean here. */
const FIELDS: Readonly<Record<string, string>> = {
  'metadata.user_id': 'user',
  'metadata.thread_id': 'session',
  'metadata.labels': 'tag',
  'spans.model': 'model',
  'traces.name': 'name',
};

const moment = z.union([z.number(), z.string()]).transform((value, context) => {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) {
    context.addIssue('is no moment');
    return z.NEVER;
  }
  return date.toISOString();
});

const search = z.object({
  startDate: moment,
  endDate: moment,
  query: z.string().max(0, 'Pharos does not search for words here').nullish(),
  filters: z.record(z.string(), z.array(z.string())).default({}),
  pageSize: z.number().int().min(1).max(500).default(50),
  /** How many were told before. */
  scrollId: z.coerce.number().int().min(0).max(50_000).nullish(),
});

/** Traces in the words of LangWatch's API: one of them, and those of a time. */
export const langwatchTraces =
  ({ reader }: LangwatchParts): Plugin =>
  (routes) => {
    const params = z.object({ id: z.string().min(1).max(512).transform(traceIdOf) });
    for (const url of ['/api/trace/:id', '/api/traces/:id'])
      routes.get(
        url,
        { config: { access: mayRead }, schema: { hide: true, params } },
        async ({ project, params }, reply) => {
          const trace = await reader.trace(project, params.id, 'full', clientGone(reply));
          if (!trace) throw new ApiError('not_found', { message: 'Trace not found.' });
          return toldTrace(trace, project);
        },
      );

    routes.post(
      '/api/traces/search',
      { config: { access: mayRead }, schema: { hide: true, body: search } },
      async ({ project, body }, reply) => {
        const { startDate: from, endDate: to, pageSize: limit, scrollId } = body;
        const offset = scrollId ?? 0;
        const asked = { from, to, limit, offset, filters: filtersOf(body) };
        const { data, total } = await reader.tracePart(project, asked, clientGone(reply));
        const told = offset + data.length;
        return {
          traces: data.map(({ trace }) => summaryOf(trace, project)),
          pagination: { totalHits: total, ...(told < total && { scrollId: String(told) }) },
        };
      },
    );
  };

const filtersOf = ({ filters }: z.output<typeof search>): Filter[] =>
  Object.entries(filters).flatMap(([name, values]) => {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (field === undefined)
      throw new ApiError('invalid_request', { message: `Pharos does not filter by ${name}.` });
    return values.length > 0 ? [{ field, op: '=' as const, values }] : [];
  });
