/**
 * Every metric as data. `over` says which rows it looks at: all spans, root spans (one a trace, "requests"), model
 * calls, tool calls, or scores. Aggregations are few and named; the store knows how to write each in SQL.
 */
export type Unit = 'count' | 'tokens' | 'usd' | 'ms' | 'ratio' | 'perMinute' | 'number';

export type Aggregation =
  | { type: 'count' }
  | { type: 'sum'; of: NumericField }
  | { type: 'avg'; of: NumericField }
  | { type: 'max'; of: NumericField }
  | { type: 'quantile'; of: NumericField; p: number }
  | { type: 'distinct'; of: 'user' | 'session' | 'trace' | 'model' | 'agent' }
  | { type: 'share'; where: Condition }
  | { type: 'countWhere'; where: Condition }
  | { type: 'ratio'; of: NumericField; to: NumericField }
  | { type: 'per'; of: NumericField; each: Each };

export type NumericField =
  | 'durationMs'
  | 'ttftMs'
  | 'tokens'
  | 'inputTokens'
  | 'cachedReadTokens'
  | 'cacheWriteTokens'
  | 'outputTokens'
  | 'reasoningTokens'
  | 'promptTokens'
  | 'estimatedTokens'
  | 'cost'
  | 'cacheSaved'
  | 'outputTokensPerSecond'
  | 'scoreValue';

/** What an amount is divided by. Users and sessions: what was spent without one is left out of the amount as well. */
export type Each = 'request' | 'success' | 'user' | 'session';
export type Condition = 'error' | 'ok' | 'unpriced' | 'streamed' | 'true';
export type Rows = 'spans' | 'requests' | 'modelCalls' | 'toolCalls' | 'scores' | 'booleanScores';

export interface Metric {
  name: string;
  unit: Unit;
  over: Rows;
  aggregation: Aggregation;
  /** Is more of it better, worse, or neither? Colours a change. */
  better: 'more' | 'less' | 'neither';
}

const metric = (
  name: string,
  unit: Unit,
  over: Rows,
  aggregation: Aggregation,
  better: Metric['better'] = 'neither',
): Metric => ({ name, unit, over, aggregation, better });

