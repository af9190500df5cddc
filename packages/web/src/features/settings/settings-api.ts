import {
  invitationCreatedSchema,
  invitationSchema,
  type KeyScope,
  keyCreatedSchema,
  keySchema,
  type ProjectUpdate,
  projectSchema,
  type Role,
} from '@pharos/core/api/accounts';
import { browserKeyListSchema, browserKeySchema, signingSecretSchema } from '@pharos/core/api/browser-keys';
import { type PresenceSettings, presenceSettingsSchema } from '@pharos/core/api/presence';
import {
  type ExchangeRate,
  exchangeRateSchema,
  type priceSchema,
  type RepriceJob,
  repriceJobSchema,
} from '@pharos/core/api/prices';
import { userIdsSchema } from '@pharos/core/api/user-ids';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { askAgain } from '../../api/ask-again.ts';
import { api } from '../../api/client.ts';

const dataOf = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item) });
const nothing = z.unknown();
const under = (project: string, rest = '') => `/api/v1/projects/${encodeURIComponent(project)}${rest}`;

export const keysQuery = (project: string) =>
  queryOptions({
    queryKey: ['keys', project],
    queryFn: ({ signal }) => api.get(dataOf(keySchema), under(project, '/keys'), { signal }),
  });
export const browserKeysQuery = (project: string) =>
  queryOptions({
    queryKey: ['browser-keys', project],
    queryFn: ({ signal }) => api.get(browserKeyListSchema, under(project, '/browser-keys'), { signal }),
  });
export const userIdsQuery = (project: string) =>
  queryOptions({
    queryKey: ['user-ids', project],
    queryFn: ({ signal }) => api.get(userIdsSchema, under(project, '/user-ids'), { signal }),
  });
export const invitationsQuery = (project: string) =>
  queryOptions({
    queryKey: ['invitations', project],
    queryFn: ({ signal }) => api.get(dataOf(invitationSchema), under(project, '/invitations'), { signal }),
  });

export const isUnfinished = ({ state }: RepriceJob): boolean => state === 'waiting' || state === 'running';

/** The latest runs that priced history anew; asked for again and again while one is on its way. */
export const repriceJobsQuery = (project: string) =>
  queryOptions({
    queryKey: ['reprice-jobs', project],
    queryFn: ({ signal }) => api.get(dataOf(repriceJobSchema), '/api/v1/reprice-jobs', { project, signal }),
    refetchInterval: ({ state }) => (state.data?.data.some(isUnfinished) ? 1_000 : false),
  });

export interface NewKey {
  name: string;
  scopes: KeyScope[];
  expiresAt?: string;
}
export interface NewInvitation {
  email?: string;
  role: Role;
}

/** Every change that the settings make, by name. */
export const changes = {
  createKey: (project: string, body: NewKey) =>
    api.change(keyCreatedSchema, 'POST', under(project, '/keys'), { body }),
  revokeKey: (project: string, id: string) =>
    api.change(nothing, 'DELETE', under(project, `/keys/${encodeURIComponent(id)}`)),
  createBrowserKey: (project: string, body: { name: string; origins: string[] }) =>
    api.change(browserKeySchema, 'POST', under(project, '/browser-keys'), { body }),
  revokeBrowserKey: (project: string, id: string) =>
    api.change(nothing, 'DELETE', under(project, `/browser-keys/${encodeURIComponent(id)}`)),
  setSignedUsersOnly: (project: string, { id, signedUsersOnly }: { id: string; signedUsersOnly: boolean }) =>
    api.change(browserKeySchema, 'PATCH', under(project, `/browser-keys/${encodeURIComponent(id)}`), {
      body: { signedUsersOnly },
    }),
  makeSigningSecret: (project: string, id: string) =>
    api.change(
      signingSecretSchema,
      'POST',
      under(project, `/browser-keys/${encodeURIComponent(id)}/signing-secret`),
    ),
  setUserIds: (project: string, pseudonymous: boolean) =>
    api.change(userIdsSchema, 'PUT', under(project, '/user-ids'), { body: { pseudonymous } }),
  setPresence: (project: string, body: PresenceSettings) =>
    api.change(presenceSettingsSchema, 'PUT', '/api/v1/presence/settings', { project, body }),
  invite: (project: string, body: NewInvitation) =>
    api.change(invitationCreatedSchema, 'POST', under(project, '/invitations'), { body }),
  withdraw: (project: string, id: string) =>
    api.change(nothing, 'DELETE', under(project, `/invitations/${encodeURIComponent(id)}`)),
  setRole: (project: string, { userId, role }: { userId: string; role: Role }) =>
    api.change(nothing, 'PATCH', under(project, `/members/${encodeURIComponent(userId)}`), {
      body: { role },
    }),
  removeMember: (project: string, userId: string) =>
    api.change(nothing, 'DELETE', under(project, `/members/${encodeURIComponent(userId)}`)),
  setPrice: (project: string, body: z.output<typeof priceSchema>) =>
    api.change(nothing, 'PUT', under(project, '/prices'), { body }),
  resetPrice: (project: string, price: { model: string; provider: string; region: string; from: string }) =>
    api.change(nothing, 'DELETE', under(project, '/prices'), { query: price }),
  setExchangeRate: (project: string, body: ExchangeRate) =>
    api.change(exchangeRateSchema, 'PUT', under(project, '/exchange-rates'), { body }),
  removeExchangeRate: (project: string, { currency, from }: ExchangeRate) =>
    api.change(nothing, 'DELETE', under(project, '/exchange-rates'), { query: { currency, from } }),
  startReprice: (project: string, body: { from: string; to: string }) =>
    api.change(repriceJobSchema, 'POST', under(project, '/reprice-jobs'), { body }),
  cancelReprice: (project: string, id: string) =>
    api.change(nothing, 'POST', under(project, `/reprice-jobs/${encodeURIComponent(id)}/cancel`)),
  updateProject: (project: string, body: ProjectUpdate) =>
    api.change(projectSchema, 'PATCH', under(project), { body }),
  deleteProject: (project: string) => api.change(nothing, 'DELETE', under(project)),
};

/** A change as a mutation; afterwards what it touches is asked again. */
export function useChange<Input, Output>(
  project: string,
  change: (project: string, input: Input) => Promise<Output>,
  touches: string,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(project, input),
    onSuccess: () => askAgain(queryClient, [touches]),
  });
}
