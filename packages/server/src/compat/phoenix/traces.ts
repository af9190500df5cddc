import type { TraceSummary } from '@pharos/core/api/spans';
import { formatFilterText } from '@pharos/core/filter-text';
import { completionTokens, promptTokens } from '@pharos/core/usage';
import { z } from 'zod';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { globalId } from '../../receive/phoenix/global-ids.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { EVER, inProjects } from '../named-projects.ts';
import type { PhoenixParts } from './phoenix.ts';
import { moment, PROJECTS, page, projectParams, texts } from './query.ts';
import { briefSpan } from './span-form.ts';

export const tokenCounts = ({ usage }: Pick<TraceSummary, 'usage'>) => ({
  token_count_prompt: promptTokens(usage),
  token_count_completion: completionTokens(usage),
  token_count_total: usage.total,
});

/** With their spans, traces come in shorter pages, and with so many spans together. */
const MAX_WITH_SPANS = 20;
const MAX_SPANS = 10_000;

const querystring = z.object({
  start_time: moment,
  end_time: moment,
  session_identifier: texts,
  include_spans: z.stringbool().default(false),
  ...page(100, 500),
});

/** Newest first, whatever order is asked for: others are no matter of a page at a time. */
export const traces =
  ({ reader }: PhoenixParts): Plugin =>
  (routes) => {
    async function spansOf(project: ProjectScope, traces: readonly TraceSummary[], gone: AbortSignal) {
      const traceIds = traces.map(({ traceId }) => traceId);
      const asked = { traceIds, limit: MAX_SPANS, order: 'oldest', content: false } as const;
      const { data } = await reader.spans(project, asked, gone);
      const found = new Map<string, ReturnType<typeof briefSpan>[]>();
      for (const span of data) found.set(span.traceId, [...(found.get(span.traceId) ?? []), briefSpan(span)]);
      return found;
    }

    routes.get(
      '/v1/projects/:project/traces',
      { config: { access: mayRead }, schema: { hide: true, params: projectParams, querystring } },
      async ({ project, params, query }, reply) => {
        const gone = clientGone(reply);
        const filters = await inProjects(reader, project, PROJECTS, [params.project]);
        const { session_identifier: sessions } = query;
        if (sessions) filters.push({ field: 'session', op: '=', values: sessions });
        const { data, nextCursor } = await reader.traces(
          project,
          {
            from: query.start_time ?? EVER,
            to: query.end_time,
            filter: formatFilterText({ filters, search: '' }),
            limit: query.include_spans ? Math.min(query.limit, MAX_WITH_SPANS) : query.limit,
            cursor: query.cursor,
          },
          gone,
        );
        const spans = query.include_spans ? await spansOf(project, data, gone) : undefined;
        return {
          data: data.map((trace) => ({
            id: globalId('Trace', trace.traceId),
            trace_id: trace.traceId,
            project_id: globalId('Project', params.project),
            start_time: trace.startTime,
            end_time: trace.endTime,
            ...tokenCounts(trace),
            spans: spans && (spans.get(trace.traceId) ?? []),
          })),
          next_cursor: nextCursor,
        };
      },
    );
  };
