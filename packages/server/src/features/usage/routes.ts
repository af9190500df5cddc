import { projectQuery } from '@pharos/core/api/common';
import {
  anomaliesRequestSchema,
  anomaliesSchema,
  forecastRequestSchema,
  forecastSchema,
  moversRequestSchema,
  moversSchema,
} from '@pharos/core/api/usage';
import { questionSchema } from '@pharos/core/question';
import { judged, judgedRange } from '@pharos/core/series/judged';
import type { Clock } from '@pharos/core/time';
import type { Answers } from '../../answers/answers.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { findForecast } from './forecast.ts';
import { findMovers } from './movers.ts';

/** `/api/v1/usage`: where spending is heading, where it was unusual, and what changed it. */
export const usage =
  ({ clock }: { clock: Clock }, answers: Answers): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.post(
      '/api/v1/usage/forecast',
      {
        config,
        schema: {
          summary: 'What cost, tokens or calls will be at the end of this month',
          description:
            'Made of the last twelve weeks by the method that would have been nearest so far. `backtest` says how far off it would have been, and `forecast` is null where less than four days are known.',
          querystring: projectQuery,
          body: forecastRequestSchema,
          response: { 200: forecastSchema },
        },
      },
      async ({ project, body }, reply) => {
        const signal = clientGone(reply);
        return findForecast((question) => answers.ask(project, question, signal), body, clock.nowMs());
      },
    );

    routes.post(
      '/api/v1/usage/anomalies',
      {
        config,
        schema: {
          summary:
            'What was unusual: buckets with what was expected of them, and the stretches outside of that',
          description:
            'What is usual is told by the same hour of other weeks, up to eight weeks before the range; of other days where less is known.',
          querystring: projectQuery,
          body: anomaliesRequestSchema,
          response: { 200: anomaliesSchema },
        },
      },
      async ({ project, body }, reply) => {
        const { metric, filters, search } = body;
        const question = questionSchema.parse({ metrics: [metric], filters, search, ...judgedRange(body) });
        const answer = await answers.ask(project, question, clientGone(reply));
        return judged(answer, metric, body.from, clock.nowMs());
      },
    );

    routes.post(
      '/api/v1/usage/movers',
      {
        config,
        schema: {
          summary: 'What changed cost or tokens since the period before, and why',
          description:
            'The groups of a dimension that moved most. `effects` divide each change by cause: more calls, longer calls, dearer tokens; they add up to it.',
          querystring: projectQuery,
          body: moversRequestSchema,
          response: { 200: moversSchema },
        },
      },
      async ({ project, body }, reply) => {
        const signal = clientGone(reply);
        return findMovers((question) => answers.ask(project, question, signal), body);
      },
    );
  };
