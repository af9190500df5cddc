import { traceListSchema } from '@pharos/core/api/spans';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '../api/client.ts';
import { useLiveTraces } from '../api/live.ts';

/** Asked while nothing has arrived, in case the live connection is not to be had. */
const POLL_MS = 4000;
const LONG_AGO = '2000-01-01T00:00:00Z';

const anyTrace = (project: string) => ({
  queryKey: ['any trace', project],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const page = await api.get(traceListSchema, '/api/v1/traces', {
      project,
      query: { from: LONG_AGO, to: '2100-01-01T00:00:00Z', limit: 1 },
      signal,
    });
    return page.data[0]?.traceId ?? null;
  },
});

/** True when the project has never received a trace; false while that is not known. */
export function useIsEmpty(project: string): boolean {
  const query = useQuery({
    ...anyTrace(project),
    staleTime: ({ state }) => (state.data ? Number.POSITIVE_INFINITY : 0),
  });
  return query.data === null;
}

/** Calls `onFirst` with the id of the first trace that arrives, by push or, failing that, by asking. */
export function useFirstTrace(project: string, onFirst: (traceId: string) => void): void {
  const queryClient = useQueryClient();
  const arrived = useCallback(
    (traceId: string | null | undefined) => {
      if (!traceId) return;
      onFirst(traceId);
      queryClient.setQueryData(anyTrace(project).queryKey, traceId);
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'any trace' });
    },
    [queryClient, project, onFirst],
  );
  useLiveTraces(project, (traceIds) => arrived(traceIds[0]));
  useQuery({
    queryKey: ['first trace', project],
    queryFn: async (context) => {
      const traceId = await anyTrace(project).queryFn(context);
      arrived(traceId);
      return traceId;
    },
    refetchInterval: ({ state }) => (state.data ? false : POLL_MS),
  });
}
