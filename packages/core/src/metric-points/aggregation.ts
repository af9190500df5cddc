export const QUANTILES = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 } as const;
const QUANTILE_NAMES = ['p50', 'p90', 'p95', 'p99'] as const;
export const isQuantile = (aggregation: string): aggregation is keyof typeof QUANTILES =>
  Object.hasOwn(QUANTILES, aggregation);

/** What is made of the points of a group in a bucket; docs/metrics.md says what each is of which kind. */
export const METRIC_AGGREGATIONS = [
  ...(['avg', 'min', 'max', 'last', 'sum', 'rate', 'count'] as const),
  ...QUANTILE_NAMES,
] as const;
export type MetricAggregation = (typeof METRIC_AGGREGATIONS)[number];
