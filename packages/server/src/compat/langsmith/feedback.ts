import { apiScoreOf } from '@pharos/core/api/scores';
import type { JsonRecord } from '@pharos/core/message-parts';
import { SCORE_SOURCES } from '@pharos/core/score';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayIngest, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { PREFIXES } from '../../receive/langsmith/http.ts';
import { spanIdOf, usualId } from '../../receive/langsmith/ids.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { changedScore, feedbackOf, SOURCE_TYPES, scoreOf } from './feedback-form.ts';
import type { LangsmithParts } from './langsmith.ts';

const id = z.string().min(1).max(200).transform(usualId);
const params = z.object({ feedbackId: id });
/** What is in it is for {@link scoreOf} to judge, as it is for the same body among runs. */
const body = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonRecord>;

const several = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (value === undefined ? undefined : [value].flat()),
    z.array(item).max(1000).optional(),
  );
const querystring = z.object({
  run: several(id.transform(spanIdOf)),
  key: several(z.string().max(200)),
  source: several(z.string().max(40)),
  limit: z.coerce.number().int().min(1).max(100).default(100),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});

/** `/feedback`: what LangSmith calls a score. */
export const langsmithFeedback =
  (parts: LangsmithParts): Plugin =>
  (routes) => {
    const { reader, scoreBook, clock } = parts;
    const reading = { config: { access: mayRead } };
    const writing = { config: { access: mayIngest } };

    const known = async (project: ProjectScope, feedbackId: string) => {
      const score = await reader.score(project, feedbackId);
      if (!score) throw new ApiError('not_found', { message: `Feedback ${feedbackId} not found` });
      return score;
    };
    const traceOf = async (project: ProjectScope, spanId: string) => {
      const { data } = await reader.spans(project, { spanIds: [spanId], limit: 1, content: false });
      return data[0]?.traceId ?? '';
    };
    const put = async (project: ProjectScope, feedback: JsonRecord) => {
      const score = scoreOf(feedback, clock.nowMs());
      // That of a run which is still to come is found when it comes.
      if (score.traceId === '') score.traceId = await traceOf(project, score.spanId);
      await scoreBook.put(project, [score]);
      return feedbackOf(apiScoreOf(score), project);
    };

    for (const prefix of PREFIXES) {
      const path = `${prefix}/feedback`;
      routes.post(path, { ...writing, schema: { hide: true, body } }, ({ project, body }) =>
        put(project, body),
      );

      routes.get(
        path,
        { ...reading, schema: { hide: true, querystring } },
        async ({ project, query: { run, key, source, limit, offset } }, reply) => {
          const sources = source && SCORE_SOURCES.filter((each) => source.includes(SOURCE_TYPES[each]));
          if (sources?.length === 0) return [];
          const { data } = await reader.scores(
            project,
            { spanIds: run, names: key, sources, limit, offset },
            clientGone(reply),
          );
          return data.map((score) => feedbackOf(score, project));
        },
      );

      routes.route({
        method: ['GET', 'POST'],
        url: `${path}/tokens`,
        config: { access: mayRead },
        schema: { hide: true },
        handler: () => {
          throw new ApiError('not_implemented', {
            message: 'Pharos gives no presigned feedback tokens: send feedback with a key that may ingest.',
          });
        },
      });

      routes.get(
        `${path}/:feedbackId`,
        { ...reading, schema: { hide: true, params } },
        async ({ project, params: { feedbackId } }) => feedbackOf(await known(project, feedbackId), project),
      );

      // What is not named stays; what is null is cleared.
      routes.patch(
        `${path}/:feedbackId`,
        { ...writing, schema: { hide: true, params, body } },
        async ({ project, params: { feedbackId }, body }) => {
          const before = await known(project, feedbackId);
          await scoreBook.put(project, [changedScore(before, body, project)]);
          // Whoever may only send is not told what was there.
          return { id: feedbackId, ...body };
        },
      );

      routes.delete(
        `${path}/:feedbackId`,
        { config: { access: mayEdit }, schema: { hide: true, params } },
        async (request, reply) => {
          const { project } = request;
          const { feedbackId } = request.params;
          await known(project, feedbackId);
          await scoreBook.remove(project, [feedbackId]);
          await auditRequest(parts, parts.records, request, 'score.delete', feedbackId);
          return reply.code(202).send({ message: 'Feedback deleted' });
        },
      );
    }
  };
