import { z } from 'zod';
import { fieldNamed } from '../fields.ts';
import { parseFilterText } from '../filter-text.ts';
import { localTextOf } from '../local-text.ts';
import { isMetricName } from '../metric-points/named.ts';

const metric = z.string().refine(isMetricName, { message: 'unknown metric' });
const dimension = z
  .string()
  .refine((name) => fieldNamed(name)?.dimension === true, { message: 'not a dimension' });
/** Filter text: which of what the report looks at this section does. */
export const filterText = z
  .string()
  .max(4096)
  .superRefine((text, context) => {
    const [problem] = parseFilterText(text).errors;
    if (problem) context.addIssue({ code: 'custom', message: problem.message });
  });
const limit = (usual: number, most: number) => z.number().int().min(1).max(most).default(usual);

const common = { title: localTextOf(120).default(''), filter: filterText.default('') };

/** A part of a report: a Question with words, or what else is to be told of its period. */
export const sectionSchema = z.discriminatedUnion('kind', [
  /** Figures, each against the period before and with its course. */
  z.object({ kind: z.literal('figures'), ...common, metrics: z.array(metric).min(1).max(12) }),
  /** A course over the period; with a dimension, of its largest values. */
  z.object({
    kind: z.literal('chart'),
    ...common,
    mark: z.enum(['line', 'stacked', 'bars']).default('line'),
    metrics: z.array(metric).min(1).max(4),
    dimension: dimension.nullable().default(null),
    limit: limit(6, 10),
  }),
  /** The largest values of a dimension by the first metric. */
  z.object({
    kind: z.literal('table'),
    ...common,
    metrics: z.array(metric).min(1).max(6),
    dimension,
    limit: limit(10, 50),
  }),
  /** What a change of cost or tokens comes from. */
  z.object({
    kind: z.literal('movers'),
    ...common,
    metric: z.enum(['cost', 'tokens']),
    by: dimension.refine((name) => fieldNamed(name)?.level === 'span', {
      message: 'not a dimension of spans',
    }),
    limit: limit(6, 20),
  }),
  z.object({ kind: z.literal('incidents'), title: common.title, limit: limit(10, 50) }),
  z.object({ kind: z.literal('errors'), ...common, limit: limit(8, 50) }),
  /** Where the month is heading. */
  z.object({ kind: z.literal('forecast'), ...common, metric: z.enum(['cost', 'tokens']) }),
  z.object({ kind: z.literal('text'), title: common.title, text: localTextOf(4000) }),
]);
export type Section = z.output<typeof sectionSchema>;
export type SectionInput = z.input<typeof sectionSchema>;
export type SectionOf<Kind extends Section['kind']> = Extract<Section, { kind: Kind }>;
export const MAX_SECTIONS = 40;
