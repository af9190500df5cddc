import { z } from 'zod';
import { QUOTA_MEASURES } from '../quotas/amount.ts';
import {
  amountTextSchema,
  QUOTA_ACTIONS,
  QUOTA_FALLBACKS,
  quotaScopeSchema,
  quotaWindowSchema,
  subjectSchema,
} from '../quotas/quota.ts';
import { QUOTA_STATES } from '../quotas/thresholds.ts';
import { pageOf, projectQuery } from './common.ts';

const moment = z.iso.datetime({ offset: true });
const who = subjectSchema;
/** An amount as text or, for whole numbers, as a number. Answers give text: none is rounded. */
const amount = z
  .union([amountTextSchema, z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)])
  .transform(String);
const whole = z
  .union([z.string().regex(/^\d{1,16}$/, 'not a whole number'), z.number().int().min(0)])
  .transform(String);

export const quotaSchema = z.object({
  id: z.string(),
  name: z.string(),
  scope: quotaScopeSchema,
  measure: z.enum(QUOTA_MEASURES),
  window: quotaWindowSchema,
  limit: z.string(),
  thresholds: z.array(z.number()),
  action: z.enum(QUOTA_ACTIONS),
  onUnavailable: z.enum(QUOTA_FALLBACKS),
  enabled: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
});
export type StoredQuota = z.infer<typeof quotaSchema>;

/** Who wants to spend. The API key is that of the caller unless another one is named. */
const spender = {
  user: who.optional(),
  model: who.optional(),
  agent: who.optional(),
  tags: z.array(who).max(50).optional(),
  apiKey: who.optional(),
};
const amounts = { tokens: whole.optional(), cost: amount.optional(), requests: whole.optional() };

/** May somebody spend so much? Nothing is held. Left out: one request, and no tokens or cost in particular. */
export const quotaCheckSchema = z.object({ ...spender, ...amounts });
export type QuotaCheck = z.infer<typeof quotaCheckSchema>;

/** The same, and what is allowed is held for this spender until it is settled, released, or abandoned for so long. */
export const quotaReserveSchema = quotaCheckSchema.extend({
  ttlSeconds: z.number().int().min(1).max(3600).default(300),
});

/** What was really spent of a reservation; a measure that is left out: as much as was reserved. */
export const quotaSettleSchema = z.object({ reservation: z.string().min(1).max(64), ...amounts });
export const quotaReleaseSchema = z.object({ reservation: z.string().min(1).max(64) });

const standing = {
  measure: z.enum(QUOTA_MEASURES),
  /** The user, model … whose counter this is; '' for the project. */
  subject: z.string(),
  limit: z.string(),
  used: z.string(),
  reserved: z.string(),
  remaining: z.string(),
  /** When the window ends, of a rolling one when enough has left it; null: more is wanted than the limit. */
  resetsAt: z.string().nullable(),
};
export const quotaStandingSchema = z.object({
  id: z.string(),
  name: z.string(),
  action: z.enum(QUOTA_ACTIONS),
  ...standing,
  /** Null: not known, the counters cannot be read. */
  used: z.string().nullable(),
  reserved: z.string().nullable(),
  remaining: z.string().nullable(),
  wanted: z.string(),
  /** What is wanted goes beyond the limit; null: not known. */
  exceeded: z.boolean().nullable(),
});
export type QuotaStanding = z.infer<typeof quotaStandingSchema>;

export const quotaDecisionSchema = z.object({
  allowed: z.boolean(),
  /** Counters cannot be read, or are behind what is stored: the quotas' own choice for this case was taken. */
  degraded: z.boolean(),
  /** The quota it hangs on: the one that denies, else the one with least left. Null: none applies, or none is known. */
  quota: quotaStandingSchema.nullable(),
  /** Of that quota. */
  remaining: z.string().nullable(),
  resetsAt: z.string().nullable(),
  /** All that apply. */
  quotas: z.array(quotaStandingSchema),
});
export type QuotaDecision = z.infer<typeof quotaDecisionSchema>;

