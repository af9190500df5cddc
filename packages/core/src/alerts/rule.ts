import { z } from 'zod';
import { watchSchema } from './watch.ts';

/** The lightest first. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a rule makes of a group that told something before and tells nothing now. */
export const NO_DATA_POLICIES = ['keep', 'ok', 'alert'] as const;
export type NoDataPolicy = (typeof NO_DATA_POLICIES)[number];

export const labelName = z
  .string()
  .regex(/^[A-Za-z_][\w.]{0,63}$/, 'a label begins with a letter and has letters, digits, _ and . only');
const labelsSchema = z
  .record(labelName, z.string().max(256))
  .refine((labels) => Object.keys(labels).length <= 20, { message: 'at most 20 labels' });
const text = (most: number) => z.string().trim().max(most);

/** A rule as one writes it. */
export const ruleInputSchema = z.object({
  name: text(120).min(1),
  /** What it means and what to do, for whoever it wakes. */
  description: text(4000).default(''),
  watch: watchSchema,
  /** How long it must be bad before it fires. */
  forSeconds: z.number().int().min(0).max(86_400).default(0),
  /** How long it must be good again before it ends. */
  recoverSeconds: z.number().int().min(0).max(86_400).default(0),
  everySeconds: z.number().int().min(15).max(86_400).default(60),
  /** What is told later than this is seen by the next evaluation only. */
  delaySeconds: z.number().int().min(0).max(3600).default(15),
  noData: z.enum(NO_DATA_POLICIES).default('keep'),
  severity: z.enum(SEVERITIES).default('warning'),
  labels: labelsSchema.default({}),
  runbook: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2048)]).default(''),
  owner: text(120).default(''),
  /** The id of the escalation policy that what fires is told by; null: the project's own. */
  policy: z.string().max(64).nullable().default(null),
  enabled: z.boolean().default(true),
});
export type RuleInput = z.output<typeof ruleInputSchema>;

/** A rule as it is kept. */
export interface Rule extends RuleInput {
  id: string;
}
