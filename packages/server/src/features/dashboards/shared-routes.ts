import { sharedAnswersSchema, sharedAskSchema, sharedDashboardSchema } from '@pharos/core/api/dashboards';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { sharedDocument, sharedVariables, sharedView } from '@pharos/core/dashboards/shared-view';
import type { Question } from '@pharos/core/question';
import { parseRange, resolveRange, type Span, tickMs } from '@pharos/core/time-range';
import { z } from 'zod';
import type { Answers } from '../../answers/answers.ts';
import { createAttemptLimit } from '../../http/attempt-limit.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import { admitShare, type ShareGrant, unknownLink } from '../../http/share-link.ts';
import { shownRateOf } from '../../store/records/shown-rate.ts';
import { dashboardOf } from './queries.ts';
import { noteOpening, valuesOf } from './share-queries.ts';
import { answerWidgets } from './shared-answers.ts';

const MAX_ASK_BYTES = 16 * 1024;
/** Kept by no cache and listed by no search engine. */
const PRIVATE = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };
const whichLink = z.object({ token: z.string() });

/** What whoever holds a link may have: the dashboard, and answers for its widgets. */
export const sharedRoutes =
  (parts: Parts, answers: Answers) =>
  (routes: Routes): void => {
    const { records, clock } = parts;
    // Of its own: pages that go on asking after their link has expired shut nobody out of signing in.
    const guesses = { records, clock, attempts: createAttemptLimit(clock) };

    const admitted = async (
      token: string,
      address: string,
    ): Promise<ShareGrant & { document: Dashboard }> => {
      const share = await admitShare(guesses, token, address);
      const stored = await dashboardOf(records, share.project, share.dashboardId);
      if (!stored) throw unknownLink();
      return { ...share, document: stored.document };
    };

    routes.get(
      '/api/v1/shared/:token',
      {
        config: { access: 'open' },
        schema: {
          summary: 'The dashboard that a link shows, as it is now',
          params: whichLink,
          response: { 200: sharedDashboardSchema },
        },
      },
      async (request, reply) => {
        reply.headers(PRIVATE);
        const share = await admitted(request.params.token, request.ip);
        await noteOpening(records, share.shareId, clock.nowMs());
        return {
          projectName: share.projectName,
          document: sharedDocument(share.document, share.variables),
          range: share.range,
          values: valuesOf(sharedVariables(share.document, share.variables)),
          shownRate: await shownRateOf(records, share.project, share.displayCurrency, clock.nowMs()),
          expiresAt: share.expiresAt.toISOString(),
        };
      },
    );

    routes.post(
      '/api/v1/shared/:token/answers',
      {
        config: { access: 'open' },
        bodyLimit: MAX_ASK_BYTES,
        schema: {
          summary: 'Answers for charts of the dashboard that a link shows, by their ids and nothing else',
          params: whichLink,
          body: sharedAskSchema,
          response: { 200: sharedAnswersSchema },
        },
      },
      async (request, reply) => {
        reply.headers(PRIVATE);
        const signal = clientGone(reply);
        const { project, document, variables, range } = await admitted(request.params.token, request.ip);
        const view = sharedView(document, variables, rangeNow(range, clock.nowMs()));
        const askAll = (questions: readonly Question[]) => answers.askAll(project, questions, signal);
        const failed = (error: unknown) => request.log.error({ err: error }, 'a shared widget failed');
        return { data: await answerWidgets(document, view, request.body.widgets, askAll, failed) };
      },
    );
  };

/** The length of time up to now, which moves on in steps: all who look in the meantime ask the same. */
function rangeNow(token: string, nowMs: number): Span {
  const range = parseRange({ from: token });
  const step = tickMs(range);
  return resolveRange(range, step > 0 ? Math.floor(nowMs / step) * step : nowMs);
}
