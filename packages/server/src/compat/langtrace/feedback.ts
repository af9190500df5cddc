import { type ApiScore, apiScoreOf } from '@pharos/core/api/scores';
import type { Score } from '@pharos/core/score';
import { nowNs } from '@pharos/core/time';
import { z } from 'zod';
import { mayIngest } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { spanIdOf, traceIdOf } from '../../receive/langtrace/ids.ts';
import { isNoId } from '../../receive/limits.ts';
import type { LangtraceParts } from './langtrace.ts';

/** What the votes of end users are called; the SDKs give them no name. */
const NAME = 'user-feedback';
const MOST = 100;

const id = (read: (value: unknown) => string) =>
  z.union([z.string(), z.number()]).transform((value, context) => {
    const found = read(value);
    if (isNoId(found)) context.addIssue('is no id');
    return found;
  });
const spanId = id(spanIdOf);
const feedback = z.object({
  userId: z.union([z.string().max(320), z.number()]).transform(String),
  userScore: z.number(),
  traceId: id(traceIdOf),
  spanId,
  reason: z
    .string()
    .max(64 * 1024)
    .nullish(),
});

/** A vote as the SDKs know it: the second person who may vote in Langtrace, one of its own team, is nobody here. */
const evaluationOf = ({ scoreId, spanId, traceId, author, value, comment, time }: ApiScore) => ({
  id: scoreId,
  spanId,
  traceId,
  userId: author,
  userScore: value,
  ltUserId: null,
  ltUserScore: null,
  reason: comment,
  createdAt: time,
  updatedAt: time,
});

/**
 * `sendUserFeedback` of the SDKs: they look whether a span has a vote, then create or change it. Either way it is the
 * one vote of this user on this span, so that a request may be sent again.
 */
export const langtraceFeedback =
  ({ reader, scoreBook, users, clock }: LangtraceParts): Plugin =>
  (routes) => {
    routes.get(
      '/api/evaluation',
      // Whoever may vote: that is all the SDKs ask it for.
      { config: { access: mayIngest }, schema: { hide: true, querystring: z.object({ spanId }) } },
      async ({ project, query }, reply) => {
        const asked = { spanIds: [query.spanId], names: [NAME], sources: ['feedback' as const], limit: MOST };
        const { data } = await reader.scores(project, asked, clientGone(reply));
        // Whoever may only send is told that there are votes, and not in which words.
        return { evaluations: data.map((score) => ({ ...evaluationOf(score), reason: null })) };
      },
    );

    routes.route({
      method: ['POST', 'PUT'],
      url: '/api/evaluation',
      config: { access: mayIngest },
      schema: { hide: true, body: feedback },
      async handler({ project, body }, reply) {
        const hide = await users.of(project);
        // First of all: the id of a vote names its user.
        const score = scoreOf({ ...body, userId: hide(body.userId) }, nowNs(clock));
        const known = await reader.score(project, score.scoreId, clientGone(reply));
        if (known && known.value === score.value && (known.comment ?? '') === score.comment)
          return { data: evaluationOf(known) };
        await scoreBook.put(project, [score]);
        return { data: evaluationOf(apiScoreOf(score)) };
      },
    });
  };

const scoreOf = (
  { userId, userScore, traceId, spanId, reason }: z.output<typeof feedback>,
  timeNs: bigint,
): Score => ({
  scoreId: `langtrace-${traceId}-${spanId}-${userId}`,
  traceId,
  spanId,
  sessionId: '',
  name: NAME,
  type: 'numeric',
  value: userScore,
  label: '',
  comment: reason ?? '',
  source: 'feedback',
  author: userId,
  environment: '',
  configId: '',
  metadata: undefined,
  timeNs,
});
