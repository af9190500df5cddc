import { type OnlineConditions, onlinePageSchema } from '@pharos/core/api/presence';
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { api } from './client.ts';

const EVERY_MS = 5_000;
const PAGE = 100;

/** Who is online now and meets all conditions, those who came last first; asked for only while the page is in sight. */
export const onlineUsersQuery = (project: string, conditions: OnlineConditions) =>
  infiniteQueryOptions({
    queryKey: ['online', project, conditions],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) =>
      api.get(onlinePageSchema, '/api/v1/users/online', {
        project,
        query: { ...conditions, cursor, limit: PAGE },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
