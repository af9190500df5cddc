import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from './client.ts';

const shiftsSchema = z.object({
  data: z.array(z.object({ from: z.string(), to: z.string(), person: z.string().nullable() })),
});
export type Shift = z.output<typeof shiftsSchema>['data'][number];

/** Who is on call by a schedule in a range, shift after shift; of a stretch that nobody has, null. */
export const shiftsQuery = (project: string, id: string, range: { from: string; to: string }) =>
  queryOptions({
    queryKey: ['alerts', project, 'shifts', id, range],
    queryFn: async ({ signal }) =>
      (
        await api.get(shiftsSchema, `/api/v1/alerts/schedules/${encodeURIComponent(id)}/shifts`, {
          project,
          query: range,
          signal,
        })
      ).data,
  });
