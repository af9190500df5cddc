import { modelPriceSchema } from '@pharos/core/api/prices';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from './client.ts';

const pricesSchema = z.object({ data: z.array(modelPriceSchema) });

/** What models cost: the project's own prices, then the catalogue. */
export const pricesQuery = (project: string) =>
  queryOptions({
    queryKey: ['prices', project],
    queryFn: ({ signal }) => api.get(pricesSchema, '/api/v1/prices', { project, signal }),
    staleTime: 60_000,
  });
