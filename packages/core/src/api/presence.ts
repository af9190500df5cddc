import { z } from 'zod';
import { COUNTED, type Counted } from '../presence/user.ts';
import { pageOf, projectQuery } from './common.ts';

/** Who: all that is said must hold. '' finds those of whom it is not known. */
const conditions = z.object({
  agent: z.string().max(256).optional(),
  country: z.string().max(2).optional(),
  locale: z.string().max(35).optional(),
  platform: z.string().max(256).optional(),
  page: z.string().max(2048).optional(),
  state: z.enum(['active', 'idle']).optional(),
});
export type OnlineConditions = z.infer<typeof conditions>;

export const onlineQuery = projectQuery.extend({
  ...conditions.shape,
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

const most = z.number().int().min(1).max(1_000_000_000).nullable();
/** How many a project expects in parallel at most: lines that charts show, nothing that is enforced. Null: nothing is expected. */
export const expectedSchema = z.object({ users: most, sessions: most, runs: most });
export type Expected = z.infer<typeof expectedSchema>;
export const NOTHING_EXPECTED: Expected = { users: null, sessions: null, runs: null };

export const presenceSettingsSchema = z.object({
  /** After how long without a word a user is not online any more. */
  windowSeconds: z.number().int().min(60).max(3600),
  expected: expectedSchema,
});
export type PresenceSettings = z.infer<typeof presenceSettingsSchema>;
/** What is left out stays as it is. */
export const presenceSettingsChangeSchema = presenceSettingsSchema.partial({ expected: true });
export type PresenceSettingsChange = z.infer<typeof presenceSettingsChangeSchema>;

export const onlineUserSchema = z.object({
  userId: z.string(),
  /** `active` when they are in one of their sessions. */
  state: z.enum(['active', 'idle']),
  /** Since when without a gap of a window. */
  since: z.string(),
  lastSeen: z.string(),
  /** How many they are online in. */
  sessions: z.number(),
  /** Where they were seen last; '' where it is not known. */
  agent: z.string(),
  page: z.string(),
  platform: z.string(),
  country: z.string(),
  locale: z.string(),
  /** Nothing is reported of them: they are seen in traces. */
  inferred: z.boolean(),
});

/** Users by value, the most frequent first. */
const countsSchema = z.array(z.object({ value: z.string(), users: z.number() }));

export const onlinePageSchema = pageOf(onlineUserSchema).extend({
  /** All who are online, whatever the page. */
  online: z.number(),
  /** Of each the most frequent values; '' counts those of whom it is not known. */
  counts: z.object(
    Object.fromEntries(COUNTED.map((each) => [each, countsSchema])) as Record<Counted, typeof countsSchema>,
  ),
  /** Who was not heard of for so long is not online. */
  windowSeconds: z.number(),
  /** As of when users are inferred from traces; null when traces could not be read. */
  tracesReadAt: z.string().nullable(),
});
export type OnlinePage = z.infer<typeof onlinePageSchema>;
