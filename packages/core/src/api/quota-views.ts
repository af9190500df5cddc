import { z } from 'zod';
import { QUOTA_MEASURES } from '../quotas/amount.ts';
import { subjectSchema } from '../quotas/quota.ts';
import { QUOTA_STATES } from '../quotas/thresholds.ts';
import { pageOf, projectQuery } from './common.ts';

export const quotaBurnDownQuery = projectQuery.extend({
  /** Of a quota for each user, whose; left out: whoever used most. */
  subject: subjectSchema.optional(),
});
/** How a window went and goes on. `points` and the projection are figures to be drawn; the texts are exact. */
export const quotaBurnDownSchema = z.object({
  quotaId: z.string(),
  measure: z.enum(QUOTA_MEASURES),
  /** '' for the project. Null: nobody has spent anything yet. */
  subject: z.string().nullable(),
  window: z.object({ from: z.string(), to: z.string() }),
  at: z.string(),
  limit: z.string(),
  used: z.string(),
  remaining: z.string(),
  /** What counted as used, from the beginning of what is shown to now. */
  points: z.array(z.object({ at: z.string(), used: z.number() })),
  /** Null: nothing is known that it could go by. */
  projection: z
    .object({
      /** `pattern`: by the days and weeks before. `pace`: by the mean of what was spent lately. */
      method: z.enum(['pattern', 'pace']),
      /** `low` to `high` holds four of five. */
      path: z.array(z.object({ at: z.string(), used: z.number(), low: z.number(), high: z.number() })),
      /** When the limit is reached as expected; null: not within the window. */
      exhaustedAt: z.string().nullable(),
      earliest: z.string().nullable(),
      latest: z.string().nullable(),
    })
    .nullable(),
});
export type QuotaBurnDown = z.infer<typeof quotaBurnDownSchema>;

export const QUOTA_USER_SORTS = ['used', 'share', 'user'] as const;
export const QUOTA_USER_STATES = ['all', 'near', 'over'] as const;
export const quotaUsersQuery = projectQuery.extend({
  /** Part of a user's name. */
  search: z.string().max(256).default(''),
  state: z.enum(QUOTA_USER_STATES).default('all'),
  sort: z.enum(QUOTA_USER_SORTS).default('used'),
  order: z.enum(['asc', 'desc']).default('desc'),
  cursor: z.string().max(12).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** What a user spent under a quota in its window. */
export const quotaUserSchema = z.object({
  user: z.string(),
  used: z.string(),
  /** Of the limit, of the quota or of this user. */
  share: z.number(),
  /** Of a quota for each user, else null: the limit is not theirs alone. */
  limit: z.string().nullable(),
  remaining: z.string().nullable(),
  threshold: z.number().nullable(),
  state: z.enum(QUOTA_STATES),
  /** Somebody gave this user another limit. */
  raised: z.boolean(),
});
export type QuotaUser = z.infer<typeof quotaUserSchema>;
export const quotaUsersPage = pageOf(quotaUserSchema).extend({
  /** Only those who spent most were looked at. */
  atLeast: z.boolean(),
});

/** A line of the book of who changed what. */
export const quotaAuditSchema = z.object({
  id: z.string(),
  at: z.string(),
  /** Their name; of a key its name. Null: they are no more. */
  actor: z.string().nullable(),
  action: z.enum(['quota.create', 'quota.update', 'quota.delete', 'quota.raise', 'quota.unraise']),
  /** The raise it is about. */
  raiseId: z.string().nullable(),
});
export type QuotaAudit = z.infer<typeof quotaAuditSchema>;
export const quotaAuditQuery = projectQuery.extend({
  cursor: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const quotaAuditPage = pageOf(quotaAuditSchema);

export const quotaPreviewSchema = z.object({
  /** What was spent in each of the last windows, oldest first; the last one is not over. Of a quota for each user: none. */
  windows: z.array(z.object({ from: z.string(), to: z.string(), used: z.string() })),
  /** In how many of them the limit would have been reached. */
  reached: z.number(),
  /** Of a quota for each user: who would be over and near now. */
  users: z
    .object({
      over: z.number(),
      near: z.number(),
      atLeast: z.boolean(),
      most: z.array(z.object({ user: z.string(), used: z.string(), share: z.number() })),
    })
    .nullable(),
});
export type QuotaPreview = z.infer<typeof quotaPreviewSchema>;
