import { z } from 'zod';
import { mayRead } from '../../../http/access.ts';
import { clientGone } from '../../../http/client-gone.ts';
import type { Plugin } from '../../../http/routes.ts';
import type { LangfuseParts } from '../parts.ts';
import { readMetricsQuery } from './query.ts';
import { questionOf } from './question.ts';
import { rowsOf } from './rows.ts';

const querystring = z.object({ query: z.string().max(20_000) });

/** `/api/public/metrics` in both releases: what charts ask, in Langfuse's words. */
export const langfuseMetrics =
  ({ reader }: LangfuseParts): Plugin =>
  (routes) => {
    for (const path of ['/api/public/metrics', '/api/public/v2/metrics'])
      routes.get(
        path,
        { config: { access: mayRead }, schema: { hide: true, querystring } },
        async ({ project, query }, reply) => {
          const asked = readMetricsQuery(query.query);
          const { question, figures } = questionOf(asked);
          const answer = await reader.ask(project, question, clientGone(reply));
          return { data: rowsOf(asked, figures, answer) };
        },
      );
  };
