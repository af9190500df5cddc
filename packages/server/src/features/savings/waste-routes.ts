import { wasteQuery, wasteSchema, wasteTracesQuery, wasteTracesSchema } from '@pharos/core/api/waste';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { WasteAnswers } from './waste.ts';

/** Money that brought nothing. */
export const waste =
  (answers: WasteAnswers): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.get(
      '/api/v1/usage/waste',
      {
        config,
        schema: {
          summary: 'What was spent on abandoned and failed runs, on retries and on steps that failed',
          description:
            'Each span that spends belongs to one kind at most, so the kinds add up. `by` tells it apart for each model, agent or user.',
          querystring: wasteQuery,
          response: { 200: wasteSchema },
        },
      },
      async ({ project, query }, reply) => answers.waste(project, query, clientGone(reply)),
    );

    routes.get(
      '/api/v1/usage/waste/traces',
      {
        config,
        schema: {
          summary: 'The traces that wasted money, the worst first',
          querystring: wasteTracesQuery,
          response: { 200: wasteTracesSchema },
        },
      },
      async ({ project, query }, reply) => answers.wasteTraces(project, query, clientGone(reply)),
    );
  };
