import { type DifferencesRequest, differencesSchema } from '@pharos/core/api/differences';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { api } from './client.ts';

/** How the rows of a selection differ from the rest. */
export const differencesQuery = (project: string, request: Omit<DifferencesRequest, 'dimensions'>) =>
  queryOptions({
    queryKey: ['differences', project, request],
    queryFn: ({ signal }): Promise<z.output<typeof differencesSchema>> =>
      api.change(differencesSchema, 'POST', '/api/v1/differences', { project, body: request, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
