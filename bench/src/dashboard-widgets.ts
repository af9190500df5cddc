import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { widgetSchema } from '@pharos/core/dashboards/dashboard';
import type { MarkName } from '@pharos/core/dashboards/marks';

interface Row {
  mark: MarkName;
  /** Columns of the grid, on which the width of buckets depends. */
  w: number;
  metrics: string[];
  by?: string[];
  filter?: string;
  limit?: number;
  compare?: boolean;
  range?: string;
}

const stat = (metric: string, filter = ''): Row => ({
  mark: 'stat',
  w: 3,
  metrics: [metric],
  filter,
  compare: true,
});
const line = (metrics: string[], by: string[] = [], filter = '', w = 6): Row => ({
  mark: 'line',
  w,
  metrics,
  by,
  filter,
});
const stacked = (metric: string, by: string, filter = '', w = 6): Row => ({
  ...line([metric], [by], filter, w),
  mark: 'stacked',
});
const table = (by: string[], metrics: string[], filter = '', limit = 20): Row => ({
  mark: 'table',
  w: 6,
  metrics,
  by,
  filter,
  limit,
});
const bar = (metric: string, by: string, filter = ''): Row => ({
  mark: 'bar',
  w: 4,
  metrics: [metric],
  by: [by],
  filter,
  limit: 10,
});
const histogram = (metric: string, by: string, filter = ''): Row => ({
  ...bar(metric, by, filter),
  mark: 'histogram',
  limit: 100,
});

/** A page as a team keeps it: head figures, traffic, speed, tokens and money, agents and tools, users, quality. */
const ROWS: readonly Row[] = [
  stat('requests'),
  stat('errorRate'),
  stat('latencyP95'),
  stat('cost'),
  stat('tokens'),
  stat('users'),
  stat('sessions'),
  stat('ttftP95'),
  line(['requests', 'requestErrors'], [], '', 12),
  line(['errorRate']),
  stacked('requests', 'agent'),
  stacked('spans', 'kind'),
  stacked('requests', 'environment'),
  bar('spanErrors', 'error', 'status:error'),
  { mark: 'percentiles', w: 12, metrics: ['latencyP50', 'latencyP90', 'latencyP95', 'latencyP99'] },
  line(['ttftP50', 'ttftP95']),
  line(['modelLatencyP95'], ['model']),
  line(['toolLatencyP95'], ['tool'], 'kind:tool'),
  histogram('spans', 'spanDuration', 'kind:llm'),
  histogram('spans', 'ttft', 'kind:llm'),
  { ...line(['spans'], ['spanDuration'], 'kind:llm', 12), mark: 'heatmap', limit: 60 },
  table(['name', 'kind'], ['spans', 'spanErrorRate', 'spanLatencyP50', 'spanLatencyP95', 'spanLatencyMax']),
  line(['tokens', 'inputTokens', 'outputTokens', 'cachedReadTokens'], [], '', 12),
  stacked('tokens', 'model'),
  line(['cacheHitRate']),
  stacked('cost', 'model', '', 12),
  stacked('cost', 'agent'),
  stacked('cost', 'user'),
  bar('cost', 'model'),
  bar('cost', 'prompt'),
  bar('unpricedCalls', 'model'),
  histogram('spans', 'spanTokens', 'kind:llm'),
  histogram('spans', 'spanCost', 'kind:llm'),
  table(['model', 'provider'], ['modelCalls', 'modelErrors', 'modelLatencyP95', 'tokens', 'cost']),
  { mark: 'scatter', w: 6, metrics: ['latencyP95', 'cost', 'requests'], by: ['agent'] },
  table(['agent'], ['requests', 'successRate', 'latencyP95', 'cost', 'users']),
  table(['agent', 'model'], ['modelCalls', 'tokens', 'cost'], 'kind:llm', 50),
  { mark: 'flow', w: 12, metrics: ['spans'], by: ['agent', 'kind', 'model'], limit: 60 },
  table(['tool'], ['toolCalls', 'toolErrors', 'toolLatencyP95'], 'kind:tool'),
  stacked('toolCalls', 'tool', 'kind:tool'),
  { mark: 'funnel', w: 6, metrics: ['requests', 'modelCalls', 'toolCalls'] },
  line(['users', 'sessions']),
  table(['user'], ['cost', 'requests', 'tokens', 'sessions'], '', 50),
  bar('requests', 'session'),
  stacked('users', 'release'),
  { mark: 'gauge', w: 3, metrics: ['successRate'] },
  stat('scores'),
  line(['scoreAvg'], ['score']),
  bar('scoreAvg', 'agent'),
  { ...line(['requests', 'requestErrors'], [], '', 12), range: '7d' },
];

/** The dashboard whose opening is measured. */
export const WIDGETS: readonly ChartWidget[] = ROWS.map(({ by, filter, ...row }, index) => {
  const widget = widgetSchema.parse({
    kind: 'chart',
    id: `w${index}`,
    place: { x: 0, y: 0, w: row.w, h: 4 },
    title: row.metrics.join(' '),
    dimensions: by,
    filter,
    mark: row.mark,
    metrics: row.metrics,
    limit: row.limit,
    compare: row.compare,
    range: row.range,
  });
  if (widget.kind !== 'chart') throw new Error('a widget of the bench is no chart');
  return widget;
});
