import type { ApiSpan } from '@pharos/core/api/spans';
import type { Filter } from '@pharos/core/filter';
import { SPAN_KINDS } from '@pharos/core/span';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { PREFIXES } from '../../receive/langsmith/http.ts';
import { spanIdOf, usualId } from '../../receive/langsmith/ids.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { SpanQuery } from '../../store/telemetry/contract.ts';
import { namingOf } from '../named-projects.ts';
import type { LangsmithParts } from './langsmith.ts';
import { PROJECTS } from './project-form.ts';
import type { Projects } from './projects.ts';
import { runOf, TYPE_ATTRIBUTE, TYPES } from './run-form.ts';

const id = z.string().min(1).max(200).transform(usualId);
const runId = id.transform(spanIdOf);
const ids = z.array(id).max(1000).nullish();
const moment = z
  .string()
  .transform((text) => (/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`))
  .pipe(z.iso.datetime({ offset: true }))
  .nullish();
const text = z.string().max(4096).nullish();
const MAX_LIMIT = 100;

const body = z.object({
  session: ids,
  id: z.array(runId).max(1000).nullish(),
  trace: id.nullish(),
  parent_run: runId.nullish(),
  run_type: text,
  is_root: z.boolean().nullish(),
  error: z.boolean().nullish(),
  start_time: moment,
  end_time: moment,
  order: z.enum(['asc', 'desc']).nullish(),
  cursor: text,
  limit: z.number().int().min(1).nullish(),
  filter: text,
  trace_filter: text,
  tree_filter: text,
  query: text,
  reference_example: z.array(z.string().max(200)).max(1000).nullish(),
});
type Asked = z.output<typeof body>;

/** What is not understood must not be taken for no condition at all. */
const NOT_HERE = ['filter', 'trace_filter', 'tree_filter', 'query', 'reference_example'] as const;

const isStep = ({ parentSpanId }: ApiSpan): boolean => parentSpanId !== null;

/** `GET /runs/:id` and `POST /runs/query`: any span is a run here, whoever sent it. */
export const langsmithRunReads =
  ({ reader }: LangsmithParts, projects: Projects): Plugin =>
  (routes) => {
    const reading = { config: { access: mayRead } };
    for (const prefix of PREFIXES) {
      routes.get(
        `${prefix}/runs/:runId`,
        { ...reading, schema: { hide: true, params: z.object({ runId }) } },
        async ({ project, params: { runId } }, reply) => {
          const { data } = await reader.spans(project, { spanIds: [runId], limit: 1 }, clientGone(reply));
          const [span] = data;
          if (!span) throw new ApiError('not_found', { message: `Run ${runId} not found` });
          return (await runsOf(project, [span]))[0];
        },
      );

      routes.post(
        `${prefix}/runs/query`,
        { ...reading, schema: { hide: true, body } },
        async ({ project, body }, reply) => {
          const odd = NOT_HERE.find((name) => body[name] !== undefined && body[name] !== null);
          if (odd) throw new ApiError('invalid_request', { message: `Pharos does not answer "${odd}".` });
          const query = await queryOf(project, body);
          if (!query) return { runs: [], cursors: { next: null } };
          const { data, nextCursor } = await reader.spans(project, query, clientGone(reply));
          const wanted = body.is_root === false ? data.filter(isStep) : data;
          return { runs: await runsOf(project, wanted), cursors: { next: nextCursor } };
        },
      );
    }

    async function runsOf(project: ProjectScope, spans: readonly ApiSpan[]) {
      const roots = spans.filter((span) => !isStep(span)).map(({ traceId }) => traceId);
      const summaries = await reader.traceSummaries(project, [...new Set(roots)]);
      const traces = new Map(summaries.map((trace) => [trace.traceId, trace]));
      return spans.map((span) => runOf(span, project, traces.get(span.traceId)));
    }

    /** Undefined when nothing can meet it. */
    async function queryOf(project: ProjectScope, asked: Asked): Promise<SpanQuery | undefined> {
      const filters: Filter[] = [];
      let naming: SpanQuery['naming'];
      const kinds = asked.run_type ? kindsOf(asked.run_type) : undefined;
      if (asked.run_type && !kinds)
        filters.push({ field: `attr.${TYPE_ATTRIBUTE}`, op: '=', values: [asked.run_type] });
      if (asked.session && asked.session.length > 0) {
        const names = await Promise.all(asked.session.map((each) => projects.nameOf(project, each)));
        const known = names.filter((name) => name !== undefined);
        if (known.length === 0) return undefined;
        naming = namingOf(PROJECTS, known);
      }
      return {
        limit: Math.min(asked.limit ?? MAX_LIMIT, MAX_LIMIT),
        cursor: asked.cursor ?? undefined,
        order: asked.order === 'asc' ? 'oldest' : 'newest',
        from: asked.start_time ?? undefined,
        to: asked.end_time ?? undefined,
        spanIds: asked.id ?? undefined,
        // One of OpenTelemetry's has no dashes.
        traceIds: asked.trace ? [asked.trace, asked.trace.replaceAll('-', '')] : undefined,
        parentIds: asked.parent_run ? [asked.parent_run] : asked.is_root === true ? [''] : undefined,
        statuses: asked.error == null ? undefined : asked.error ? ['error'] : ['ok', 'unset'],
        kinds,
        naming,
        filters,
      };
    }
  };

/** Kinds that are runs of a type; undefined for a type that only its own runs have. */
function kindsOf(type: string): string[] | undefined {
  const kinds = SPAN_KINDS.filter((kind) => (TYPES[kind] ?? 'chain') === type);
  return kinds.length > 0 ? kinds : undefined;
}
