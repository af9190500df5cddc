import { presenceHistorySchema } from '@pharos/core/api/presence-history';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** What became of the sessions of a user, or of one session, in a range of at most 31 days (ISO 8601). */
export const presenceHistoryQuery = (
  project: string,
  of: { user?: string; session?: string; from: string; to: string },
) =>
  queryOptions({
    queryKey: ['presence', 'history', project, of],
    queryFn: ({ signal }) =>
      api.get(presenceHistorySchema, '/api/v1/presence/history', { project, query: { ...of }, signal }),
    staleTime: 15_000,
  });
