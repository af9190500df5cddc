/**
 * Every metric as data. `over` says which rows it looks at: all spans, root spans (one a trace, "requests"), model
 * calls, tool calls, or scores. Aggregations are few and named; the store knows how to write each in SQL.
 */
export const UNITS = [
  'count',
  'tokens',
  'usd',
  'ms',
  'seconds',
  'ratio',
  'perMinute',
  'perSecond',
  'bytes',
  'bytesPerSecond',
  'number',
] as const;
export type Unit = (typeof UNITS)[number];

export type Aggregation =
  | { type: 'count' }
  | { type: 'perMinute' }
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
  /** Of what has ended: how long it takes is not known before. */
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
  /** Of a call that tells it, see output-speed.ts; the mean is that of calls, whatever their length. */
  | 'outputTokensPerSecond'
  | 'queueMs'
  | 'firstCallMs'
  | 'topK'
  | 'matches'
  | 'noMatch'
  | 'topScore'
  | 'readUnits'
  | 'writeUnits'
  | 'scoreValue';

/** What an amount is divided by. Users and sessions: what was spent without one is left out of the amount as well. */
export type Each = 'request' | 'success' | 'user' | 'session';
/** What has neither ended nor failed is open: no success and no failure, and in no rate of either. */
export type Condition =
  | 'error'
  | 'ok'
  | 'open'
  | 'unpriced'
  | 'streamed'
  | 'rateLimited'
  | 'noMatch'
  | 'true';
export type Rows =
  | 'spans'
  | 'requests'
  | 'modelCalls'
  | 'toolCalls'
  /** Searches in vector databases and steps of retrieval; what they are asked for and find is of these alone. */
  | 'retrievals'
  /** What changes a vector database: upserts, deletions, new collections. */
  | 'vectorWrites'
  /** Both, and what only tells about a collection. */
  | 'vectorCalls'
  | 'scores'
  | 'booleanScores';

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

/** The usual percentiles of a time, lowest first: `latencyP50` to `latencyP99`. */
const percentiles = (prefix: string, over: Rows, of: NumericField): Metric[] =>
  [50, 75, 90, 95, 99].map((p) =>
    metric(`${prefix}P${p}`, 'ms', over, { type: 'quantile', of, p: p / 100 }, 'less'),
  );

