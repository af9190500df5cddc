import { type RetentionChange, retentionPreviewSchema, retentionSchema } from '@pharos/core/api/retention';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

const path = (project: string, rest = '') =>
  `/api/v1/projects/${encodeURIComponent(project)}/retention${rest}`;

/** How long a project keeps what it sends, and since when there are spans. */
export const retentionQuery = (project: string) =>
  queryOptions({
    queryKey: ['retention', project],
    queryFn: ({ signal }) => api.get(retentionSchema, path(project), { signal }),
    staleTime: 5 * 60_000,
  });

/** What a change would remove. */
export const retentionPreviewQuery = (project: string, days: RetentionChange['days']) =>
  queryOptions({
    queryKey: ['retention-preview', project, days],
    queryFn: ({ signal }) =>
      api.change(retentionPreviewSchema, 'POST', path(project, '/preview'), { body: { days }, signal }),
    staleTime: 15_000,
  });

export const setRetention = (project: string, days: RetentionChange['days']) =>
  api.change(retentionSchema, 'PUT', path(project), { body: { days } });
