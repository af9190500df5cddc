import { projectQuery } from '@pharos/core/api/common';
import { differencesRequestSchema, differencesSchema } from '@pharos/core/api/differences';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

/** `POST /api/v1/differences`: what sets a selected region of a chart apart from the rest. */
export const explore =
  (reader: TelemetryReader): Plugin =>
  (routes) => {
    routes.post(
      '/api/v1/differences',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Which values differ between a selection and the rest, the largest difference first',
          querystring: projectQuery,
          body: differencesRequestSchema,
          response: { 200: differencesSchema },
        },
      },
      async ({ project, body }, reply) => reader.differences(project, body, clientGone(reply)),
    );
  };
