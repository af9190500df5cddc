import {
  type BaselinesQuery,
  type BaselineWeekQuery,
  baselinesSchema,
  baselineWeekSchema,
} from '@pharos/core/api/baselines';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** Another hour is over at most so much later than it is shown. */
const STALE_MS = 300_000;

/** What left its band, of one dimension. */
export const baselinesQuery = (project: string, query: Omit<BaselinesQuery, 'project'>) =>
  queryOptions({
    queryKey: ['baselines', project, query],
    queryFn: ({ signal }) => api.get(baselinesSchema, '/api/v1/baselines', { project, query, signal }),
    staleTime: STALE_MS,
    refetchInterval: STALE_MS,
  });

/** What is usual of one metric of a group at each hour of the week. */
export const baselineWeekQuery = (project: string, query: Omit<BaselineWeekQuery, 'project'>) =>
  queryOptions({
    queryKey: ['baseline week', project, query],
    queryFn: ({ signal }) =>
      api.get(baselineWeekSchema, '/api/v1/baselines/week', { project, query, signal }),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  });
