import {
  activitySchema,
  concurrencySchema,
  heatSchema,
  retentionSchema,
  segmentsSchema,
  segmentUsersSchema,
} from '@pharos/core/api/behaviour';
import {
  type FunnelInput,
  funnelRequestSchema,
  funnelSchema,
  funnelUsersSchema,
} from '@pharos/core/api/funnels';
import { activitiesSchema, type PathsInput, pathsSchema } from '@pharos/core/api/user-paths';
import type { Interval } from '@pharos/core/behaviour/calendar';
import type { Segment } from '@pharos/core/behaviour/segments';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { api } from './client.ts';

/** ISO 8601. */
interface Range {
  from: string;
  to: string;
}
interface InZone extends Range {
  timeZone: string;
}

const STALE = { staleTime: 60_000, placeholderData: keepPreviousData } as const;

const asked = <Schema extends z.ZodType>(
  schema: Schema,
  name: string,
  project: string,
  query: Record<string, string | undefined>,
) =>
  queryOptions({
    queryKey: ['behaviour', name, project, query],
    queryFn: ({ signal }) => api.get(schema, `/api/v1/behaviour/${name}`, { project, query, signal }),
    ...STALE,
  });

export const activityQuery = (project: string, of: InZone & { interval: Interval }) =>
  asked(activitySchema, 'activity', project, { ...of });
export const retentionQuery = (project: string, of: InZone & { interval: Interval }) =>
  asked(retentionSchema, 'retention', project, { ...of });
export const heatQuery = (project: string, of: InZone) => asked(heatSchema, 'heat-map', project, { ...of });
export const concurrencyQuery = (project: string, of: Range) =>
  asked(concurrencySchema, 'concurrency', project, { ...of });
export const segmentsQuery = (project: string, of: { timeZone: string }) =>
  asked(segmentsSchema, 'segments', project, { ...of });
export const activitiesQuery = (project: string, of: Range) =>
  asked(activitiesSchema, 'activities', project, { ...of });

/** Pages of the users of a segment, those seen last first. */
export const segmentUsersQuery = (project: string, segment: Segment, timeZone: string) =>
  infiniteQueryOptions({
    queryKey: ['behaviour', 'segmentUsers', project, segment, timeZone],
    queryFn: ({ pageParam, signal }) =>
      api.get(segmentUsersSchema, `/api/v1/behaviour/segments/${segment}/users`, {
        project,
        query: { timeZone, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 60_000,
  });

const told = <Schema extends z.ZodType>(schema: Schema, name: string, project: string, body: object) =>
  queryOptions({
    queryKey: ['behaviour', name, project, body],
    queryFn: ({ signal }) =>
      api.change(schema, 'POST', `/api/v1/behaviour/${name}`, { project, body, signal }),
    ...STALE,
  });

export const funnelQuery = (project: string, request: FunnelInput) =>
  queryOptions({
    ...told(funnelSchema, 'funnel', project, request),
    // The server would refuse it; the editor says what is missing.
    enabled: funnelRequestSchema.safeParse(request).success,
  });
export const funnelUsersQuery = (
  project: string,
  request: FunnelInput & { step: number; outcome: 'dropped' | 'reached' },
) => told(funnelUsersSchema, 'funnel/users', project, request);
export const pathsQuery = (project: string, request: PathsInput) =>
  told(pathsSchema, 'paths', project, request);
