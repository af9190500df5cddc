import { z } from 'zod';
import { fieldNamed } from './fields.ts';

export const FILTER_OPERATORS = ['=', '!=', '>', '>=', '<', '<=', 'contains', 'exists'] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

/**
 * One condition. Several values of `=` mean any of them; several conditions all hold. Durations are milliseconds,
 * money is USD. A condition on a span-level field is true of a trace when any of its spans meets it; `!=` when none does.
 */
export const filterSchema = z.object({
  field: z
    .string()
    .max(256)
    .refine((name) => fieldNamed(name) !== undefined, { message: 'unknown field' }),
  op: z.enum(FILTER_OPERATORS),
  values: z.array(z.union([z.string().max(1024), z.number()])).max(50),
});
export type Filter = z.infer<typeof filterSchema>;
