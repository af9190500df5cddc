import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { ScoreFilter } from '../../store/telemetry/contract.ts';
import { annotationFrom, SUBJECTS, type Subject } from './annotation-forms.ts';
import type { PhoenixParts } from './phoenix.ts';
import { moment, page, projectParams, texts } from './query.ts';
import { withinProject } from './within-project.ts';

const IDS = { span: 'spanIds', trace: 'traceIds', session: 'sessionIds' } as const;
/** Scores read at a time while they are deleted. */
const CHUNK = 500;

const querystring = z.object({
  span_ids: texts,
  trace_ids: texts,
  session_ids: texts,
  identifier: texts,
  include_annotation_names: texts,
  exclude_annotation_names: texts,
  ...page(10, 10_000),
});

/** Annotations are read, and deleted, by what they are about. All scores are annotations here, whoever gave them. */
export const annotationReads =
  ({ reader, scoreBook, records, clock }: PhoenixParts): Plugin =>
  (routes) => {
    for (const subject of Object.keys(SUBJECTS) as Subject[]) {
      const url = `/v1/projects/:project/${subject}_annotations`;
      routes.get(
        url,
        { config: { access: mayRead }, schema: { hide: true, params: projectParams, querystring } },
        async ({ project, params, query }, reply) => {
          const about = query[`${subject}_ids`];
          if (about === undefined && query.identifier === undefined)
            throw new ApiError('invalid_request', {
              message: `Say which with ${subject}_ids or identifier.`,
            });
          const { data, nextCursor } = await reader.scores(
            project,
            {
              target: subject,
              [IDS[subject]]: about,
              names: query.include_annotation_names,
              limit: query.limit,
              cursor: query.cursor,
            },
            clientGone(reply),
          );
          const found = (await withinProject(reader, project, params.project, subject, data))
            .map((score) => annotationFrom(subject, score))
            .filter(({ name, identifier }) => {
              const excluded = query.exclude_annotation_names?.includes(name) ?? false;
              const wanted = query.identifier?.includes(identifier) ?? true;
              return wanted && !excluded;
            });
          return { data: found, next_cursor: nextCursor };
        },
      );

      const which = z.object({
        name: z.string().max(512).optional(),
        identifier: z.string().max(512).optional(),
        annotator_kind: z.string().max(16).optional(),
        start_time: moment,
        end_time: moment,
        delete_all: z.stringbool().default(false),
      });
      routes.delete(
        url,
        { config: { access: mayEdit }, schema: { hide: true, params: projectParams, querystring: which } },
        async (request, reply) => {
          const { project, params, query } = request;
          const { name, identifier, annotator_kind: kind, start_time: from, end_time: to } = query;
          const narrowed = [name, identifier, kind, from, to].some((each) => each !== undefined);
          if (!narrowed && !query.delete_all)
            throw new ApiError('invalid_request', {
              message: 'Name what to delete, or say delete_all=true.',
            });
          const filter: ScoreFilter = {
            target: subject,
            names: name === undefined ? undefined : [name],
            from,
            to,
          };
          let cursor: string | undefined;
          do {
            const { data, nextCursor } = await reader.scores(project, { ...filter, limit: CHUNK, cursor });
            const here = await withinProject(reader, project, params.project, subject, data);
            const doomed = here.filter((score) => {
              const annotation = annotationFrom(subject, score);
              return (
                annotation.source === 'API' &&
                (identifier === undefined || annotation.identifier === identifier) &&
                (kind === undefined || annotation.annotator_kind === kind)
              );
            });
            await scoreBook.remove(
              project,
              doomed.map(({ scoreId }) => scoreId),
            );
            cursor = nextCursor ?? undefined;
          } while (cursor !== undefined);
          const what = `${subject} annotations of ${params.project}`;
          await auditRequest({ clock }, records, request, 'score.delete', what);
          return reply.code(204).send();
        },
      );
    }
  };
