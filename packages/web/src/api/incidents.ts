import type { Severity } from '@pharos/core/alerts/rule';
import {
  type IncidentChange,
  incidentDetailSchema,
  incidentPageSchema,
  whatChangedSchema,
} from '@pharos/core/api/incidents';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { askAgain } from './ask-again.ts';
import { api } from './client.ts';
import { isFailure } from './failure.ts';
import { pages } from './pages.ts';

const INCIDENTS = '/api/v1/alerts/incidents';
const of = (id: string) => `${INCIDENTS}/${encodeURIComponent(id)}`;
/** Incidents come and go without anybody's doing. */
const EVERY_MS = 15_000;

export interface IncidentsOf {
  state: 'open' | 'ended' | 'all';
  severity?: Severity | undefined;
  rule?: string | undefined;
}

/** Pages of incidents, the newest first. */
export const incidentsQuery = (project: string, list: IncidentsOf) =>
  pages(incidentPageSchema, INCIDENTS, ['alerts', project, 'incidents'], project, { ...list }, EVERY_MS);

/** The most that one answer holds. */
const MOST = 200;

/** What is open, the newest first; of more than one answer holds, the newest. */
export const openIncidentsQuery = (project: string) =>
  queryOptions({
    queryKey: ['alerts', project, 'open incidents'],
    queryFn: ({ signal }) =>
      api.get(incidentPageSchema, INCIDENTS, { project, query: { state: 'open', limit: MOST }, signal }),
    refetchInterval: EVERY_MS,
  });

export const incidentQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['alerts', project, 'incident', id],
    queryFn: ({ signal }) => api.get(incidentDetailSchema, of(id), { project, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : EVERY_MS),
  });

/** Null where the rule of an incident measures nothing. */
export const whatChangedQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['alerts', project, 'what-changed', id],
    queryFn: async ({ signal }) => {
      try {
        return await api.get(whatChangedSchema, `${of(id)}/what-changed`, { project, signal });
      } catch (error) {
        if (isFailure(error, 404)) return null;
        throw error;
      }
    },
    // It asks much, and what it tells of changes slowly.
    staleTime: 60_000,
  });

/** What somebody does about an incident; afterwards all that shows alerts is asked again. */
export function useIncidentChange(project: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: IncidentChange) =>
      api.change(incidentDetailSchema, 'PATCH', of(id), { project, body: change }),
    onSuccess: () => askAgain(client, ['alerts', project]),
  });
}
