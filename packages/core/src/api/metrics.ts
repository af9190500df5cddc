import { z } from 'zod';
import { METRIC_AGGREGATIONS } from '../metric-points/aggregation.ts';
import { METRIC_KINDS } from '../metric-points/point.ts';
import { pageOf, projectQuery } from './common.ts';

/** What an application measures, as its metrics arrive over OTLP. (Metrics of spans are in ../metrics.ts.) */
export const metricSummarySchema = z.object({
  name: z.string(),
  kind: z.enum(METRIC_KINDS),
  unit: z.string(),
  description: z.string(),
  /** Of a sum: it only grows. Histograms and summaries always do. */
  monotonic: z.boolean(),
  /** What its points, or the resources they come from, are told apart by; at most 200. */
  attributes: z.array(z.string()),
  /** The time of its newest point, ISO 8601. */
  lastSeen: z.string(),
});
export type MetricSummary = z.infer<typeof metricSummarySchema>;

export const metricListQuery = projectQuery.extend({
  /** A part of the name, in any case. */
  search: z.string().max(255).default(''),
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type MetricListQuery = Omit<z.infer<typeof metricListQuery>, 'project'>;
export const metricPageSchema = pageOf(metricSummarySchema);

/** The key of an attribute of the point or, where it has none of that name, of its resource. */
const attribute = z.string().min(1).max(512);

export const MAX_METRIC_GROUPS = 100;

export const metricQuestionSchema = z.object({
  metric: z.string().min(1).max(255),
  aggregation: z.enum(METRIC_AGGREGATIONS),
  /** Where applications measure different things under one name; absent: as it was measured last. */
  kind: z.enum(METRIC_KINDS).optional(),
  unit: z.string().max(512).optional(),
  /** All must hold; `in` means any of the values, `notIn` none of them. A missing attribute is ''. */
  filters: z
    .array(
      z.object({
        attribute,
        op: z.enum(['in', 'notIn']).default('in'),
        values: z.array(z.string().max(16_384)).min(1).max(100),
      }),
    )
    .max(20)
    .default([]),
  groupBy: z.array(attribute).max(3).default([]),
  /** `to` is exclusive. */
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  /** Bucket width in seconds; absent: one figure for the whole range. */
  bucketSeconds: z.number().int().min(1).max(31_536_000).optional(),
  /** Buckets begin so much earlier than counted from 1970 in UTC. */
  bucketOffsetSeconds: z.number().int().min(0).max(31_536_000).optional(),
  /** At most so many groups, the largest; `more` says whether there are others. */
  limit: z.number().int().min(1).max(MAX_METRIC_GROUPS).default(20),
});
export type MetricQuestion = z.infer<typeof metricQuestionSchema>;

/** Null where there is no data. */
const figure = z.number().nullable();

export const metricAnswerSchema = z.object({
  metric: z.string(),
  /** Null when there is no such metric. */
  kind: z.enum(METRIC_KINDS).nullable(),
  unit: z.string(),
  aggregation: z.enum(METRIC_AGGREGATIONS),
  from: z.string(),
  to: z.string(),
  bucketSeconds: z.number().optional(),
  /** Start of each bucket, ISO 8601. The last one may be incomplete. */
  buckets: z.array(z.string()).optional(),
  series: z.array(
    z.object({
      /** The value of each attribute of `groupBy`, in order; '' where there is none. */
      group: z.array(z.string()),
      /** Over the whole range. */
      total: figure,
      /** One figure a bucket; only with `bucketSeconds`. */
      points: z.array(figure).optional(),
    }),
  ),
  more: z.boolean(),
});
export type MetricAnswer = z.infer<typeof metricAnswerSchema>;
