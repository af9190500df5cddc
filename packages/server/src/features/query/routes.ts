import { projectQuery } from '@pharos/core/api/common';
import { answerSchema, questionSchema } from '@pharos/core/question';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

/** `POST /api/v1/query`: the one road from charts, alerts and reports to the data. */
export const query =
  (reader: TelemetryReader): Plugin =>
  (routes) => {
    routes.post(
      '/api/v1/query',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Answers a question: metrics by dimensions, filters, range and buckets',
          querystring: projectQuery,
          body: questionSchema,
          response: { 200: answerSchema },
        },
      },
      async ({ project, body }, reply) => reader.ask(project, body, clientGone(reply)),
    );
  };
