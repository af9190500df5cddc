import { presenceSettingsSchema } from '@pharos/core/api/presence';
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

/** When a user is not online any more, and how many a project expects in parallel. */
export const presenceSettingsQuery = (project: string) =>
  queryOptions({
    queryKey: ['presence-settings', project],
    queryFn: ({ signal }) =>
      api.get(presenceSettingsSchema, '/api/v1/presence/settings', { project, signal }),
    staleTime: 60_000,
  });
