import { storageSchema } from '@pharos/core/api/storage';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** As many days as the API tells one by one: forecasts are made of them. */
const DAYS = 400;

/** What a project takes on disk. Under the key of retention, since whoever changes that wants to see what it does. */
export const storageQuery = (project: string) =>
  queryOptions({
    queryKey: ['retention', project, 'storage'],
    queryFn: ({ signal }) =>
      api.get(storageSchema, `/api/v1/projects/${encodeURIComponent(project)}/storage`, {
        query: { days: DAYS },
        signal,
      }),
    staleTime: 5 * 60_000,
  });
