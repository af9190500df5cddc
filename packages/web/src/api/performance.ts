import { spanSkeletonSchema } from '@pharos/core/api/spans';
import { type UsualInput, usualSchema } from '@pharos/core/api/usage';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from './client.ts';
import type { ListOf } from './telemetry.ts';

/** It is made of weeks: some minutes change nothing in it. */
const STALE_MS = 300_000;

/** What is usual of a metric at each hour of a range. */
export const usualQuery = (project: string, body: UsualInput) =>
  queryOptions({
    queryKey: ['usual', project, body],
    queryFn: ({ signal }) =>
      api.change(usualSchema, 'POST', '/api/v1/query/usual', { project, body, signal }),
    placeholderData: keepPreviousData,
    staleTime: STALE_MS,
  });

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
