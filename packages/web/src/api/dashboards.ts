import {
  dashboardSummarySchema,
  dashboardVersionsSchema,
  shareCreatedSchema,
  type shareCreateSchema,
  sharedAnswersSchema,
  sharedDashboardSchema,
  shareSchema,
  storedDashboardSchema,
  storedVersionSchema,
} from '@pharos/core/api/dashboards';
import type { Dashboard } from '@pharos/core/dashboards/dashboard';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { askAgain } from './ask-again.ts';
import { api } from './client.ts';
import { isFailure } from './failure.ts';

const dataOf = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item) });
const nothing = z.unknown();
const DASHBOARDS = '/api/v1/dashboards';
const part = encodeURIComponent;
const of = (id: string, rest = '') => `${DASHBOARDS}/${part(id)}${rest}`;

/** Those that come with Pharos, then the project's own. */
export const dashboardsQuery = (project: string) =>
  queryOptions({
    queryKey: ['dashboards', project],
    queryFn: async ({ signal }) =>
      (await api.get(dataOf(dashboardSummarySchema), DASHBOARDS, { project, signal })).data,
  });

export const dashboardQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['dashboard', project, id],
    queryFn: ({ signal }) => api.get(storedDashboardSchema, of(id), { project, signal }),
    staleTime: 30_000,
  });

export const versionsQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['dashboard', project, id, 'versions'],
    queryFn: ({ signal }) => api.get(dashboardVersionsSchema, of(id, '/versions'), { project, signal }),
  });

export const versionQuery = (project: string, id: string, version: number) =>
  queryOptions({
    queryKey: ['dashboard', project, id, 'version', version],
    queryFn: ({ signal }) =>
      api.get(storedVersionSchema, of(id, `/versions/${version}`), { project, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const sharesQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['dashboard', project, id, 'shares'],
    queryFn: async ({ signal }) =>
      (await api.get(dataOf(shareSchema), of(id, '/shares'), { project, signal })).data,
  });

export interface Save {
  id: string;
  document: Dashboard;
  /** The version that was changed. */
  version: number;
  note?: string;
}

/** So often somebody else may be faster. */
const TRIES = 3;

/** Adds to a dashboard as it is now, whatever others do to it meanwhile. */
async function addTo(project: string, { id, add }: { id: string; add: (document: Dashboard) => Dashboard }) {
  for (let attempt = 1; ; attempt++) {
    const { document, version } = await api.get(storedDashboardSchema, of(id), { project });
    try {
      return await dashboardChanges.save(project, { id, document: add(document), version });
    } catch (error) {
      if (!isFailure(error, 409) || attempt === TRIES) throw error;
    }
  }
}

/** Every change of dashboards, by name. */
export const dashboardChanges = {
  create: (project: string, document: Dashboard) =>
    api.change(storedDashboardSchema, 'POST', DASHBOARDS, { project, body: { document } }),
  save: (project: string, { id, ...body }: Save) =>
    api.change(storedDashboardSchema, 'PUT', of(id), { project, body }),
  addTo,
  remove: (project: string, id: string) => api.change(nothing, 'DELETE', of(id), { project }),
  copy: (project: string, { id, ...body }: { id: string; project?: string; title?: string }) =>
    api.change(storedDashboardSchema, 'POST', of(id, '/copy'), { project, body }),
  restore: (project: string, { id, version }: { id: string; version: number }) =>
    api.change(storedDashboardSchema, 'POST', of(id, '/restore'), { project, body: { version } }),
  share: (project: string, { id, ...body }: { id: string } & z.input<typeof shareCreateSchema>) =>
    api.change(shareCreatedSchema, 'POST', of(id, '/shares'), { project, body }),
  revoke: (project: string, { id, share }: { id: string; share: string }) =>
    api.change(nothing, 'DELETE', of(id, `/shares/${part(share)}`), { project }),
};

/** A change of dashboards as a mutation; afterwards what lists or shows them is asked again. */
export function useDashboardChange<Input, Output>(
  project: string,
  change: (project: string, input: Input) => Promise<Output>,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(project, input),
    onSuccess: () => askAgain(client, ['dashboards'], ['dashboard']),
  });
}

const shared = (token: string, rest = '') => `/api/v1/shared/${part(token)}${rest}`;

/** What a link shows; nobody has to be signed in. */
export const sharedDashboardQuery = (token: string) =>
  queryOptions({
    queryKey: ['shared', token],
    queryFn: ({ signal }) => api.get(sharedDashboardSchema, shared(token), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Answers for widgets of a shared dashboard, by their ids. */
export const askShared = async (token: string, widgets: readonly string[]) =>
  (
    await api.change(sharedAnswersSchema, 'POST', shared(token, '/answers'), {
      body: { widgets },
      open: true,
    })
  ).data;
