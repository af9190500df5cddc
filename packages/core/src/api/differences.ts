import { z } from 'zod';
import { fieldNamed } from '../fields.ts';
import { filterSchema, MAX_FILTERS } from '../filter.ts';

export const MAX_DIMENSIONS = 48;
const filters = z.array(filterSchema).max(MAX_FILTERS).default([]);

/**
 * How do the rows of a selection differ from the rest? `filters`, `search` and the range choose the rows; the selection is
 * those of them that lie in its own range and meet its own filters, such as a region of a chart, `spanDuration >= 5000`,
 * or one group.
 */
export const differencesRequestSchema = z.object({
  /** What is counted, as metrics count: all spans, roots, model calls or tool calls. */
  over: z.enum(['spans', 'requests', 'modelCalls', 'toolCalls']).default('requests'),
  filters,
  search: z.string().max(512).default(''),
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  selection: z
    .object({
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      filters,
    })
    .refine(
      ({ from, to, filters }) => from !== undefined || to !== undefined || filters.length > 0,
      'select a range, or by filters',
    ),
  /** Absent: every field of a span that has values to count by, and the most frequent attributes. */
  dimensions: z
    .array(
      z
        .string()
        .max(256)
        .refine(
          (name) => {
            const field = fieldNamed(name);
            return field?.dimension === true && field.level === 'span';
          },
          { message: 'not a dimension of spans' },
        ),
    )
    .min(1)
    .max(MAX_DIMENSIONS)
    .refine((names) => new Set(names).size === names.length, { message: 'a dimension is named twice' })
    .optional(),
});
export type DifferencesRequest = z.infer<typeof differencesRequestSchema>;

const sideSchema = z.object({
  count: z.number(),
  /** Of all rows of this side, 0 to 1. */
  share: z.number(),
});
const valueSchema = z.object({
  /** '' for rows that have none. */
  value: z.string(),
  selected: sideSchema,
  rest: sideSchema,
});
export const differenceSchema = valueSchema.extend({
  dimension: z.string(),
  /** How many times as frequent in the selection as in the rest; null when the rest has none. */
  lift: z.number().nullable(),
  /** The least difference of the two shares that the data vouch for, 0 to 1. */
  score: z.number(),
  /** Values of other dimensions that the very same rows have, so that nothing tells them apart. */
  sameAs: z.array(z.object({ dimension: z.string(), value: z.string() })),
});
export type Difference = z.infer<typeof differenceSchema>;

export const differencesSchema = z.object({
  /** Rows in the selection and in the rest. */
  selected: z.number(),
  rest: z.number(),
  /** What differs beyond chance, the largest difference first. */
  differences: z.array(differenceSchema),
  /** Every dimension that was compared, those that differ first, each with its largest values. */
  dimensions: z.array(
    z.object({
      dimension: z.string(),
      /** How many values it has. */
      distinct: z.number(),
      /** Of its most different value. */
      score: z.number(),
      values: z.array(valueSchema),
    }),
  ),
});
export type Differences = z.infer<typeof differencesSchema>;
