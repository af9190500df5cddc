import { type Savings, savingsSchema } from '@pharos/core/api/savings';
import {
  keepPreviousData,
  queryOptions,
  skipToken,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { z } from 'zod';
import { askAgain } from '../../../api/ask-again.ts';
import { api } from '../../../api/client.ts';
import type { ListOf } from '../../../api/telemetry.ts';

const DISMISSALS = '/api/v1/usage/savings/dismissals';
/** The server answers with how far it is after so long. */
const WAIT_SECONDS = 2;

const progressKey = (project: string, list: ListOf) => ['savings progress', project, list];

/** What could be saved, once it is worked out. Meanwhile what was found before stays, and {@link useProgress} tells how far it is. */
export const savingsQuery = (project: string, list: ListOf) =>
  queryOptions({
    queryKey: ['savings', project, list],
    queryFn: async ({ signal, client }): Promise<Savings> => {
      for (;;) {
        const savings = await api.get(savingsSchema, '/api/v1/usage/savings', {
          project,
          query: { ...list, waitSeconds: WAIT_SECONDS },
          signal,
        });
        if (savings.state === 'done') return savings;
        client.setQueryData(progressKey(project, list), savings.progress);
      }
    },
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });

/** How far the work is; undefined before anything is told of it. */
export const useProgress = (project: string, list: ListOf): Savings['progress'] | undefined =>
  useQuery<Savings['progress']>({ queryKey: progressKey(project, list), queryFn: skipToken }).data;

/** Dismisses a suggestion for the project, or takes it up again. */
export function useDismissal(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, dismiss, reason }: { key: string; dismiss: boolean; reason: string }) =>
      dismiss
        ? api.change(z.unknown(), 'POST', DISMISSALS, { project, body: { key, reason } })
        : api.change(z.unknown(), 'DELETE', DISMISSALS, { project, query: { key } }),
    onSuccess: () => askAgain(client, ['savings', project]),
  });
}
