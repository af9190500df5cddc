import type { Page } from '@pharos/core/api/common';
import type { MetricAnswer, MetricListQuery, MetricQuestion, MetricSummary } from '@pharos/core/api/metrics';
import type { ProjectScope } from '../scope.ts';

/** What applications measure. */
export interface MetricsReader {
  /** By name. */
  metrics(scope: ProjectScope, query: MetricListQuery, signal?: AbortSignal): Promise<Page<MetricSummary>>;
  /** @throws ApiError when it asks for more than one answer may hold, or for what the metric does not tell. */
  measured(scope: ProjectScope, question: MetricQuestion, signal?: AbortSignal): Promise<MetricAnswer>;
}
