import {
  activitySchema,
  concurrencySchema,
  heatSchema,
  retentionSchema,
  segmentsSchema,
  segmentUsersSchema,
} from '@pharos/core/api/behaviour';
import {
  type Funnel,
  type FunnelInput,
  funnelRequestSchema,
  funnelSchema,
  funnelUsersSchema,
} from '@pharos/core/api/funnels';
import { activitiesSchema, type PathsInput, pathsSchema } from '@pharos/core/api/user-paths';
import type { Interval } from '@pharos/core/behaviour/calendar';
import type { Segment } from '@pharos/core/behaviour/segments';
import { canonical } from '@pharos/core/canonical';
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

/** A funnel with what was asked: the last one stays in sight while another is asked for, and bears its own names. */
export type AskedFunnel = Funnel & { asked: FunnelInput };

export const funnelQuery = (project: string, request: FunnelInput) =>
  queryOptions({
    queryKey: ['behaviour', 'funnel', project, request],
    queryFn: async ({ signal }): Promise<AskedFunnel> => ({
      ...(await api.change(funnelSchema, 'POST', '/api/v1/behaviour/funnel', {
        project,
        body: request,
        signal,
      })),
      asked: request,
    }),
    ...STALE,
    // The server would refuse it; the editor says what is missing.
    enabled: funnelRequestSchema.safeParse(request).success,
  });

type UsersAsked = FunnelInput & { step: number; outcome: 'dropped' | 'reached' };
const apartFromTime = ({ from: _, to: __, ...rest }: UsersAsked): string => canonical(rest);

/** The rows of before stay only while nothing but the time has changed: they are no answer to what stands above them now. */
export const funnelUsersQuery = (project: string, request: UsersAsked) =>
  queryOptions({
    queryKey: ['behaviour', 'funnel/users', project, request] as const,
    queryFn: ({ signal }) =>
      api.change(funnelUsersSchema, 'POST', '/api/v1/behaviour/funnel/users', {
        project,
        body: request,
        signal,
      }),
    staleTime: 60_000,
    placeholderData: (before, query) =>
      query && apartFromTime(query.queryKey[3]) === apartFromTime(request) ? before : undefined,
  });
export const pathsQuery = (project: string, request: PathsInput) =>
  told(pathsSchema, 'paths', project, request);
