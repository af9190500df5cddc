import { spanSkeletonSchema } from '@pharos/core/api/spans';
import { type UsualInput, usualSchema } from '@pharos/core/api/usage';
import { canonical } from '@pharos/core/canonical';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from './client.ts';
import type { ListOf } from './telemetry.ts';

/** It is made of weeks: some minutes change nothing in it. */
const STALE_MS = 300_000;

/** What is usual of a metric at each hour of a range. */
export function usualQuery(project: string, body: UsualInput) {
  const { from, to, bucketSeconds, bucketOffsetSeconds, ...about } = body;
  return queryOptions({
    queryKey: ['usual', project, canonical(about), { from, to, bucketSeconds, bucketOffsetSeconds }],
    queryFn: ({ signal }) =>
      api.change(usualSchema, 'POST', '/api/v1/query/usual', { project, body, signal }),
    // Another stretch of time moves it along; of anything else it would be wrong.
    placeholderData: (previous, before) => (before?.queryKey[2] === canonical(about) ? previous : undefined),
    staleTime: STALE_MS,
  });
}

const slowest = z.object({ data: z.array(spanSkeletonSchema) });

/** The spans of a range that took longest. */
export const slowestQuery = (project: string, list: ListOf & { limit: number }) =>
  queryOptions({
    queryKey: ['slowest spans', project, list],
    queryFn: ({ signal }) =>
      api.get(slowest, '/api/v1/spans/slowest', { project, query: { ...list }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
