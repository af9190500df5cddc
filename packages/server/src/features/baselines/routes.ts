import {
  baselinesQuery,
  baselinesSchema,
  baselineWeekQuery,
  baselineWeekSchema,
} from '@pharos/core/api/baselines';
import type { Clock } from '@pharos/core/time';
import type { Answers } from '../../answers/answers.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import { createBaselines } from './baselines.ts';

/** `/api/v1/baselines`: what is usual of agents, models, tools and routes, and what left that today. */
export const baselines =
  ({ clock }: { clock: Clock }, answers: Answers): Plugin =>
  (routes) => {
    const config = { access: mayRead };
    const learned = createBaselines(clock, answers);

    routes.get(
      '/api/v1/baselines',
      {
        config,
        schema: {
          summary: 'What left its usual band today, of one dimension, ranked by how much it matters',
          description:
            'Latency, error rate, tokens, cost and scores of the 20 biggest groups, each by the same hour of the four weeks before; hours that are over are judged. `matters` is 0 to 100: how sure it is, how large, and what share of the calls or the money is affected. Worked out once an hour.',
          querystring: baselinesQuery,
          response: { 200: baselinesSchema },
        },
      },
      ({ project, query }, reply) => learned.of(project, query, clientGone(reply)),
    );

    routes.get(
      '/api/v1/baselines/week',
      {
        config,
        schema: {
          summary:
            'What is usual of a metric of one group at each hour of the week, with this week beside it',
          description:
            '168 hours from Monday on in the time zone; hours to come have what is usual alone. Bands are null where too little is known.',
          querystring: baselineWeekQuery,
          response: { 200: baselineWeekSchema },
        },
      },
      ({ project, query }, reply) => learned.week(project, query, clientGone(reply)),
    );
  };
