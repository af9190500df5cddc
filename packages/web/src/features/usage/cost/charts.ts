import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { defineChart } from '../../../widgets/define.ts';
import type { Measure, Split } from './use-usage.ts';

const TITLES = {
  cost: { en: 'Cost over time', 'zh-CN': '成本趋势' },
  tokens: { en: 'Tokens over time', 'zh-CN': 'Token 趋势' },
} as const satisfies Record<Measure, object>;

/** Groups that are told apart in a chart. */
export const DRAWN = 7;

interface Shown {
  filter: string;
  bucketSeconds: number;
}

/** What was spent over time, stacked by a dimension. */
export const spendingOverTime = (
  measure: Measure,
  by: Split,
  { filter, bucketSeconds }: Shown,
): ChartWidget =>
  defineChart({
    title: TITLES[measure],
    mark: 'bars',
    metrics: [measure],
    dimensions: [by],
    limit: DRAWN,
    ...{ filter, bucketSeconds },
    columns: 12,
  });

/** Tokens over time by what they were: each is counted in one kind alone. */
export const tokenKinds = ({ filter, bucketSeconds }: Shown): ChartWidget =>
  defineChart({
    title: { en: 'Tokens by kind', 'zh-CN': '各类 Token' },
    mark: 'bars',
    metrics: ['inputTokens', 'cachedReadTokens', 'cacheWriteTokens', 'outputTokens', 'reasoningTokens'],
    ...{ filter, bucketSeconds },
    columns: 6,
  });

/** Every group with its figures, compared with the period before. Its buckets are the page's, and so is where it begins. */
export const breakdown = (measure: Measure, by: Split, { filter, bucketSeconds }: Shown): ChartWidget =>
  defineChart({
    title: { en: 'Breakdown', 'zh-CN': '明细' },
    mark: 'table',
    metrics: [
      measure,
      ...['cost', 'tokens', 'modelCalls', 'cacheHitRate', 'unpricedCalls'].filter((name) => name !== measure),
    ],
    dimensions: [by],
    limit: 50,
    compare: true,
    ...{ filter, bucketSeconds },
    columns: 12,
  });
