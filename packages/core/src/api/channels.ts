import { z } from 'zod';
import { CHANNEL_CONFIGS, CHANNEL_KINDS, type ChannelKind } from '../channels/config.ts';
import { NOTICE_REASONS } from '../channels/notice.ts';
import { DELIVERY_STATES } from '../channels/outcome.ts';
import { LANGUAGES } from '../language.ts';
import { pageOf, projectQuery } from './common.ts';

const about = {
  name: z.string().trim().min(1).max(120),
  /** Of what is told; null: as whoever tells it chooses. */
  language: z.enum(LANGUAGES).nullable().default(null),
  /** What is told by a channel that is off is told to nobody. */
  enabled: z.boolean().default(true),
};
const channelOf = <Kind extends ChannelKind, Config extends z.ZodType>(kind: Kind, config: Config) =>
  z.strictObject({ kind: z.literal(kind), ...about, config });

/** A channel as one makes it. */
export const channelCreateSchema = z.discriminatedUnion('kind', [
  channelOf('webhook', CHANNEL_CONFIGS.webhook),
  channelOf('email', CHANNEL_CONFIGS.email),
  channelOf('slack', CHANNEL_CONFIGS.slack),
  channelOf('teams', CHANNEL_CONFIGS.teams),
  channelOf('feishu', CHANNEL_CONFIGS.feishu),
  channelOf('dingtalk', CHANNEL_CONFIGS.dingtalk),
  channelOf('wecom', CHANNEL_CONFIGS.wecom),
  channelOf('pagerduty', CHANNEL_CONFIGS.pagerduty),
  channelOf('alertmanager', CHANNEL_CONFIGS.alertmanager),
]);
export type ChannelCreate = z.output<typeof channelCreateSchema>;

/** A change of a channel, in whole; a secret that is left out stays as it is, and null takes it away. */
export const channelUpdateSchema = z.strictObject({ ...about, config: z.record(z.string(), z.json()) });
export type ChannelUpdate = z.output<typeof channelUpdateSchema>;

export const channelSchema = z.object({
  id: z.string(),
  kind: z.enum(CHANNEL_KINDS),
  name: z.string(),
  language: z.enum(LANGUAGES).nullable(),
  enabled: z.boolean(),
  /** Without its secrets. */
  config: z.record(z.string(), z.json()),
  /** Names of the secrets that are kept. */
  secrets: z.array(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
});
export type Channel = z.output<typeof channelSchema>;

/** What everybody in a project may know of a channel: nothing of where it leads. */
export const channelNameSchema = channelSchema.pick({ id: true, kind: true, name: true });
export type ChannelName = z.output<typeof channelNameSchema>;

/** What became of a test. */
export const channelTestSchema = z.object({
  result: z.enum(['delivered', 'again', 'refused']),
  /** Why it did not arrive. */
  reason: z.string().optional(),
  deliveryId: z.string(),
});

export const deliverySchema = z.object({
  id: z.string(),
  channelId: z.string(),
  channelName: z.string(),
  /** Sent with every attempt, so that a receiver knows what it has seen. */
  key: z.string(),
  state: z.enum(DELIVERY_STATES),
  reason: z.enum(NOTICE_REASONS),
  /** What it is about, in its language. */
  title: z.string(),
  attempts: z.number(),
  /** How often a process ended between sending and noting it: so often it may have arrived more than once. */
  maybeRepeated: z.number(),
  lastError: z.string().nullable(),
  createdAt: z.string(),
  /** Null when it is not tried again. */
  nextAttemptAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type Delivery = z.output<typeof deliverySchema>;
export const deliveryPageSchema = pageOf(deliverySchema);

export const deliveryQuery = projectQuery.extend({
  channel: z.string().max(64).optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
