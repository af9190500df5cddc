import { metricPageSchema } from '@pharos/core/api/metrics';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** The most that one answer holds. */
const MOST = 500;

/** The metrics that applications of a project send, by name; of more than {@link MOST} the first. */
export const sentMetricsQuery = (project: string) =>
  queryOptions({
    queryKey: ['sent metrics', project],
    queryFn: ({ signal }) =>
      api.get(metricPageSchema, '/api/v1/metrics', { project, query: { limit: MOST }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
