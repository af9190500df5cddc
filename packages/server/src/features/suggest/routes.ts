import { projectQuery } from '@pharos/core/api/common';
import { suggestionSchema } from '@pharos/core/api/spans';
import { z } from 'zod';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

const suggestQuery = projectQuery.extend({
  /** A field of the filter language, `attr.<key>`, or `attr.` for the keys themselves. */
  field: z.string().min(1).max(256),
  text: z.string().max(256).default(''),
  /** Of events of this name, in place of spans. */
  event: z.string().min(1).max(256).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});

/** `GET /api/v1/suggest`: what a filter box offers while one types. */
export const suggest =
  (reader: TelemetryReader): Plugin =>
  (routes) => {
    routes.get(
      '/api/v1/suggest',
      {
        config: { access: mayRead },
        schema: {
          summary: 'The most frequent values of a field that contain a text',
          querystring: suggestQuery,
          response: { 200: z.object({ data: z.array(suggestionSchema) }) },
        },
      },
      async ({ project, query: { field, text, event, from, to } }, reply) => ({
        data: await reader.suggest(project, { field, text, event, from, to }, clientGone(reply)),
      }),
    );
  };
