import { keySchema } from '@pharos/core/api/accounts';
import {
  type QUOTA_USER_SORTS,
  type QUOTA_USER_STATES,
  type QuotaPreview,
  quotaAuditPage,
  quotaBurnDownSchema,
  quotaPreviewSchema,
  quotaUsersPage,
} from '@pharos/core/api/quota-views';
import {
  quotaEventPage,
  type quotaRaiseCreateSchema,
  quotaRaiseSchema,
  quotaSchema,
  quotaStatusSchema,
} from '@pharos/core/api/quotas';
import { type QuotaInput, quotaInputSchema } from '@pharos/core/quotas/quota';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { z } from 'zod';
import { askAgain } from './ask-again.ts';
import { api } from './client.ts';
import { useLiveTraces } from './live.ts';
import { pages } from './pages.ts';

const dataOf = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item) });
const QUOTAS = '/api/v1/quotas';
const part = encodeURIComponent;
const of = (id: string, rest = '') => `${QUOTAS}/${part(id)}${rest}`;
/** What is reserved and settled moves counters without a span that tells of it. */
const EVERY_MS = 15_000;

export type QuotaText = z.input<typeof quotaInputSchema>;
export type AboutQuota = QuotaPreview & { of: QuotaInput };

/** In order of making. Everything about quotas is under the key `quotas`. */
export const quotasQuery = (project: string) =>
  queryOptions({
    queryKey: ['quotas', project, 'all'],
    queryFn: async ({ signal }) => (await api.get(dataOf(quotaSchema), QUOTAS, { project, signal })).data,
  });

export const quotaQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['quotas', project, 'one', id],
    queryFn: ({ signal }) => api.get(quotaSchema, of(id), { project, signal }),
  });

/** Where quotas stand; of one of them, or those that count a user, or all. */
export const quotaStatusQuery = (project: string, which: { quota?: string; user?: string } = {}) =>
  queryOptions({
    queryKey: ['quotas', project, 'status', which],
    queryFn: async ({ signal }) =>
      (
        await api.get(quotaStatusSchema, `${QUOTAS}/status`, {
          project,
          query: { ...which, limit: 1 },
          signal,
        })
      ).data,
    refetchInterval: EVERY_MS,
  });

export const burnDownQuery = (project: string, id: string, subject: string | undefined) =>
  queryOptions({
    queryKey: ['quotas', project, 'burn-down', id, subject],
    queryFn: ({ signal }) =>
      api.get(quotaBurnDownSchema, of(id, '/burn-down'), { project, query: { subject }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });

export interface QuotaUsersOf {
  search: string;
  state: (typeof QUOTA_USER_STATES)[number];
  sort: (typeof QUOTA_USER_SORTS)[number];
  order: 'asc' | 'desc';
}

export const quotaUsersQuery = (project: string, id: string, list: QuotaUsersOf) =>
  pages(quotaUsersPage, of(id, '/users'), ['quotas', project, 'users', id], project, { ...list });
/** Thresholds that were crossed, of one quota or all. */
export const quotaEventsQuery = (project: string, quota?: string) =>
  pages(quotaEventPage, `${QUOTAS}/events`, ['quotas', project, 'events'], project, { quota });
export const quotaAuditQuery = (project: string, id: string) =>
  pages(quotaAuditPage, of(id, '/audit'), ['quotas', project, 'audit', id], project);

export const quotaRaisesQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['quotas', project, 'raises', id],
    queryFn: async ({ signal }) =>
      (await api.get(dataOf(quotaRaiseSchema), of(id, '/raises'), { project, signal })).data,
  });

/** What a quota would have done, with the quota that it is about: another one may be typed by then. */
export const quotaPreviewQuery = (project: string, quota: QuotaText) =>
  queryOptions({
    queryKey: ['quotas', project, 'preview', quota],
    queryFn: async ({ signal }) => ({
      ...(await api.change(quotaPreviewSchema, 'POST', `${QUOTAS}/preview`, {
        project,
        body: quota,
        signal,
      })),
      of: quotaInputSchema.parse(quota),
    }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** The keys that a quota may be about; for admins. */
export const keyNamesQuery = (project: string) =>
  queryOptions({
    queryKey: ['keys', project],
    queryFn: ({ signal }) => api.get(dataOf(keySchema), `/api/v1/projects/${part(project)}/keys`, { signal }),
  });

/** Every change of quotas, by name. */
export const quotaChanges = {
  create: (project: string, body: QuotaText) => api.change(quotaSchema, 'POST', QUOTAS, { project, body }),
  update: (project: string, { id, ...body }: QuotaText & { id: string }) =>
    api.change(quotaSchema, 'PUT', of(id), { project, body }),
  remove: (project: string, id: string) => api.change(z.unknown(), 'DELETE', of(id), { project }),
  raise: (project: string, { id, ...body }: z.input<typeof quotaRaiseCreateSchema> & { id: string }) =>
    api.change(quotaRaiseSchema, 'POST', of(id, '/raises'), { project, body }),
  endRaise: (project: string, { id, raise }: { id: string; raise: string }) =>
    api.change(z.unknown(), 'DELETE', of(id, `/raises/${part(raise)}`), { project }),
};

/** A change of quotas as a mutation; afterwards all that shows them is asked again. */
export function useQuotaChange<Input, Output>(
  project: string,
  change: (project: string, input: Input) => Promise<Output>,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(project, input),
    onSuccess: () => askAgain(client, ['quotas', project]),
  });
}

/** Counters follow a commit after a moment; one question serves many commits. */
const AFTER_MS = 1_500;
/** What moves with spending; definitions, raises and the book do not. */
const MOVING: ReadonlySet<unknown> = new Set(['status', 'burn-down', 'users', 'events']);

/** Asks again for what moves as spans arrive. */
export function useLiveQuotas(project: string): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLiveTraces(project, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({
        queryKey: ['quotas', project],
        predicate: ({ queryKey }) => MOVING.has(queryKey[2]),
      });
    }, AFTER_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
