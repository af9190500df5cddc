import { z } from 'zod';
import { CERTAINTIES, DETECTORS } from '../savings/suggestion.ts';
import { listQuery, projectQuery } from './common.ts';

/** USD as an exact decimal. */
const money = z.string();
const detector = z.enum(DETECTORS);
/** The same for the same finding in every range. */
const savingKey = z.string().regex(/^[0-9a-f]{64}$/, 'not the key of a suggestion');

/** Without a start the seven days before its end or now. Filters choose the calls that are looked at. */
export const savingsQuery = listQuery.pick({ project: true, from: true, to: true, filter: true }).extend({
  /** Suggestions that would save less in 30 days, in USD, are left out. */
  least: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,12})?$/, 'an amount in USD such as 0.5')
    .default('1'),
  /** How long to wait for what is being worked out. */
  waitSeconds: z.coerce.number().min(0).max(25).default(10),
});
export type SavingsQuery = z.infer<typeof savingsQuery>;

const figure = z.union([
  z.object({ text: z.string() }),
  z.object({ count: z.number() }),
  z.object({ share: z.number() }),
  z.object({ usd: money }),
]);

export const suggestionSchema = z.object({
  key: savingKey,
  detector,
  /** Which of several ways of saying it; '' for the usual one. */
  variant: z.string(),
  /** In English; `figures` are what it says, for whoever says it otherwise. */
  title: z.string(),
  why: z.string(),
  todo: z.string(),
  figures: z.record(z.string(), figure),
  /** What it is about; '' is unknown or of no matter. */
  subject: z.object({
    provider: z.string(),
    model: z.string(),
    prompt: z.string(),
    agent: z.string(),
    name: z.string(),
    /** The model to go over to. */
    smaller: z.string(),
    error: z.string(),
  }),
  /** What would have been saved in the range. */
  money,
  per30Days: money,
  /** What was spent in the range on what it is about. */
  spent: money,
  certainty: z.enum(CERTAINTIES),
  /** Key of a larger suggestion that would save the same tokens: this one is not in the totals. */
  within: savingKey.nullable(),
  /** Filter text for the trace list: where it comes from. */
  filter: z.string(),
  /** Of the traces behind it those with most at stake, the largest first. */
  traces: z.array(
    z.object({
      traceId: z.string(),
      money,
      name: z.string(),
      startTime: z.string().nullable(),
      cost: money.nullable(),
    }),
  ),
  dismissed: z.object({ by: z.string(), at: z.string(), reason: z.string() }).nullable(),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

export const savingsSchema = z.object({
  /** `running`: ask again; nothing but the progress is known yet. */
  state: z.enum(['running', 'done']),
  progress: z.object({ done: z.number(), of: z.number() }),
  from: z.string(),
  to: z.string(),
  computedAt: z.string().nullable(),
  /** What was spent on the calls that were looked at, those that were wasted included. */
  cost: money,
  /** Sums of what is suggested, without what was dismissed and what a larger suggestion would save as well. */
  money,
  per30Days: money,
  /** The largest first. */
  suggestions: z.array(suggestionSchema),
  /** What was not looked at, and why: the code of an error, and its sentence in English. */
  missing: z.array(z.object({ detector, code: z.string(), reason: z.string() })),
});
export type Savings = z.infer<typeof savingsSchema>;

export const dismissalSchema = z.object({
  key: savingKey,
  reason: z.string().trim().max(500).default(''),
});
export const dismissalQuery = projectQuery.extend({ key: savingKey });
