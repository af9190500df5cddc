import { agentDetailSchema, agentListSchema } from '@pharos/core/api/agents';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** States are told within a second; asked for only while the page is in sight. */
const EVERY_MS = 5_000;
/** The most that one answer holds. */
const MOST = 500;

/** All agents of a project, with how each does now. */
export const agentsQuery = (project: string) =>
  queryOptions({
    queryKey: ['agents', project, 'all'],
    queryFn: ({ signal }) =>
      api.get(agentListSchema, '/api/v1/agents', { project, query: { limit: MOST }, signal }),
    refetchInterval: EVERY_MS,
  });

/** One agent, with its states over a range in ISO 8601. */
export const agentQuery = (project: string, name: string, range: { from: string; to: string }) =>
  queryOptions({
    queryKey: ['agents', project, 'one', name, range],
    queryFn: ({ signal }) =>
      api.get(agentDetailSchema, `/api/v1/agents/${encodeURIComponent(name)}`, {
        project,
        query: range,
        signal,
      }),
    // The range moves on; another agent is another page.
    placeholderData: (before, asked) => (asked?.queryKey[3] === name ? before : undefined),
    refetchInterval: EVERY_MS,
  });
