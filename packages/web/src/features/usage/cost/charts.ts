import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { defineChart } from '../../../widgets/define.ts';

/** Cost over time, stacked by a dimension. */
export const costOverTime = (dimension: string, filter: string): ChartWidget =>
  defineChart({
    title: { en: 'Cost over time', 'zh-CN': '成本随时间变化' },
    mark: 'bars',
    metrics: ['cost'],
    dimensions: [dimension],
    filter,
    columns: 12,
  });

/** Tokens over time by what they were: each is counted in one kind alone. */
export const tokensOverTime = (filter: string): ChartWidget =>
  defineChart({
    title: { en: 'Tokens by kind', 'zh-CN': '各类 Token' },
    mark: 'bars',
    metrics: ['inputTokens', 'cachedReadTokens', 'cacheWriteTokens', 'outputTokens', 'reasoningTokens'],
    filter,
    columns: 12,
  });
