import { isOfRetrieval, isOfScores, METRICS, type Metric } from '@pharos/core/metrics';

/** What metrics are about, in the order in which they are offered. */
export const METRIC_GROUPS = [
  'traffic',
  'latency',
  'tokens',
  'cost',
  'errors',
  'retrieval',
  'quality',
] as const;
export type MetricGroup = (typeof METRIC_GROUPS)[number];

const ERRORS: ReadonlySet<unknown> = new Set(['error', 'ok', 'rateLimited']);
const isAboutErrors = ({ aggregation: { type, ...rest } }: Metric): boolean =>
  (type === 'share' || type === 'countWhere') && 'where' in rest && ERRORS.has(rest.where);

/** What a metric is about, from what it counts. */
export function groupOf(metric: Metric): MetricGroup {
  if (isOfScores(metric)) return 'quality';
  if (isOfRetrieval(metric)) return 'retrieval';
  if (metric.unit === 'ms' || metric.unit === 'perSecond') return 'latency';
  if (metric.unit === 'usd' || metric.name === 'unpricedCalls') return 'cost';
  if (isAboutErrors(metric)) return 'errors';
  if (metric.unit === 'tokens' || metric.name === 'cacheHitRate' || metric.name === 'estimatedTokenShare')
    return 'tokens';
  return 'traffic';
}

/** Every metric under what it is about. */
export const metricsByGroup = (): [MetricGroup, Metric[]][] =>
  METRIC_GROUPS.map((group) => [group, METRICS.filter((metric) => groupOf(metric) === group)]);