export const quotaReservedSchema = quotaDecisionSchema.extend({
  /** Null when denied, and when nothing could be held. */
  reservation: z.object({ id: z.string(), expiresAt: z.string() }).nullable(),
});
export type QuotaReserved = z.infer<typeof quotaReservedSchema>;

/** `late`: the reservation had been given up as abandoned; what was spent counts all the same. */
export const quotaSettledSchema = z.object({
  state: z.enum(['settled', 'released']),
  late: z.boolean(),
  /** It was settled or released before: nothing has changed. */
  repeated: z.boolean(),
});

export const quotaStatusQuery = projectQuery.extend({
  quota: z.string().max(64).optional(),
  /** Subjects of a quota for each user, those who used most first. */
  limit: z.coerce.number().int().min(1).max(200).default(20),
  /** Only quotas that count this user, and of those for each user only this one. */
  user: who.optional(),
});
/**
 * How much is known of what was spent. `current`: all that is stored. `unread`: nothing yet. `behind`: the last reading failed.
 * `unavailable`: the store of counters cannot be reached, so each quota's own choice holds.
 */
export const QUOTA_KNOWLEDGE = ['current', 'unread', 'behind', 'unavailable'] as const;
export type QuotaKnowledge = (typeof QUOTA_KNOWLEDGE)[number];
export const quotaStatusSchema = z.object({
  data: z.array(
    z.object({
      quota: quotaSchema,
      window: z.object({ from: z.string(), to: z.string() }),
      /** When what is stored was last read; null: not yet. */
      readAt: z.string().nullable(),
      degraded: z.boolean(),
      knowledge: z.enum(QUOTA_KNOWLEDGE),
      /** Of a quota for each user: how many are near their limit, and how many have nothing left, as stored. Else null. */
      users: z.object({ near: z.number(), over: z.number(), atLeast: z.boolean() }).nullable(),
      subjects: z.array(
        z.object({
          ...standing,
          /** The highest threshold that is reached, in percent. */
          threshold: z.number().nullable(),
          over: z.boolean(),
          state: z.enum(QUOTA_STATES),
          /** What an hour costs on average since the window began. */
          perHour: z.string(),
          /** When nothing is left if it goes on like this; null: not within this window. */
          exhaustedAt: z.string().nullable(),
        }),
      ),
    }),
  ),
});
export type QuotaStatus = z.infer<typeof quotaStatusSchema>['data'][number];

/** A threshold that was crossed. */
export const quotaEventSchema = z.object({
  id: z.string(),
  quotaId: z.string(),
  quotaName: z.string(),
  subject: z.string(),
  /** In percent of the limit. */
  threshold: z.number(),
  measure: z.enum(QUOTA_MEASURES),
  limit: z.string(),
  used: z.string(),
  windowStart: z.string(),
  at: z.string(),
});
export type QuotaEvent = z.infer<typeof quotaEventSchema>;
export const quotaEventsQuery = projectQuery.extend({
  quota: z.string().max(64).optional(),
  /** Of whom: a user, or '' of the project. */
  subject: z.string().max(256).optional(),
  cursor: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export const quotaEventPage = pageOf(quotaEventSchema);

/** Another limit, for good or for a while, or an addition for a while; for all subjects or, of `eachUser`, for one. */
export const quotaRaiseCreateSchema = z
  .object({
    subject: who.optional(),
    limit: amountTextSchema.optional(),
    add: amountTextSchema.optional(),
    expiresAt: moment.optional(),
    reason: z.string().trim().min(1).max(500),
  })
  .refine(({ limit, add }) => (limit === undefined) !== (add === undefined), {
    path: ['limit'],
    message: 'say either `limit`, in place of the quota’s own, or `add`, on top of it',
  })
  .refine(({ add, expiresAt }) => add === undefined || expiresAt !== undefined, {
    path: ['expiresAt'],
    message: 'an addition is for a while: say until when',
  });
export const quotaRaiseSchema = z.object({
  id: z.string(),
  subject: z.string().nullable(),
  limit: z.string().nullable(),
  add: z.string().nullable(),
  reason: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  expiresAt: z.string().nullable(),
  /** Null: nobody ended it before its time. */
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
});
export type QuotaRaise = z.infer<typeof quotaRaiseSchema>;
