import {
  type ERROR_ORDERS,
  type ErrorChange,
  errorNoteSchema,
  errorPageSchema,
} from '@pharos/core/api/errors';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { askAgain } from './ask-again.ts';
import { api } from './client.ts';
import { type ListOf, pages } from './telemetry.ts';

export type ErrorOrder = (typeof ERROR_ORDERS)[number];

/** Pages of the errors of a range, those with the most first. */
export const errorsQuery = (project: string, list: ListOf, order: ErrorOrder) =>
  pages(errorPageSchema, 'errors', project, { ...list, order });

/** What somebody says of an error; afterwards the list is asked again. */
export function useErrorChange(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ group, ...body }: ErrorChange & { group: string }) =>
      api.change(errorNoteSchema, 'PUT', `/api/v1/errors/${encodeURIComponent(group)}`, { project, body }),
    onSuccess: () => askAgain(client, ['errors', project]),
  });
}
