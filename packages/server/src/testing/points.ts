import type { MetricPoint, MetricSource } from '@pharos/core/metric-points/point';

const TIME_NS = 1_790_000_000_000_000_000n;

interface PointFacts extends Partial<Omit<MetricPoint, 'metric' | 'attributes'>> {
  metric?: Partial<Omit<MetricSource, 'resource'>> & { resource?: Record<string, string> };
  attributes?: Record<string, string | number | boolean>;
}

/** A measurement of a gauge; a test names only what matters to it. At 2026-09-21T14:13:20Z. */
export function aPoint({ metric = {}, attributes = {}, ...facts }: PointFacts = {}): MetricPoint {
  return {
    metric: {
      ...{ name: 'queue', unit: '1', description: '', kind: 'gauge', temporality: 'none', monotonic: false },
      ...{ scopeName: '', ...metric },
      resource: new Map(Object.entries(metric.resource ?? { 'service.name': 'api' })),
    },
    attributes: new Map(Object.entries(attributes)),
    ...{ startNs: 0n, timeNs: TIME_NS, noValue: false, value: 1, count: 0 },
    ...{ sum: undefined, min: undefined, max: undefined, cells: [], quantiles: [] },
    ...facts,
  };
}
