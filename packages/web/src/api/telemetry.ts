import { pageOf } from '@pharos/core/api/common';
import { type LifeStand, sessionListSchema } from '@pharos/core/api/session-list';
import {
  logSchema,
  sessionSummarySchema,
  spanSchema,
  spanSkeletonSchema,
  suggestionSchema,
  traceListSchema,
  traceSchema,
  traceSummarySchema,
  userSummarySchema,
} from '@pharos/core/api/spans';
import { parseFilterText } from '@pharos/core/filter-text';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from './client.ts';

/** What a list shows. `from` and `to` in ISO 8601, `filter` in the filter language. */
export interface ListOf {
  filter: string;
  from: string;
  to: string;
}

const PAGE = 50;
const part = encodeURIComponent;

const userPage = pageOf(userSummarySchema);

/** A list that the server gives in pages, in the order it keeps. */
export function pages<Schema extends z.ZodType<{ data: unknown[]; nextCursor: string | null }>>(
  schema: Schema,
  name: string,
  project: string,
  list: ListOf & { order?: string; life?: string | undefined },
) {
  return infiniteQueryOptions({
    queryKey: [name, project, list],
    queryFn: ({ pageParam, signal }) =>
      api.get(schema, `/api/v1/${name}`, {
        project,
        query: { ...list, limit: PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    // The server would refuse it; the filter bar says what is wrong.
    enabled: parseFilterText(list.filter).errors.length === 0,
  });
}

/** Pages of the newest traces, sessions or users, in the order the server keeps. */
export const tracesQuery = (project: string, list: ListOf) => pages(traceListSchema, 'traces', project, list);
/** Of sessions only those that stand so in their life, where that is said. */
export const sessionsQuery = (project: string, list: ListOf & { life?: LifeStand | undefined }) =>
  pages(sessionListSchema, 'sessions', project, list);
export const usersQuery = (project: string, list: ListOf) => pages(userPage, 'users', project, list);

const skeletonTraceSchema = traceSchema.extend({ spans: z.array(spanSkeletonSchema) });

/** A trace with what a tree needs of its spans. */
export const traceQuery = (project: string, traceId: string) =>
  queryOptions({
    queryKey: ['trace', project, traceId, 'skeleton'],
    queryFn: ({ signal }) =>
      api.get(skeletonTraceSchema, `/api/v1/traces/${part(traceId)}`, {
        project,
        query: { view: 'skeleton' },
        signal,
      }),
    staleTime: 15_000,
  });

const fullTraceSchema = traceSchema.extend({ spans: z.array(spanSchema) });

/** A trace whose spans are all full, for those who read the text. */
export const fullTraceQuery = (project: string, traceId: string) =>
  queryOptions({
    queryKey: ['trace', project, traceId, 'full'],
    queryFn: ({ signal }) =>
      api.get(fullTraceSchema, `/api/v1/traces/${part(traceId)}`, {
        project,
        query: { view: 'full' },
        signal,
      }),
    staleTime: 15_000,
  });

export const spanQuery = (project: string, traceId: string, spanId: string) =>
  queryOptions({
    queryKey: ['span', project, traceId, spanId],
    queryFn: ({ signal }) =>
      api.get(spanSchema, `/api/v1/traces/${part(traceId)}/spans/${part(spanId)}`, { project, signal }),
    staleTime: 60_000,
  });

export const logsQuery = (project: string, traceId: string) =>
  queryOptions({
    queryKey: ['logs', project, traceId],
    queryFn: async ({ signal }) =>
      (
        await api.get(z.object({ data: z.array(logSchema) }), `/api/v1/traces/${part(traceId)}/logs`, {
          project,
          signal,
        })
      ).data,
  });

export const sessionQuery = (project: string, sessionId: string) =>
  queryOptions({
    queryKey: ['session', project, sessionId],
    queryFn: ({ signal }) =>
      api.get(
        z.object({ session: sessionSummarySchema, traces: z.array(traceSummarySchema) }),
        `/api/v1/sessions/${part(sessionId)}`,
        { project, signal },
      ),
  });

export const userQuery = (project: string, userId: string) =>
  queryOptions({
    queryKey: ['user', project, userId],
    queryFn: ({ signal }) => api.get(userSummarySchema, `/api/v1/users/${part(userId)}`, { project, signal }),
  });

/** The most frequent values of a field that contain the text; keys of attributes for `attr.`. Of spans, or of events of a name. */
export const suggestQuery = (
  project: string,
  field: string,
  text: string,
  range: Omit<ListOf, 'filter'>,
  event?: string,
) =>
  queryOptions({
    queryKey: ['suggest', project, field, text, event, range],
    queryFn: async ({ signal }) =>
      (
        await api.get(z.object({ data: z.array(suggestionSchema) }), '/api/v1/suggest', {
          project,
          query: { field, text, event, ...range },
          signal,
        })
      ).data,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
