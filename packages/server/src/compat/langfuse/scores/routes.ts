import type { JsonRecord } from '@pharos/core/message-parts';
import { z } from 'zod';
import { mayEdit, mayIngest, mayRead } from '../../../http/access.ts';
import { auditRequest } from '../../../http/audit.ts';
import { clientGone } from '../../../http/client-gone.ts';
import type { Plugin } from '../../../http/routes.ts';
import type { ProjectScope } from '../../../store/scope.ts';
import { notFound } from '../errors.ts';
import type { LangfuseParts } from '../parts.ts';
import { cursorPageOf, offsetOf, pageOf } from '../query.ts';
import { giveScore } from './give-score.ts';
import { cursorScoresFilter, cursorScoresQuery, pageScoresFilter, pageScoresQuery } from './list-queries.ts';
import { type ScoreView, scoreView, scoreViewV3 } from './score.ts';

const params = z.object({ scoreId: z.string().min(1).max(800) });
/** What is in it is for {@link giveScore} to judge, as it is for the same body among events. */
const body = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonRecord>;

/** `/api/public/scores` in the releases 1 to 3 of Langfuse's API. */
export const langfuseScores =
  (parts: LangfuseParts): Plugin =>
  (routes) => {
    const { reader, scoreBook } = parts;
    const reading = { config: { access: mayRead } };
    const writing = { config: { access: mayIngest } };

    routes.post(
      '/api/public/scores',
      { ...writing, schema: { hide: true, body } },
      async ({ project, body }) => ({ id: await giveScore(parts, project, body) }),
    );

    routes.delete(
      '/api/public/scores/:scoreId',
      { config: { access: mayEdit }, schema: { hide: true, params } },
      async (request, reply) => {
        const { project } = request;
        const { scoreId } = request.params;
        if (!(await reader.score(project, scoreId))) throw notFound(`Score ${scoreId}`);
        await scoreBook.remove(project, [scoreId]);
        await auditRequest(parts, parts.records, request, 'score.delete', scoreId);
        return reply.code(202).send({ message: `Score deletion queued for scoreId: ${scoreId}` });
      },
    );

    for (const prefix of ['/api/public', '/api/public/v2']) {
      routes.get(
        `${prefix}/scores`,
        { ...reading, schema: { hide: true, querystring: pageScoresQuery } },
        async ({ project, query }, reply) => {
          const signal = clientGone(reply);
          const filter = pageScoresFilter(query);
          const [{ data }, total] = await Promise.all([
            reader.scores(project, { ...filter, limit: query.limit, offset: offsetOf(query) }, signal),
            reader.countScores(project, filter, signal),
          ]);
          const views = data.map(scoreView);
          const withTrace = query.fields?.includes('trace') ?? true;
          const traces = withTrace ? await tracesOf(project, views, signal) : undefined;
          const rows = traces
            ? views.map((view) => ({ ...view, trace: traces.get(view.traceId ?? '') ?? null }))
            : views;
          return pageOf(rows, query, total);
        },
      );

      routes.get(
        `${prefix}/scores/:scoreId`,
        { ...reading, schema: { hide: true, params } },
        async ({ project, params }, reply) => {
          const score = await reader.score(project, params.scoreId, clientGone(reply));
          if (!score) throw notFound(`Score ${params.scoreId}`);
          return scoreView(score);
        },
      );
    }

    async function tracesOf(project: ProjectScope, views: readonly ScoreView[], signal: AbortSignal) {
      const ids = [...new Set(views.flatMap(({ traceId }) => traceId ?? []))];
      const summaries = await reader.traceSummaries(project, ids, signal);
      return new Map(
        summaries.map(({ traceId, userId, tags, environment, sessionId }) => [
          traceId,
          { userId, tags, environment: environment ?? 'default', sessionId },
        ]),
      );
    }

    routes.get(
      '/api/public/v3/scores',
      { ...reading, schema: { hide: true, querystring: cursorScoresQuery } },
      async ({ project, query }, reply) => {
        const { limit, cursor, fields = [] } = query;
        const { data, nextCursor } = await reader.scores(
          project,
          { ...cursorScoresFilter(query), limit, cursor },
          clientGone(reply),
        );
        return cursorPageOf(data.map(scoreViewV3(project, fields)), nextCursor, { limit });
      },
    );
  };
