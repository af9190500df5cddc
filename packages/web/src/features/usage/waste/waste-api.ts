import { wasteSchema, wasteTracesSchema } from '@pharos/core/api/waste';
import type { WasteKind } from '@pharos/core/waste/waste';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { ListOf } from '../../../api/telemetry.ts';

const PAGE = 20;

/** What was spent for nothing. */
export const wasteQuery = (project: string, list: ListOf) =>
  queryOptions({
    queryKey: ['waste', project, list],
    queryFn: ({ signal }) =>
      api.get(wasteSchema, '/api/v1/usage/waste', { project, query: { ...list }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** The traces behind it, the worst first. */
export const wasteTracesQuery = (project: string, list: ListOf, kind: WasteKind) =>
  infiniteQueryOptions({
    queryKey: ['waste', project, list, kind],
    queryFn: ({ pageParam, signal }) =>
      api.get(wasteTracesSchema, '/api/v1/usage/waste/traces', {
        project,
        query: { ...list, kind, limit: PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 60_000,
  });
