import { annotationSchema } from '@pharos/core/api/annotations';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from './client.ts';

const listSchema = z.object({ data: z.array(annotationSchema) });

/** What happened in a stretch of time: deploys, incidents, notes. */
export const annotationsQuery = (project: string, range: { from: string; to: string }) =>
  queryOptions({
    queryKey: ['annotations', project, range],
    queryFn: async ({ signal }) =>
      (await api.get(listSchema, '/api/v1/annotations', { project, query: range, signal })).data,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
