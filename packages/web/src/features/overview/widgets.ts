import { defineChart } from '../../widgets/define.ts';

/** The four charts in the middle of the page. */
export const REQUESTS = defineChart({
  title: { en: 'Requests', 'zh-CN': '请求' },
  mark: 'bars',
  metrics: ['requestErrors', 'requestSuccesses', 'openRequests'],
  compare: true,
  columns: 12,
});
export const COST = defineChart({
  title: { en: 'Cost by model', 'zh-CN': '各模型成本' },
  mark: 'bars',
  metrics: ['cost'],
  dimensions: ['model'],
  limit: 5,
});
/** In wide buckets: a percentile of a handful of requests is only its slowest one. */
export const LATENCY = defineChart({
  title: { en: 'Latency', 'zh-CN': '延迟' },
  mark: 'percentiles',
  metrics: ['latencyP50', 'latencyP95', 'latencyP99'],
});
export const TOKENS = defineChart({
  title: { en: 'Tokens by kind', 'zh-CN': '各类 Token' },
  mark: 'bars',
  metrics: ['inputTokens', 'cachedReadTokens', 'cacheWriteTokens', 'outputTokens', 'reasoningTokens'],
});
