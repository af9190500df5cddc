import { z } from 'zod';

/** Any figure that a metric can have. */
const figure = z.number().min(-1e15).max(1e15);
const DIRECTIONS = ['above', 'below', 'either'] as const;
export type Direction = (typeof DIRECTIONS)[number];

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The figure is on the wrong side of a limit. */
const threshold = z
  .object({
    kind: z.literal('threshold'),
    op: z.enum(['>', '>=', '<', '<=']),
    limit: figure,
    /** What fires ends only on the good side of this as well; absent: of the limit. */
    recovery: figure.optional(),
  })
  .refine(({ op, limit, recovery = limit }) => (op.startsWith('>') ? recovery <= limit : recovery >= limit), {
    path: ['recovery'],
    message: 'must lie on the good side of the limit',
  });

/** The figure is further than usual from what it was: in the window before, or at the same time a day or a week ago. */
const change = z
  .object({
    kind: z.literal('change'),
    against: z.enum(['previous', 'day', 'week']),
    direction: z.enum(DIRECTIONS).default('either'),
    /** Of what it was. From 0 to anything is as much as it can be. */
    percent: z.number().positive().max(1e6),
    /** What fires ends only when the change is less than this; absent: than `percent`. */
    recoveryPercent: z.number().min(0).max(1e6).optional(),
    /** A smaller change, in units of the metric, is none however many percent it is. */
    leastChange: figure.min(0).default(0),
  })
  .refine(({ percent, recoveryPercent = percent }) => recoveryPercent <= percent, {
    path: ['recoveryPercent'],
    message: 'must not be more than percent',
  });

/** The figure is outside of what is usual in its hour of the week. */
const anomaly = z.object({
  kind: z.literal('anomaly'),
  direction: z.enum(DIRECTIONS).default('either'),
  /** How many standard deviations are usual to either side. */
  reach: z.number().min(1).max(20).default(4),
  leastChange: figure.min(0).default(0),
  /** What is off by a smaller share of what is expected is usual however sure it is. */
  leastPercent: z.number().min(0).max(1e6).default(20),
});

/** Nothing was seen that the metric could be of. */
const noData = z.object({ kind: z.literal('noData') });

/**
 * The budget that an objective leaves for failures is spent too fast, over a long window and still over a short one (Beyer
 * et al., The Site Reliability Workbook, 2018, chapter 5). `factor` 1 spends it exactly in the period of the objective.
 */
const burnRate = z.object({
  kind: z.literal('burnRate'),
  /** The share that must be good. */
  objective: z.number().gt(0).lt(1),
  windows: z
    .array(
      z
        .object({
          longSeconds: z
            .number()
            .int()
            .min(60)
            .max(30 * DAY),
          shortSeconds: z
            .number()
            .int()
            .min(60)
            .max(30 * DAY),
          factor: z.number().positive().max(1000),
        })
        .refine(({ longSeconds, shortSeconds }) => shortSeconds < longSeconds, {
          path: ['shortSeconds'],
          message: 'must be shorter than the long window',
        }),
    )
    .min(1)
    .max(4)
    .default([
      { longSeconds: HOUR, shortSeconds: 300, factor: 14.4 },
      { longSeconds: 6 * HOUR, shortSeconds: 1800, factor: 6 },
    ]),
});

/** When the figure of a metric is bad. */
export const conditionSchema = z.discriminatedUnion('kind', [threshold, change, anomaly, noData, burnRate]);
export type Condition = z.output<typeof conditionSchema>;
export type ConditionKind = Condition['kind'];
export type ConditionOf<Kind extends ConditionKind> = Extract<Condition, { kind: Kind }>;
