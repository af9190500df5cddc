import { eventPageSchema } from '@pharos/core/api/events';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** The latest events of a user in a range; without an end up to now. */
export const userEventsQuery = (
  project: string,
  of: { user: string; from: string; to?: string; limit: number },
) =>
  queryOptions({
    queryKey: ['events', project, of],
    queryFn: ({ signal }) => api.get(eventPageSchema, '/api/v1/events', { project, query: of, signal }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  });
