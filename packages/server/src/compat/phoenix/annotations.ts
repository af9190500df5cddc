import { type AnnotationTarget, annotationScore } from '@pharos/core/annotation';
import type { Score } from '@pharos/core/score';
import { nowNs } from '@pharos/core/time';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayIngest } from '../../http/access.ts';
import type { Plugin } from '../../http/routes.ts';
import { globalId } from '../../receive/phoenix/global-ids.ts';
import { annotationBody, annotationOf, SUBJECTS, type Subject } from './annotation-forms.ts';
import type { PhoenixParts } from './phoenix.ts';
import { id } from './query.ts';

const MAX_ANNOTATIONS = 1000;
const syncQuery = z.object({ sync: z.stringbool().default(false) });
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item).min(1).max(MAX_ANNOTATIONS) });

/** Annotations and notes, all stored as scores. A span may be annotated before it has arrived. */
export const annotations =
  ({ scoreBook, clock, ids }: PhoenixParts): Plugin =>
  (routes) => {
    const config = { access: mayIngest };
    const scoreOf = (target: AnnotationTarget, body: z.output<typeof annotationBody>): Score => {
      const score = annotationScore(target, annotationOf(body), nowNs(clock));
      if (score) return score;
      throw new ApiError('invalid_request', {
        message: `The annotation "${body.name}" needs a label, a score or an explanation.`,
      });
    };

    for (const subject of Object.keys(SUBJECTS) as Subject[]) {
      const { key, type, target } = SUBJECTS[subject];
      const body = listOf(annotationBody.and(z.record(z.literal(key), id)));
      routes.post(
        `/v1/${subject}_annotations`,
        { config, schema: { hide: true, querystring: syncQuery, body } },
        async ({ project, body: { data }, query }) => {
          const scores = data.map((each) => scoreOf(target(each[key]), each));
          await scoreBook.put(project, scores);
          return { data: query.sync ? scores.map(({ scoreId }) => ({ id: globalId(type, scoreId) })) : [] };
        },
      );

      const note = z.record(z.literal(key), id).and(
        z.object({
          note: z.string().trim().min(1).max(65_536),
          identifier: z.string().max(512).default(''),
        }),
      );
      routes.post(
        `/v1/${subject}_notes`,
        { config, schema: { hide: true, body: z.object({ data: note }) } },
        async ({ project, body: { data } }) => {
          const score = scoreOf(target(data[key]), {
            name: 'note',
            annotator_kind: 'HUMAN',
            result: { explanation: data.note },
            // Every call without one adds a note.
            identifier: data.identifier || `px-${subject}-note:${ids.id()}`,
          });
          await scoreBook.put(project, [score]);
          return { data: { id: globalId(type, score.scoreId) } };
        },
      );
    }

    const documents = listOf(
      annotationBody.extend({ span_id: id, document_position: z.number().int().min(0).max(100_000) }),
    );
    routes.post(
      '/v1/document_annotations',
      { config, schema: { hide: true, querystring: syncQuery, body: documents } },
      async ({ project, body: { data }, query }) => {
        const scores = data.map((each) =>
          scoreOf({ ...SUBJECTS.span.target(each.span_id), documentPosition: each.document_position }, each),
        );
        await scoreBook.put(project, scores);
        const named = scores.map(({ scoreId }) => ({ id: globalId('DocumentAnnotation', scoreId) }));
        return { data: query.sync ? named : [] };
      },
    );
  };
