import type { MetricSummary } from '@pharos/core/api/metrics';
import type { MetricAggregation } from '@pharos/core/metric-points/aggregation';
import { sentName, sentNamed } from '@pharos/core/metric-points/named';
import type { MetricKind } from '@pharos/core/metric-points/point';

/** What is asked most of a kind; the address takes every aggregation. */
const USUAL: Record<MetricKind, readonly MetricAggregation[]> = {
  gauge: ['avg', 'max'],
  sum: ['avg', 'sum'],
  histogram: ['p50', 'p95', 'rate'],
  exponentialHistogram: ['p50', 'p95', 'rate'],
  summary: ['p95', 'avg'],
};
const OF_COUNTERS: readonly MetricAggregation[] = ['rate', 'sum'];

/** How metrics that applications send are offered to be asked. */
export const offeredOf = (metrics: readonly MetricSummary[]): string[] => [
  ...new Set(
    metrics.flatMap(({ name, kind, monotonic }) =>
      (kind === 'sum' && monotonic ? OF_COUNTERS : USUAL[kind]).map((aggregation) =>
        sentName({ metric: name, aggregation }),
      ),
    ),
  ),
];

/** The attributes that all of the metrics asked for are told apart by. */
export function attributesOfAll(asked: readonly string[], metrics: readonly MetricSummary[]): string[] {
  const ofEach = asked.flatMap((name) => {
    const sent = sentNamed(name);
    return sent
      ? [metrics.filter((each) => each.name === sent.metric).flatMap((each) => each.attributes)]
      : [];
  });
  const [first = [], ...others] = ofEach;
  return [...new Set(first)].filter((key) => others.every((list) => list.includes(key)));
}
