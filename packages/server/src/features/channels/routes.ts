import {
  type Channel,
  type ChannelUpdate,
  channelCreateSchema,
  channelNameSchema,
  channelSchema,
  channelTestSchema,
  channelUpdateSchema,
} from '@pharos/core/api/channels';
import { projectQuery } from '@pharos/core/api/common';
import type { ChannelKind } from '@pharos/core/channels/config';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EgressError } from '../../egress/errors.ts';
import { checkedUrl } from '../../egress/target.ts';
import { ApiError } from '../../errors.ts';
import { mayAdminister, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { type Seal, SealError } from '../../secrets/seal.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { Courier } from './courier.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import {
  type ChannelRow,
  channelNames,
  channelRow,
  channelRows,
  deleteChannel,
  insertChannel,
  MAX_CHANNELS,
  presentChannel,
  updateChannel,
} from './queries.ts';
import { type SplitConfig, secretsOf, splitConfig, type Values, withKeptSecrets } from './sealed-config.ts';
import type { Send } from './sender.ts';
import { testChannel } from './test-channel.ts';

/** What of channels lives as long as the server. */
export interface Channels {
  courier: Pick<Courier, 'wake'>;
  send: Send;
  seal: Seal | undefined;
  /** Whether URLs without TLS may be asked. */
  http: boolean;
  /** Whether mails can be sent. */
  mails: boolean;
  /** @throws ApiError naming what still tells by a channel that is about to go */
  checkUnused(tx: Records, project: ProjectScope, id: string): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024;
const whichChannel = z.object({ channelId: z.string().min(1).max(64) });
const list = z.object({ data: z.array(channelSchema) });
const names = z.object({ data: z.array(channelNameSchema) });

export function unknownChannel(): never {
  throw new ApiError('not_found', { message: 'There is no such channel in this project.' });
}

const authorOf = ({ caller }: FastifyRequest): string => {
  if (caller === null) throw new ApiError('unauthenticated');
  return caller.name;
};

/** By which ways people and programs are told what happens. */
export const channels =
  (parts: Parts, live: Channels): Plugin =>
  (routes) => {
    const { records, clock, ids } = parts;
    const checked = (channel: { id: string; kind: ChannelKind }, config: unknown): SplitConfig => {
      const split = splitConfig(live.seal, channel, config);
      mayBeAsked(config, live.http);
      if (channel.kind === 'email' && !live.mails)
        throw new ApiError('conflict', {
          message: 'This server sends no mail: its operator has to set PHAROS_SMTP_URL and PHAROS_MAIL_FROM.',
        });
      return split;
    };
    const updated = (row: ChannelRow, { config, ...rest }: ChannelUpdate) => {
      const before = { config: row.config, secrets: keptSecrets(live.seal, row, config) };
      return { ...rest, ...checked(row, withKeptSecrets(row.kind, before, config)) };
    };

    routes.get(
      '/api/v1/channels',
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'The channels of a project, in order of making; of their secrets only the names',
          querystring: projectQuery,
          response: { 200: list },
        },
      },
      async ({ project }): Promise<{ data: Channel[] }> => ({
        data: (await channelRows(records, project)).map(presentChannel),
      }),
    );

    routes.get(
      '/api/v1/channels/names',
      {
        config: { access: mayRead },
        schema: {
          summary: 'What the channels of a project are called, for those who may not see where they lead',
          querystring: projectQuery,
          response: { 200: names },
        },
      },
      async ({ project }) => ({ data: await channelNames(records, project) }),
    );

    routes.get(
      '/api/v1/channels/:channelId',
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'One channel',
          params: whichChannel,
          querystring: projectQuery,
          response: { 200: channelSchema },
        },
      },
      async ({ project, params }) =>
        presentChannel((await channelRow(records, project, params.channelId)) ?? unknownChannel()),
    );

    routes.post(
      '/api/v1/channels',
      {
        config: { access: mayAdminister },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: `Makes a channel, of at most ${MAX_CHANNELS}`,
          querystring: projectQuery,
          body: channelCreateSchema,
          response: { 201: channelSchema },
        },
      },
      async (request, reply) => {
        const { kind, config, ...about } = request.body;
        const id = ids.id();
        const values = { ...about, ...checked({ id, kind }, config) };
        const made = await records.transaction().execute(async (tx) => {
          await auditRequest(parts, tx, request, 'channel.create', id);
          const by = { author: authorOf(request), at: new Date(clock.nowMs()) };
          return insertChannel(tx, request.project, { id, kind, ...values, ...by });
        });
        return reply.code(201).send(presentChannel(made));
      },
    );

    routes.put(
      '/api/v1/channels/:channelId',
      {
        config: { access: mayAdminister },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: 'Changes a channel, in whole; secrets that are left out stay, null takes one away',
          params: whichChannel,
          querystring: projectQuery,
          body: channelUpdateSchema,
          response: { 200: channelSchema },
        },
      },
      async (request) => {
        const { channelId } = request.params;
        const changed = await records.transaction().execute(async (tx) => {
          const row = (await channelRow(tx, request.project, channelId)) ?? unknownChannel();
          const by = { author: authorOf(request), at: new Date(clock.nowMs()) };
          const values = { ...updated(row, request.body), ...by };
          await auditRequest(parts, tx, request, 'channel.update', channelId);
          return (await updateChannel(tx, request.project, channelId, values)) ?? unknownChannel();
        });
        live.courier.wake();
        return presentChannel(changed);
      },
    );

    routes.delete(
      '/api/v1/channels/:channelId',
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'Takes a channel away, with what it had to deliver, unless something still uses it',
          params: whichChannel,
          querystring: projectQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { channelId } = request.params;
        await records.transaction().execute(async (tx) => {
          await live.checkUnused(tx, request.project, channelId);
          if (!(await deleteChannel(tx, request.project, channelId))) unknownChannel();
          await auditRequest(parts, tx, request, 'channel.delete', channelId);
        });
        return reply.code(204).send(null);
      },
    );

    routes.post(
      '/api/v1/channels/:channelId/test',
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'Sends a test by a channel at once, and tells what became of it',
          params: whichChannel,
          querystring: projectQuery,
          response: { 200: channelTestSchema },
        },
      },
      async (request) => {
        const { channelId } = request.params;
        const row = (await channelRow(records, request.project, channelId)) ?? unknownChannel();
        await auditRequest(parts, records, request, 'channel.test', channelId);
        return testChannel(parts, live.send, row);
      },
    );

    deliveryRoutes(parts, live.courier)(routes);
  };

/** What a change may leave out. @throws ApiError when that cannot be opened any more and is not told again in full */
function keptSecrets(seal: Seal | undefined, row: ChannelRow, config: Values): Values {
  if (row.secrets.every((name) => Object.hasOwn(config, name))) return {};
  try {
    return secretsOf(seal, row);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    const message = `The secrets of this channel cannot be opened, so all of them have to be sent again. ${error.message}`;
    throw new ApiError('conflict', { message });
  }
}

/** A URL that could never be asked is said at once, not when something happens. */
function mayBeAsked(config: unknown, http: boolean): void {
  const url = typeof config === 'object' && config !== null && 'url' in config ? config.url : undefined;
  if (typeof url !== 'string') return;
  try {
    checkedUrl(url, { http });
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    throw new ApiError('invalid_request', { details: [{ path: '/config/url', message: error.message }] });
  }
}