export const METRICS: readonly Metric[] = [
  metric('spans', 'count', 'spans', { type: 'count' }),
  metric('requests', 'count', 'requests', { type: 'count' }),
  metric('requestErrors', 'count', 'requests', { type: 'countWhere', where: 'error' }, 'less'),
  metric('requestSuccesses', 'count', 'requests', { type: 'countWhere', where: 'ok' }, 'more'),
  metric('openRequests', 'count', 'requests', { type: 'countWhere', where: 'open' }),
  metric('successRate', 'ratio', 'requests', { type: 'share', where: 'ok' }, 'more'),
  metric('errorRate', 'ratio', 'requests', { type: 'share', where: 'error' }, 'less'),
  metric('requestsPerMinute', 'perMinute', 'requests', { type: 'perMinute' }),
  metric('firstCallP50', 'ms', 'requests', { type: 'quantile', of: 'firstCallMs', p: 0.5 }, 'less'),
  metric('firstCallP95', 'ms', 'requests', { type: 'quantile', of: 'firstCallMs', p: 0.95 }, 'less'),
  metric('queueP50', 'ms', 'spans', { type: 'quantile', of: 'queueMs', p: 0.5 }, 'less'),
  metric('queueP95', 'ms', 'spans', { type: 'quantile', of: 'queueMs', p: 0.95 }, 'less'),
  metric('openSpans', 'count', 'spans', { type: 'countWhere', where: 'open' }),
  metric('spanSuccessRate', 'ratio', 'spans', { type: 'share', where: 'ok' }, 'more'),
  metric('spansPerMinute', 'perMinute', 'spans', { type: 'perMinute' }),
  metric('spanErrors', 'count', 'spans', { type: 'countWhere', where: 'error' }, 'less'),
  metric('spanErrorRate', 'ratio', 'spans', { type: 'share', where: 'error' }, 'less'),
  ...percentiles('latency', 'requests', 'durationMs'),
  metric('latencyAvg', 'ms', 'requests', { type: 'avg', of: 'durationMs' }, 'less'),
  metric('latencyMax', 'ms', 'requests', { type: 'max', of: 'durationMs' }, 'less'),
  ...percentiles('spanLatency', 'spans', 'durationMs'),
  metric('spanLatencyAvg', 'ms', 'spans', { type: 'avg', of: 'durationMs' }, 'less'),
  metric('spanLatencyMax', 'ms', 'spans', { type: 'max', of: 'durationMs' }, 'less'),
  ...percentiles('ttft', 'modelCalls', 'ttftMs'),
  metric('ttftAvg', 'ms', 'modelCalls', { type: 'avg', of: 'ttftMs' }, 'less'),
  metric('modelCalls', 'count', 'modelCalls', { type: 'count' }),
  metric('modelErrors', 'count', 'modelCalls', { type: 'countWhere', where: 'error' }, 'less'),
  metric('modelSuccessRate', 'ratio', 'modelCalls', { type: 'share', where: 'ok' }, 'more'),
  metric('modelCallsPerMinute', 'perMinute', 'modelCalls', { type: 'perMinute' }),
  ...percentiles('modelLatency', 'modelCalls', 'durationMs'),
  metric('outputSpeedAvg', 'perSecond', 'modelCalls', { type: 'avg', of: 'outputTokensPerSecond' }, 'more'),
  metric(
    'outputSpeedP50',
    'perSecond',
    'modelCalls',
    { type: 'quantile', of: 'outputTokensPerSecond', p: 0.5 },
    'more',
  ),
  // Speed is slow at its lower end: one call of ten is slower than this.
  metric(
    'outputSpeedP10',
    'perSecond',
    'modelCalls',
    { type: 'quantile', of: 'outputTokensPerSecond', p: 0.1 },
    'more',
  ),
  metric('rateLimitedCalls', 'count', 'modelCalls', { type: 'countWhere', where: 'rateLimited' }, 'less'),
  metric('toolCalls', 'count', 'toolCalls', { type: 'count' }),
  metric('toolSuccessRate', 'ratio', 'toolCalls', { type: 'share', where: 'ok' }, 'more'),
  metric('toolCallsPerMinute', 'perMinute', 'toolCalls', { type: 'perMinute' }),
  ...percentiles('toolLatency', 'toolCalls', 'durationMs'),
  metric('toolErrors', 'count', 'toolCalls', { type: 'countWhere', where: 'error' }, 'less'),
  metric('retrievals', 'count', 'retrievals', { type: 'count' }),
  metric('retrievalsPerMinute', 'perMinute', 'retrievals', { type: 'perMinute' }),
  metric('retrievalSuccessRate', 'ratio', 'retrievals', { type: 'share', where: 'ok' }, 'more'),
  ...percentiles('retrievalLatency', 'retrievals', 'durationMs'),
  metric('topKAvg', 'number', 'retrievals', { type: 'avg', of: 'topK' }),
  metric('matchesAvg', 'number', 'retrievals', { type: 'avg', of: 'matches' }),
  metric('emptyRetrievals', 'count', 'retrievals', { type: 'countWhere', where: 'noMatch' }, 'less'),
  metric('emptyRetrievalRate', 'ratio', 'retrievals', { type: 'avg', of: 'noMatch' }, 'less'),
  ...[10, 25, 50, 75, 90].map((p) =>
    metric(`topScoreP${p}`, 'number', 'retrievals', { type: 'quantile', of: 'topScore', p: p / 100 }),
  ),
  metric('vectorWrites', 'count', 'vectorWrites', { type: 'count' }),
  metric('vectorWritesPerMinute', 'perMinute', 'vectorWrites', { type: 'perMinute' }),
  metric('vectorWriteSuccessRate', 'ratio', 'vectorWrites', { type: 'share', where: 'ok' }, 'more'),
  ...percentiles('vectorWriteLatency', 'vectorWrites', 'durationMs'),
  metric('vectorCalls', 'count', 'vectorCalls', { type: 'count' }),
  metric('vectorCallSuccessRate', 'ratio', 'vectorCalls', { type: 'share', where: 'ok' }, 'more'),
  metric(
    'vectorCallLatencyP95',
    'ms',
    'vectorCalls',
    { type: 'quantile', of: 'durationMs', p: 0.95 },
    'less',
  ),
  metric('readUnits', 'number', 'vectorCalls', { type: 'sum', of: 'readUnits' }),
  metric('writeUnits', 'number', 'vectorCalls', { type: 'sum', of: 'writeUnits' }),
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

const OF_RETRIEVAL: ReadonlySet<Rows> = new Set(['retrievals', 'vectorWrites', 'vectorCalls']);
/** Metrics of retrieval and of vector databases. */
export const isOfRetrieval = ({ over }: Metric): boolean => OF_RETRIEVAL.has(over);

/** It needs to know when the first model call of a trace began, which no row tells of itself. */
export const isOfFirstCall = ({ aggregation }: Metric): boolean =>
  'of' in aggregation && aggregation.of === 'firstCallMs';

const ADDITIVE: ReadonlySet<Aggregation['type']> = new Set(['count', 'countWhere', 'sum']);
/** Figures of parts make that of the whole when they are summed. */
export const isAdditive = ({ aggregation }: Metric): boolean => ADDITIVE.has(aggregation.type);
/** Of nothing it is 0; averages, shares and quantiles of nothing are unknown. */
export const isZeroOfNothing = ({ aggregation }: Metric): boolean =>
  ADDITIVE.has(aggregation.type) || aggregation.type === 'distinct' || aggregation.type === 'perMinute';
/** Money that is summed up is exact to the last digit; what it comes to per request is a quotient. */
export const isExact = (metric: Metric): boolean => metric.unit === 'usd' && isAdditive(metric);
