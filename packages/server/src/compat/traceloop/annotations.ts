import { judgementOf, type Score, type ScoreSource } from '@pharos/core/score';
import { type Clock, nowNs } from '@pharos/core/time';
import { z } from 'zod';
import { mayIngest } from '../../http/access.ts';
import type { Plugin } from '../../http/routes.ts';
import type { ScoreBook } from '../../store/telemetry/contract.ts';
import { replyInWords } from '../words.ts';

/** Who judges, by what Traceloop calls the flow. */
const SOURCES: Readonly<Record<string, ScoreSource>> = {
  user_feedback: 'feedback',
  llm_feedback: 'evaluation',
};
const TRACE_ID = /^[0-9a-f]{32}$/i;
const MAX_TAGS = 100;

const id = z.string().min(1).max(512);
const tag = z.union([z.string().max(65_536), z.number(), z.boolean(), z.array(z.string().max(512)).max(100)]);
const body = z.object({
  entity_instance_id: id,
  tags: z
    .record(z.string().min(1).max(512), tag)
    .refine((tags) => Object.keys(tags).length <= MAX_TAGS, { message: `more than ${MAX_TAGS} tags` }),
  flow: z.string().max(64).default('user_feedback'),
  actor: z.object({ type: z.string().max(64).nullish(), id: z.string().max(512).nullish() }).nullish(),
});

/**
 * The annotations of Traceloop's SDK: each tag is a score. What it calls an entity is whatever the application
 * associates its traces by: a trace where it is the id of one, else the conversation.
 */
export const traceloopAnnotations =
  ({ scoreBook, clock }: { scoreBook: ScoreBook; clock: Clock }): Plugin =>
  (routes) => {
    replyInWords(routes, ({ message }) => ({ error: message }));
    routes.post(
      '/v2/annotation-tasks/:task/annotations',
      { config: { access: mayIngest }, schema: { hide: true, params: z.object({ task: id }), body } },
      async ({ project, params: { task }, body: { entity_instance_id: entity, tags, flow, actor } }) => {
        const isTrace = TRACE_ID.test(entity);
        const scores = Object.entries(tags).flatMap(([name, value]): Score[] => {
          const judged = judgementOf(Array.isArray(value) ? value.join(', ') : value);
          if (!judged) return [];
          return [
            {
              scoreId: JSON.stringify(['traceloop', task, entity, name]),
              traceId: isTrace ? entity.toLowerCase() : '',
              spanId: '',
              sessionId: isTrace ? '' : entity,
              name,
              ...judged,
              comment: '',
              source: (Object.hasOwn(SOURCES, flow) && SOURCES[flow]) || 'api',
              author: actor?.id ?? '',
              environment: '',
              configId: '',
              metadata: { annotationTask: task },
              timeNs: nowNs(clock),
            },
          ];
        });
        await scoreBook.put(project, scores);
        return {};
      },
    );
  };
