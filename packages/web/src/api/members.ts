import { memberSchema } from '@pharos/core/api/accounts';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from './client.ts';

const listSchema = z.object({ data: z.array(memberSchema) });

/** Who belongs to a project; for all of them to see. */
export const membersQuery = (project: string) =>
  queryOptions({
    queryKey: ['members', project],
    queryFn: async ({ signal }) =>
      (await api.get(listSchema, `/api/v1/projects/${encodeURIComponent(project)}/members`, { signal })).data,
  });
