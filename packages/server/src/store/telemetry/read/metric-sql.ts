import type { Aggregation, Condition, Metric, NumericField, Rows } from '@pharos/core/metrics';

/** Which rows a metric looks at. The outer of two records of one model call is not a call of its own. */
export const ROWS: Record<Rows, string> = {
  spans: '1',
  requests: 'empty(parent_id)',
  modelCalls: `(kind IN ('llm', 'embedding', 'reranker') AND counted)`,
  toolCalls: `kind = 'tool'`,
  scores: '1',
  booleanScores: `score_type = 'boolean'`,
};

const CONDITIONS: Record<Condition, string> = {
  error: `status = 'error'`,
  ok: `status != 'error'`,
  unpriced: `priced = 'unpriced'`,
  streamed: 'ttft_ns > 0',
  true: 'score_value > 0',
};

interface Numeric {
  value: string;
  /** Rows on which the number means something. */
  where: string;
}

const usage = (value: string): Numeric => ({ value, where: 'counted' });

const NUMBERS: Record<NumericField, Numeric> = {
  durationMs: { value: 'duration_ns / 1e6', where: '1' },
  ttftMs: { value: 'ttft_ns / 1e6', where: 'ttft_ns > 0' },
  tokens: usage('usage_total'),
  inputTokens: usage('usage_input'),
  cachedReadTokens: usage('usage_cached_read'),
  cacheWriteTokens: usage('usage_cache_write'),
  outputTokens: usage('usage_output'),
  reasoningTokens: usage('usage_reasoning'),
  promptTokens: usage(
    `(usage_input + usage_cached_read + usage_cache_write + usage_extra['cacheWrite1h'] + usage_extra['inputAudio'] + usage_extra['inputImage'])`,
  ),
  cost: usage('cost_total'),
  outputTokensPerSecond: {
    value: '(usage_output + usage_reasoning) / ((duration_ns - ttft_ns) / 1e9)',
    where: 'counted AND usage_output > 0 AND duration_ns > ttft_ns',
  },
  scoreValue: { value: 'assumeNotNull(score_value)', where: 'isNotNull(score_value)' },
};

const DISTINCT: Record<(Aggregation & { type: 'distinct' })['of'], string> = {
  user: 'user_id',
  session: 'session_id',
  trace: 'trace_id',
  model: 'model',
  agent: 'agent_name',
};

const both = (...conditions: string[]): string => {
  const real = conditions.filter((each) => each !== '1');
  return real.length === 0 ? '1' : real.map((each) => `(${each})`).join(' AND ');
};
const count = (where: string): string => (where === '1' ? 'count()' : `countIf(${where})`);
/** Dividing by 0 makes null. */
const quotient = (part: string, whole: string): string =>
  `toFloat64(${part}) / nullIf(toFloat64(${whole}), 0)`;

/** How a metric is computed: an aggregate over rows of a question, or over those of them that meet a condition. */
export function formulaOf({ over, aggregation }: Metric, among = '1'): string {
  const rows = both(among, ROWS[over]);
  const on = (field: NumericField) => both(rows, NUMBERS[field].where);
  const sum = (field: NumericField) => `sumIf(${NUMBERS[field].value}, ${on(field)})`;
  switch (aggregation.type) {
    case 'count':
      return count(rows);
    case 'countWhere':
      return count(both(rows, CONDITIONS[aggregation.where]));
    case 'share':
      return quotient(count(both(rows, CONDITIONS[aggregation.where])), count(rows));
    case 'sum':
      return sum(aggregation.of);
    case 'avg':
      return quotient(sum(aggregation.of), count(on(aggregation.of)));
    case 'ratio':
      return quotient(sum(aggregation.of), sum(aggregation.to));
    case 'distinct': {
      const column = DISTINCT[aggregation.of];
      return `uniqIf(${column}, ${both(rows, `${column} != ''`)})`;
    }
    case 'max':
      return `maxOrNullIf(${NUMBERS[aggregation.of].value}, ${on(aggregation.of)})`;
    case 'quantile':
      return `quantileExactIf(${aggregation.p})(${NUMBERS[aggregation.of].value}, ${on(aggregation.of)})`;
  }
}
