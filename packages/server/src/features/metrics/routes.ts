import { projectQuery } from '@pharos/core/api/common';
import {
  metricAnswerSchema,
  metricListQuery,
  metricPageSchema,
  metricQuestionSchema,
} from '@pharos/core/api/metrics';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { MetricsReader } from '../../store/telemetry/metrics-contract.ts';

/** `/api/v1/metrics`: what applications measure and send over OTLP. */
export const metrics =
  (reader: MetricsReader): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.get(
      '/api/v1/metrics',
      {
        config,
        schema: {
          summary: 'The metrics that applications send: names, kinds, units and attributes',
          querystring: metricListQuery,
          response: { 200: metricPageSchema },
        },
      },
      async ({ project, query }, reply) => reader.metrics(project, query, clientGone(reply)),
    );

    routes.post(
      '/api/v1/metrics/query',
      {
        config,
        schema: {
          summary: 'What was measured: a metric by attributes and buckets',
          description:
            'Counters and histograms are told by what came in each bucket, whether they are sent as deltas or cumulative; a restart begins anew. Quantiles of histograms lie in the bucket of the histogram that holds the true one.',
          querystring: projectQuery,
          body: metricQuestionSchema,
          response: { 200: metricAnswerSchema },
        },
      },
      async ({ project, body }, reply) => reader.measured(project, body, clientGone(reply)),
    );
  };
