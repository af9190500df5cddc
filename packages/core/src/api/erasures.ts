import { z } from 'zod';

/** Ids as applications send them: what every store can hold. */
const userId = z
  .string()
  .min(1)
  .max(1024)
  .refine((text) => !/[\0\p{Surrogate}]/u.test(text), { message: 'must hold no NUL and no half of a pair' });

/** Whose data is asked about: the id as applications send it, or the pseudonym of it. */
export const erasureUserSchema = z.strictObject({ userId });
export const erasureAskSchema = erasureUserSchema.extend({
  /** Why, such as the number of the request. It stays in the receipt. */
  reason: z.string().trim().max(500).default(''),
});
export type ErasureAsk = z.input<typeof erasureAskSchema>;

export const ERASURE_STATES = ['pending', 'running', 'done', 'failed'] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];
export const ERASURE_STORES = ['telemetry', 'records', 'files', 'live'] as const;
export type ErasureStore = (typeof ERASURE_STORES)[number];

/** What there is of a user, or was, in one place. */
export const erasedSchema = z.object({
  store: z.enum(ERASURE_STORES),
  /** A table, or a kind of thing. */
  place: z.string(),
  /** `rewritten`: the row stays, and tells the user no more. */
  how: z.enum(['removed', 'rewritten']),
  count: z.number().int().min(0),
});
export type Erased = z.infer<typeof erasedSchema>;

/** Settings that people wrote and that name the user: they stay as they are. */
export const namedSchema = z.object({ place: z.string(), count: z.number().int().min(1) });
export type Named = z.infer<typeof namedSchema>;

export const erasurePreviewSchema = z.object({
  /** Under how many ids the user may be stored: the id, and its pseudonym where the project ever kept pseudonyms. */
  ids: z.number().int(),
  found: z.array(erasedSchema),
  named: z.array(namedSchema),
});
export type ErasurePreview = z.infer<typeof erasurePreviewSchema>;

/** What was erased, for whoever has to show it. Times are ISO 8601. */
export const erasureReceiptSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  projectId: z.string(),
  /** Whose data it was: HMAC-SHA256 of the id with a secret of the project, as hex. */
  subject: z.string(),
  ids: z.number().int(),
  askedBy: z.string(),
  askedAt: z.string(),
  reason: z.string(),
  finishedAt: z.string(),
  erased: z.array(erasedSchema),
  named: z.array(namedSchema),
  /** What was not touched, and why. */
  kept: z.array(z.object({ what: z.string(), why: z.string() })),
  /** HMAC-SHA256 of all the rest, its keys in order, with a secret of the project, as hex. */
  signature: z.string(),
});
export type ErasureReceipt = z.infer<typeof erasureReceiptSchema>;

/** The id itself is known only until the erasure has ended, and shown to nobody. */
export const erasureSchema = z.object({
  id: z.string(),
  state: z.enum(ERASURE_STATES),
  subject: z.string(),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Found until now. */
  erased: z.array(erasedSchema),
  /** Why it waits or has failed; '' otherwise. */
  error: z.string(),
});
export type Erasure = z.infer<typeof erasureSchema>;

/** With the receipt, when it is done. */
export const erasureDetailSchema = erasureSchema.extend({ receipt: erasureReceiptSchema.nullable() });

export const erasureListQuery = z.object({
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const receiptCheckSchema = z.object({ receipt: erasureReceiptSchema });
export const receiptCheckedSchema = z.object({ genuine: z.boolean() });
