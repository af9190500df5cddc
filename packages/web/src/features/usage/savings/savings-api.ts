import { type Savings, savingsSchema } from '@pharos/core/api/savings';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { askAgain } from '../../../api/ask-again.ts';
import { api } from '../../../api/client.ts';
import type { ListOf } from '../../../api/telemetry.ts';

const DISMISSALS = '/api/v1/usage/savings/dismissals';
/** The server answers with how far it is after so long. */
const WAIT_SECONDS = 2;
const ASK_AGAIN_MS = 200;

/** What could be saved; asked again until it is worked out. */
export const savingsQuery = (project: string, list: ListOf) =>
  queryOptions({
    queryKey: ['savings', project, list],
    queryFn: ({ signal }): Promise<Savings> =>
      api.get(savingsSchema, '/api/v1/usage/savings', {
        project,
        query: { ...list, waitSeconds: WAIT_SECONDS },
        signal,
      }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? ASK_AGAIN_MS : false),
    staleTime: 300_000,
  });

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
