import { z } from 'zod';
import { fieldNamed } from './fields.ts';
import { filterSchema, MAX_FILTERS } from './filter.ts';
import { attributesOf, isMetricName, isSent } from './metric-points/named.ts';
import { isOfScores, metricNamed } from './metrics.ts';

const NO_ATTRIBUTE =
  'tells nothing of what applications measure: take an attribute, such as attr.service.instance.id';
const COMPARISONS: ReadonlySet<string> = new Set(['>', '>=', '<', '<=']);

/**
 * What a chart, an alert, a report and the API ask: metrics over a time range, split by dimensions, in buckets or as
 * one figure, filtered, and optionally compared with the period before. One Question, one answer, everywhere. Scores
 * are split and filtered by what they judge as well: their span, else the root of their trace. What applications send over OTLP is
 * asked by `metric.<name>:<aggregation>` and split and filtered by its attributes.
 */
export const questionSchema = z
  .object({
    metrics: z
      .array(z.string().refine(isMetricName, { message: 'unknown metric' }))
      .min(1)
      .max(8),
    dimensions: z
      .array(
        z.string().refine((name) => fieldNamed(name)?.dimension === true, { message: 'not a dimension' }),
      )
      .max(3)
      .default([]),
    filters: z.array(filterSchema).max(MAX_FILTERS).default([]),
    /** Full-text search over names, input and output. */
    search: z.string().max(512).default(''),
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    /** Bucket width in seconds; absent: one figure for the whole range. */
    bucketSeconds: z.number().int().min(1).max(31_536_000).optional(),
    /** Buckets begin so much earlier than counted from 1970 in UTC: 28800 has days begin at midnight in Shanghai. */
    bucketOffsetSeconds: z.number().int().min(0).max(31_536_000).optional(),
    /** At most so many groups, the largest by the first metric; the rest is one group `other: true`. */
    limit: z.number().int().min(1).max(1000).default(20),
    /** Also answer for the period of the same length right before. */
    compare: z.boolean().default(false),
  })
  .superRefine(({ metrics, dimensions, filters, search }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const sent = metrics.filter(isSent);
    if (sent.length > 0) {
      if (sent.length < metrics.length)
        refuse(
          'metrics',
          `${sent.join(', ')} are sent by applications, the others are of spans: ask them apart`,
        );
      const strange = (field: string) => attributesOf(field) === undefined;
      const split = dimensions.find(strange);
      if (split !== undefined) refuse('dimensions', `${split} ${NO_ATTRIBUTE}`);
      const chosen = filters.find(({ field, op }) => strange(field) || COMPARISONS.has(op));
      if (chosen) refuse('filters', `${chosen.field} ${chosen.op} ${NO_ATTRIBUTE}`);
      if (search !== '') refuse('search', 'what applications measure has no text to search in');
      return;
    }
    const known = metrics.flatMap((name) => metricNamed(name) ?? []);
    const ofScores = known.filter(isOfScores);
    if (ofScores.length > 0 && ofScores.length < known.length) {
      const names = ofScores.map(({ name }) => name).join(', ');
      refuse('metrics', `${names} look at scores, the others at spans: ask them apart`);
    }
    const ofScore = dimensions.find((name) => fieldNamed(name)?.level === 'score');
    if (ofScore !== undefined && ofScores.length === 0) {
      refuse('dimensions', `${ofScore} splits metrics of scores alone, such as scoreAvg`);
    }
  });
export type Question = z.infer<typeof questionSchema>;
export type QuestionInput = z.input<typeof questionSchema>;

const value = z.number().nullable();

/** One group of the answer. Numbers are null where there is no data. Costs are exact decimals in `exact`. */
export const seriesSchema = z.object({
  /** The group's value for each dimension, in order; of a number the lower edge of its bin, '' when there is none. */
  group: z.array(z.string()),
  other: z.boolean(),
  /** metric → figure over the whole range. */
  totals: z.record(z.string(), value),
  /** metric → exact decimal string, for money. */
  exact: z.record(z.string(), z.string()),
  /** metric → the figure of the period before; only with `compare`. */
  previous: z.record(z.string(), value).optional(),
  /** metric → one figure a bucket, aligned with `buckets`; only with `bucketSeconds`. */
  points: z.record(z.string(), z.array(value)).optional(),
  previousPoints: z.record(z.string(), z.array(value)).optional(),
});

export const answerSchema = z.object({
  from: z.string(),
  to: z.string(),
  bucketSeconds: z.number().optional(),
  /** Start of each bucket, ISO 8601. The last one may be incomplete. */
  buckets: z.array(z.string()).optional(),
  /** Of metrics that applications send: metric → its unit as they tell it, such as `By` (UCUM). */
  units: z.record(z.string(), z.string()).optional(),
  /**
   * Only where the range begins before it: since when there are spans, ISO 8601. What lies before was removed as the project is set to, and is
   * told by sums of hours as far as these can tell it.
   */
  spansFrom: z.string().optional(),
  series: z.array(seriesSchema),
});
export type Series = z.infer<typeof seriesSchema>;
export type Answer = z.infer<typeof answerSchema>;
