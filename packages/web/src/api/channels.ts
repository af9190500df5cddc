import {
  type ChannelCreate,
  type ChannelUpdate,
  channelNameSchema,
  channelSchema,
  channelTestSchema,
  deliveryPageSchema,
  deliverySchema,
} from '@pharos/core/api/channels';
import type { DeliveryState } from '@pharos/core/channels/outcome';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { askAgain } from './ask-again.ts';
import { api } from './client.ts';
import { pages } from './pages.ts';

const CHANNELS = '/api/v1/channels';
const DELIVERIES = '/api/v1/deliveries';
const of = (id: string) => `${CHANNELS}/${encodeURIComponent(id)}`;
/** What waits is sent without anybody's doing. */
const EVERY_MS = 15_000;

/** The channels of a project, in order of making. Only admins may ask. */
export const channelsQuery = (project: string) =>
  queryOptions({
    queryKey: ['alerts', project, 'channels'],
    queryFn: async ({ signal }) =>
      (await api.get(z.object({ data: z.array(channelSchema) }), CHANNELS, { project, signal })).data,
  });

/** What the channels of a project are called; everybody in it may ask. */
export const channelNamesQuery = (project: string) =>
  queryOptions({
    queryKey: ['alerts', project, 'channels', 'names'],
    queryFn: async ({ signal }) =>
      (
        await api.get(z.object({ data: z.array(channelNameSchema) }), `${CHANNELS}/names`, {
          project,
          signal,
        })
      ).data,
  });

export interface DeliveriesOf {
  channel?: string | undefined;
  state?: DeliveryState | undefined;
}

/** Pages of what was told by channels, the newest first. */
export const deliveriesQuery = (project: string, list: DeliveriesOf) =>
  pages(deliveryPageSchema, DELIVERIES, ['alerts', project, 'deliveries'], project, { ...list }, EVERY_MS);

/** Every change of channels, by name. */
export const channelChanges = {
  create: (project: string, body: ChannelCreate) =>
    api.change(channelSchema, 'POST', CHANNELS, { project, body }),
  update: (project: string, { id, ...body }: ChannelUpdate & { id: string }) =>
    api.change(channelSchema, 'PUT', of(id), { project, body }),
  remove: (project: string, id: string) => api.change(z.unknown(), 'DELETE', of(id), { project }),
  test: (project: string, id: string) => api.change(channelTestSchema, 'POST', `${of(id)}/test`, { project }),
  resend: (project: string, id: string) =>
    api.change(deliverySchema, 'POST', `${DELIVERIES}/${encodeURIComponent(id)}/resend`, { project }),
};

/** A change as a mutation; afterwards all that shows alerts is asked again. */
export function useChannelChange<Input, Output>(
  project: string,
  change: (project: string, input: Input) => Promise<Output>,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(project, input),
    onSuccess: () => askAgain(client, ['alerts', project]),
  });
}
