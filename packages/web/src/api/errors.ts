import {
  type ERROR_ORDERS,
  type ErrorChange,
  errorNoteSchema,
  errorPageSchema,
} from '@pharos/core/api/errors';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { askAgain } from './ask-again.ts';
import { api } from './client.ts';
import { type ListOf, pages } from './telemetry.ts';

export type ErrorOrder = (typeof ERROR_ORDERS)[number];

/** Pages of the errors of a range, those with the most first. */
export const errorsQuery = (project: string, list: ListOf, order: ErrorOrder) =>
  pages(errorPageSchema, 'errors', project, { ...list, order });

/** The most that one answer holds. */
const MOST = 200;

/** Errors of a range that are new or came back, of those that were seen last; what is muted is none. */
export const freshErrorsQuery = (project: string, range: { from: string; to: string }) =>
  queryOptions({
    queryKey: ['errors', project, 'fresh', range],
    queryFn: async ({ signal }) => {
      const { data } = await api.get(errorPageSchema, '/api/v1/errors', {
        project,
        query: { ...range, order: 'lastSeen', limit: MOST },
        signal,
      });
      return data.filter(({ state, muted }) => (state === 'new' || state === 'regressed') && !muted);
    },
    placeholderData: keepPreviousData,
  });

/** What somebody says of an error; afterwards the list is asked again. */
export function useErrorChange(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ group, ...body }: ErrorChange & { group: string }) =>
      api.change(errorNoteSchema, 'PUT', `/api/v1/errors/${encodeURIComponent(group)}`, { project, body }),
    onSuccess: () => askAgain(client, ['errors', project]),
  });
}
