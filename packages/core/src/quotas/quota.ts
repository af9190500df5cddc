import { z } from 'zod';
import { isTimeZone } from '../zone.ts';
import { amountOf, MAX_AMOUNT, QUOTA_MEASURES, type QuotaMeasure } from './amount.ts';
import { WINDOW_UNITS } from './window.ts';

/** Names of users, models, tags … longer ones have no quota. */
export const MAX_SUBJECT = 256;
/** What every store can hold: no NUL, no half of a pair. */
export const isSubject = (text: string): boolean =>
  text.length <= MAX_SUBJECT && !/[\0\p{Surrogate}]/u.test(text);
export const subjectSchema = z
  .string()
  .min(1)
  .refine(isSubject, { message: `must have at most ${MAX_SUBJECT} characters, and no NUL among them` });
const name = subjectSchema;

/** Whose spending a quota counts. `eachUser` counts every user apart, under one limit that each of them has. */
export const quotaScopeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('project') }),
  z.object({ type: z.literal('eachUser') }),
  z.object({ type: z.literal('user'), value: name }),
  z.object({ type: z.literal('model'), value: name }),
  z.object({ type: z.literal('agent'), value: name }),
  z.object({ type: z.literal('tag'), value: name }),
  /** By the id of the key, which spans carry. */
  z.object({ type: z.literal('apiKey'), value: name }),
]);
export type QuotaScope = z.infer<typeof quotaScopeSchema>;

export const quotaWindowSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('calendar'),
    unit: z.enum(WINDOW_UNITS),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, { message: 'not a time zone such as Europe/Berlin' })
      .default('UTC'),
  }),
  z.object({ type: z.literal('rolling'), unit: z.enum(WINDOW_UNITS) }),
]);

/** An amount as text: whole tokens or requests, USD with up to nine places. */
export const amountTextSchema = z
  .string()
  .regex(/^\d{1,16}(\.\d{1,9})?$/, 'not an amount such as 1000 or 2.50');

/** Whether a text is a limit of that measure: more than nothing, and less than counters hold. */
export function isLimit(measure: QuotaMeasure, text: string): boolean {
  const amount = amountOf(measure, text);
  return amount !== undefined && amount > 0 && amount < MAX_AMOUNT;
}

export const QUOTA_ACTIONS = ['notify', 'deny'] as const;
export const QUOTA_FALLBACKS = ['allow', 'deny'] as const;

/** A quota as one writes it. */
export const quotaInputSchema = z
  .object({
    name: z.string().trim().min(1).max(120),
    scope: quotaScopeSchema,
    measure: z.enum(QUOTA_MEASURES),
    window: quotaWindowSchema,
    limit: amountTextSchema,
    /** In percent of the limit: what crosses one is noted. */
    thresholds: z
      .array(z.number().int().min(1).max(1000))
      .max(10)
      .default([50, 80, 100])
      .transform((all) => [...new Set(all)].sort((a, b) => a - b)),
    /** `deny`: a check or reservation that goes beyond the limit is refused. `notify`: it is only noted. */
    action: z.enum(QUOTA_ACTIONS).default('notify'),
    /** What a quota that denies answers while its counters cannot be read. */
    onUnavailable: z.enum(QUOTA_FALLBACKS).default('allow'),
    enabled: z.boolean().default(true),
  })
  .superRefine(({ measure, limit }, context) => {
    if (!isLimit(measure, limit)) {
      const message =
        measure === 'cost'
          ? 'must be more than 0 and less than 9007199 USD'
          : 'must be a whole number above 0';
      context.addIssue({ code: 'custom', path: ['limit'], message });
    }
  });
export type QuotaInput = z.output<typeof quotaInputSchema>;

/** A quota as it is kept. */
export interface Quota extends QuotaInput {
  id: string;
}

/** Who wants to spend; what is left out is not known, and quotas for it do not apply. */
export interface Spender {
  user?: string | undefined;
  model?: string | undefined;
  agent?: string | undefined;
  tags?: readonly string[] | undefined;
  apiKey?: string | undefined;
}

/** The one whose counter goes up when this spender spends; undefined when the quota is not about them. */
export function subjectFor(scope: QuotaScope, spender: Spender): string | undefined {
  switch (scope.type) {
    case 'project':
      return '';
    case 'eachUser':
      return spender.user === '' ? undefined : spender.user;
    case 'tag':
      return spender.tags?.includes(scope.value) ? scope.value : undefined;
    default:
      return spender[scope.type] === scope.value ? scope.value : undefined;
  }
}

/** The only subject of a quota; undefined when it has one for each user. */
export const onlySubject = (scope: QuotaScope): string | undefined =>
  scope.type === 'eachUser' ? undefined : scope.type === 'project' ? '' : scope.value;
