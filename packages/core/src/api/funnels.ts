import { z } from 'zod';
import { keyOf } from '../fields.ts';
import { parseFilterText } from '../filter-text.ts';
import { boundedRange } from './common.ts';
import { id } from './report-fields.ts';

const figure = z.number();

/** Of what an answer is at most. */
export const FUNNEL_LIMITS = {
  steps: 8,
  days: 92,
  windowSeconds: 30 * 86_400,
  groups: 10,
  users: 500,
  /** The first ones in the range of each user or session; what comes after counts for nothing. */
  eventsEach: 2_000,
} as const;

const filterText = z
  .string()
  .min(1)
  .max(1024)
  .superRefine((text, context) => {
    for (const { message } of parseFilterText(text).errors.slice(0, 1))
      context.addIssue({ code: 'custom', message });
  });

/** Of an event: who did it with which agent, and `attr.<key>` for its properties and for what it tells of page, platform, country and locale. */
export const EVENT_FILTER_FIELDS = ['agent', 'user', 'session'] as const;
const isOfEvents = (field: string): boolean =>
  keyOf(field)?.prefix === 'attr.' || EVENT_FILTER_FIELDS.some((each) => each === field);

const eventFilter = filterText.superRefine((text, context) => {
  const { filters, search } = parseFilterText(text);
  const strange = filters.find(({ field }) => !isOfEvents(field));
  const message =
    strange === undefined
      ? 'an event has no text to search in: name its properties, attr.<key>:<value>'
      : `an event has no ${strange.field}: its properties are attr.<key>`;
  if (strange !== undefined || search !== '') context.addIssue({ code: 'custom', message });
});

/** Something that is done: an event of that name, whose properties may have to meet a filter (`attr.plan:plus`), or a span that meets a filter (`kind:tool tool:search status:ok`). */
export const funnelStepSchema = z.union(
  [z.strictObject({ event: id, where: eventFilter.optional() }), z.strictObject({ spans: filterText })],
  {
    error:
      'a step is {"event": "<name>", "where": "<filter of its properties>"} or {"spans": "<filter>"}, and the filter must be valid',
  },
);
export type FunnelStep = z.infer<typeof funnelStepSchema>;

export const SUBJECTS = ['user', 'session'] as const;
export type Subject = (typeof SUBJECTS)[number];

export const funnelRequestSchema = boundedRange(FUNNEL_LIMITS.days).safeExtend({
  /** In their order; others may lie between. */
  steps: z.array(funnelStepSchema).min(2).max(FUNNEL_LIMITS.steps),
  /** Who goes through them. */
  by: z.enum(SUBJECTS).default('user'),
  /** The last step comes at most so long after the first one, which lies in the range. */
  windowSeconds: z.number().int().min(1).max(FUNNEL_LIMITS.windowSeconds).default(86_400),
  /** A field of whatever met the first step, by which all is told apart. */
  breakdown: z.string().min(1).max(256).optional(),
});
export type FunnelInput = z.input<typeof funnelRequestSchema>;
export type FunnelRequest = z.infer<typeof funnelRequestSchema>;

const cameSchema = z.object({
  /** How many came so far or further, by step. */
  reached: z.array(figure),
  /** Between each step and the one after it, of those who came so far; null where nobody did. Milliseconds. */
  medianMs: z.array(figure.nullable()),
  /** From the first step to the last. */
  totalMedianMs: figure.nullable(),
});

export const funnelSchema = cameSchema.extend({
  /** The values with the most; null without a breakdown. '' stands for none. */
  groups: z.array(cameSchema.extend({ value: z.string() })).nullable(),
  /** Users or sessions of whom only the first events were looked at. */
  cut: figure,
});
export type Funnel = z.infer<typeof funnelSchema>;

export const funnelUsersRequestSchema = funnelRequestSchema.safeExtend({
  /** A step, from 0. */
  step: z
    .number()
    .int()
    .min(0)
    .max(FUNNEL_LIMITS.steps - 1),
  /** `dropped`: came so far and no further. `reached`: came so far or further. */
  outcome: z.enum(['dropped', 'reached']).default('dropped'),
  limit: z.number().int().min(1).max(FUNNEL_LIMITS.users).default(50),
});
export type FunnelUsersRequest = z.infer<typeof funnelUsersRequestSchema>;

export const funnelUsersSchema = z.object({
  /** Those who came furthest last, first. */
  data: z.array(
    z.object({
      /** The user or the session. */
      id: z.string(),
      /** When each of the steps was taken. */
      steps: z.array(z.string()),
    }),
  ),
  /** All of them. */
  total: figure,
});
export type FunnelUsers = z.infer<typeof funnelUsersSchema>;