export const METRICS: readonly Metric[] = [
  metric('spans', 'count', 'spans', { type: 'count' }),
  metric('requests', 'count', 'requests', { type: 'count' }),
  metric('requestErrors', 'count', 'requests', { type: 'countWhere', where: 'error' }, 'less'),
  metric('requestSuccesses', 'count', 'requests', { type: 'countWhere', where: 'ok' }, 'more'),
  metric('successRate', 'ratio', 'requests', { type: 'share', where: 'ok' }, 'more'),
  metric('errorRate', 'ratio', 'requests', { type: 'share', where: 'error' }, 'less'),
  metric('spanErrors', 'count', 'spans', { type: 'countWhere', where: 'error' }, 'less'),
  metric('spanErrorRate', 'ratio', 'spans', { type: 'share', where: 'error' }, 'less'),
  metric('latencyAvg', 'ms', 'requests', { type: 'avg', of: 'durationMs' }, 'less'),
  metric('latencyP50', 'ms', 'requests', { type: 'quantile', of: 'durationMs', p: 0.5 }, 'less'),
  metric('latencyP95', 'ms', 'requests', { type: 'quantile', of: 'durationMs', p: 0.95 }, 'less'),
  metric('latencyP99', 'ms', 'requests', { type: 'quantile', of: 'durationMs', p: 0.99 }, 'less'),
  metric('latencyP75', 'ms', 'requests', { type: 'quantile', of: 'durationMs', p: 0.75 }, 'less'),
  metric('latencyP90', 'ms', 'requests', { type: 'quantile', of: 'durationMs', p: 0.9 }, 'less'),
  metric('latencyMax', 'ms', 'requests', { type: 'max', of: 'durationMs' }, 'less'),
  metric('spanLatencyAvg', 'ms', 'spans', { type: 'avg', of: 'durationMs' }, 'less'),
  metric('spanLatencyP75', 'ms', 'spans', { type: 'quantile', of: 'durationMs', p: 0.75 }, 'less'),
  metric('spanLatencyP90', 'ms', 'spans', { type: 'quantile', of: 'durationMs', p: 0.9 }, 'less'),
  metric('spanLatencyP99', 'ms', 'spans', { type: 'quantile', of: 'durationMs', p: 0.99 }, 'less'),
  metric('spanLatencyMax', 'ms', 'spans', { type: 'max', of: 'durationMs' }, 'less'),
  metric('spanLatencyP50', 'ms', 'spans', { type: 'quantile', of: 'durationMs', p: 0.5 }, 'less'),
  metric('spanLatencyP95', 'ms', 'spans', { type: 'quantile', of: 'durationMs', p: 0.95 }, 'less'),
  metric('ttftP50', 'ms', 'modelCalls', { type: 'quantile', of: 'ttftMs', p: 0.5 }, 'less'),
  metric('ttftP95', 'ms', 'modelCalls', { type: 'quantile', of: 'ttftMs', p: 0.95 }, 'less'),
  metric('ttftAvg', 'ms', 'modelCalls', { type: 'avg', of: 'ttftMs' }, 'less'),
  metric('ttftP90', 'ms', 'modelCalls', { type: 'quantile', of: 'ttftMs', p: 0.9 }, 'less'),
  metric('ttftP99', 'ms', 'modelCalls', { type: 'quantile', of: 'ttftMs', p: 0.99 }, 'less'),
  metric('modelCalls', 'count', 'modelCalls', { type: 'count' }),
  metric('modelErrors', 'count', 'modelCalls', { type: 'countWhere', where: 'error' }, 'less'),
  metric('modelLatencyP95', 'ms', 'modelCalls', { type: 'quantile', of: 'durationMs', p: 0.95 }, 'less'),
  metric('toolCalls', 'count', 'toolCalls', { type: 'count' }),
  metric('toolErrors', 'count', 'toolCalls', { type: 'countWhere', where: 'error' }, 'less'),
  metric('toolLatencyP95', 'ms', 'toolCalls', { type: 'quantile', of: 'durationMs', p: 0.95 }, 'less'),
  metric('tokens', 'tokens', 'spans', { type: 'sum', of: 'tokens' }),
  metric('inputTokens', 'tokens', 'spans', { type: 'sum', of: 'inputTokens' }),
  metric('cachedReadTokens', 'tokens', 'spans', { type: 'sum', of: 'cachedReadTokens' }, 'more'),
  metric('cacheWriteTokens', 'tokens', 'spans', { type: 'sum', of: 'cacheWriteTokens' }),
  metric('outputTokens', 'tokens', 'spans', { type: 'sum', of: 'outputTokens' }),
  metric('reasoningTokens', 'tokens', 'spans', { type: 'sum', of: 'reasoningTokens' }),
  metric(
    'cacheHitRate',
    'ratio',
    'spans',
    { type: 'ratio', of: 'cachedReadTokens', to: 'promptTokens' },
    'more',
  ),
  metric('cost', 'usd', 'spans', { type: 'sum', of: 'cost' }, 'less'),
  metric('costPerRequest', 'usd', 'spans', { type: 'per', of: 'cost', each: 'request' }, 'less'),
  metric('costPerSuccess', 'usd', 'spans', { type: 'per', of: 'cost', each: 'success' }, 'less'),
  metric('costPerUser', 'usd', 'spans', { type: 'per', of: 'cost', each: 'user' }, 'less'),
  metric('costPerSession', 'usd', 'spans', { type: 'per', of: 'cost', each: 'session' }, 'less'),
  metric('cacheSavings', 'usd', 'spans', { type: 'sum', of: 'cacheSaved' }, 'more'),
  metric('estimatedTokens', 'tokens', 'spans', { type: 'sum', of: 'estimatedTokens' }, 'less'),
  metric(
    'estimatedTokenShare',
    'ratio',
    'spans',
    { type: 'ratio', of: 'estimatedTokens', to: 'tokens' },
    'less',
  ),
  metric('unpricedCalls', 'count', 'modelCalls', { type: 'countWhere', where: 'unpriced' }, 'less'),
  metric('users', 'count', 'spans', { type: 'distinct', of: 'user' }, 'more'),
  metric('sessions', 'count', 'spans', { type: 'distinct', of: 'session' }, 'more'),
  metric('traces', 'count', 'spans', { type: 'distinct', of: 'trace' }),
  metric('scores', 'count', 'scores', { type: 'count' }),
  metric('scoredTraces', 'count', 'scores', { type: 'distinct', of: 'trace' }),
  metric('scoreAvg', 'number', 'scores', { type: 'avg', of: 'scoreValue' }),
  metric('scoreMedian', 'number', 'scores', { type: 'quantile', of: 'scoreValue', p: 0.5 }),
  metric('scoreTrueRate', 'ratio', 'booleanScores', { type: 'share', where: 'true' }, 'more'),
];

const BY_NAME = new Map(METRICS.map((m) => [m.name, m]));

/** The metric of that name, or undefined. */
export const metricNamed = (name: string): Metric | undefined => BY_NAME.get(name);

/** Metrics of scores count judgements by the time they were made; all others count spans. */
export const isOfScores = ({ over }: Metric): boolean => over === 'scores' || over === 'booleanScores';

const ADDITIVE: ReadonlySet<Aggregation['type']> = new Set(['count', 'countWhere', 'sum']);
/** Figures of parts make that of the whole when they are summed. */
export const isAdditive = ({ aggregation }: Metric): boolean => ADDITIVE.has(aggregation.type);
/** Money that is summed up is exact to the last digit; what it comes to per request is a quotient. */
export const isExact = (metric: Metric): boolean => metric.unit === 'usd' && isAdditive(metric);
