import { type Me, meSchema } from '@pharos/core/api/accounts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, keepCsrfToken } from './client.ts';

/** Who is signed in, their projects and roles. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await api.get(meSchema, '/api/v1/me', { signal });
    keepCsrfToken(me.csrfToken);
    return me;
  },
  staleTime: 60_000,
});

export const useMe = (): Me | undefined => useQuery(meQuery).data;

/** The role of the signed-in user in a project; undefined while unknown. */
export const useRole = (project: string) =>
  useMe()?.projects.find((membership) => membership.id === project)?.role;
