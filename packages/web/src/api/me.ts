import type { Me } from '@pharos/core/api/accounts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { askMe, keepCsrfToken } from './client.ts';

/** Who is signed in, their projects and roles. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const me = await askMe();
    keepCsrfToken(me.csrfToken);
    return me;
  },
  staleTime: 60_000,
});

export const useMe = (): Me | undefined => useQuery(meQuery).data;

/** The role of the signed-in user in a project; undefined while unknown. */
export const useRole = (project: string) =>
  useMe()?.projects.find((membership) => membership.id === project)?.role;
