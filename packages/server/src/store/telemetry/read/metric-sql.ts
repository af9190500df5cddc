import type { Aggregation, Condition, Each, Metric, NumericField, Rows } from '@pharos/core/metrics';
import { GENERATION_PARTS, LEAST_GENERATION_MS } from '@pharos/core/output-speed';
import { QUEUE_TIMES } from '@pharos/core/queue-time';
import { TELLS, WRITES } from '@pharos/core/retrieval/operations';
import type { VectorFact } from '@pharos/core/retrieval/vector-call';
import { quoted } from '../literals.ts';
import { HAS_DURATION, IS_OPEN, IS_OVER } from '../outcome.ts';

const IS_VECTOR_CALL = `(kind = 'retriever' OR db_system != '')`;
/** Where a call does not tell its operation, its name does. */
const OPERATION = `if(db_operation != '', db_operation, name)`;
const is = (operation: string, pattern: string): string => `match(${operation}, ${quoted(`(?i)${pattern}`)})`;
/** A step of retrieval is called what it likes; one that says it writes does. */
const IS_WRITE = is(`if(kind = 'retriever', db_operation, ${OPERATION})`, WRITES);

/** Which rows a metric looks at. The outer of two records of one model call is not a call of its own. */
export const ROWS: Record<Rows, string> = {
  spans: '1',
  requests: 'empty(parent_id)',
  modelCalls: `(kind IN ('llm', 'embedding', 'reranker') AND (counted OR covered))`,
  toolCalls: `kind = 'tool'`,
  retrievals: `((kind = 'retriever' OR (db_system != '' AND NOT ${is(OPERATION, TELLS)})) AND NOT ${IS_WRITE})`,
  vectorWrites: `(${IS_VECTOR_CALL} AND ${IS_WRITE})`,
  vectorCalls: IS_VECTOR_CALL,
  scores: '1',
  booleanScores: `score_type = 'boolean'`,
};

/** How providers and SDKs name it when they are asked too often. */
const RATE_LIMIT = '(?i)rate.?limit|throttl|too.?many.?requests|resource.?exhausted';

const CONDITIONS: Record<Condition, string> = {
  error: `status = 'error'`,
  ok: `(ended AND status != 'error')`,
  open: IS_OPEN,
  unpriced: `(priced = 'unpriced' AND counted)`,
  streamed: 'ttft_ns > 0',
  rateLimited: `(status = 'error' AND (match(error_type, '${RATE_LIMIT}|^429$') OR match(status_message, '${RATE_LIMIT}')))`,
  noMatch: `(mapContains(db_facts, 'matches') AND db_facts['matches'] = 0)`,
  true: 'score_value > 0',
};

/** Among which rows a share is one: what has not come to an end is no success, and no failure either. */
const AMONG: Partial<Record<Condition, string>> = { error: IS_OVER, ok: IS_OVER };

interface Numeric {
  value: string;
  /** Rows on which the number means something. */
  where: string;
}

const usage = (value: string): Numeric => ({ value, where: 'counted' });

/** Whatever went into a call, read from a cache or not. */
export const PROMPT_TOKENS = `(usage_input + usage_cached_read + usage_cache_write + usage_extra['cacheWrite1h'] + usage_extra['inputAudio'] + usage_extra['inputImage'])`;

/** Of the tokens of a span only the total was told: there are no buckets. */
export const BARE = '(usage_reported = 0 AND empty(usage_extra))';

function vectorFact(fact: VectorFact): Numeric {
  return { value: `db_facts['${fact}']`, where: `mapContains(db_facts, '${fact}')` };
}

/** As core/output-speed.ts has it. */
const WAITED_NS = 'if(usage_reasoning = 0, ttft_ns, 0)';
const OUTPUT_TIMED = `(usage_output + usage_reasoning - (${WAITED_NS} > 0))`;
const GENERATION_NS = `(duration_ns - ${WAITED_NS})`;

const NUMBERS: Record<NumericField, Numeric> = {
  durationMs: { value: 'duration_ns / 1e6', where: HAS_DURATION },
  ttftMs: { value: 'ttft_ns / 1e6', where: 'ttft_ns > 0' },
  tokens: usage('usage_total'),
  inputTokens: usage('usage_input'),
  cachedReadTokens: usage('usage_cached_read'),
  cacheWriteTokens: usage('usage_cache_write'),
  outputTokens: usage('usage_output'),
  reasoningTokens: usage('usage_reasoning'),
  promptTokens: usage(PROMPT_TOKENS),
  estimatedTokens: { value: 'usage_total', where: 'counted AND usage_estimated' },
  cost: usage('cost_total'),
  cacheSaved: usage('cost_cache_saved'),
  outputTokensPerSecond: {
    value: `${OUTPUT_TIMED} / (${GENERATION_NS} / 1e9)`,
    where: `counted AND ${HAS_DURATION} AND ${OUTPUT_TIMED} > 0 AND ${GENERATION_NS} >= ${LEAST_GENERATION_MS * 1e6} AND ${GENERATION_NS} * ${GENERATION_PARTS} >= duration_ns`,
  },
  queueMs: {
    value: `multiIf(${QUEUE_TIMES.map(({ attribute, ms }) => `mapContains(attrs_num, '${attribute}'), attrs_num['${attribute}'] * ${ms}`).join(', ')}, 0)`,
    where: `(${QUEUE_TIMES.map(({ attribute }) => `mapContains(attrs_num, '${attribute}')`).join(' OR ')})`,
  },
  firstCallMs: { value: 'first_call_ns / 1e6', where: 'first_call_ns >= 0' },
  topK: vectorFact('topK'),
  matches: vectorFact('matches'),
  noMatch: { value: `db_facts['matches'] = 0`, where: `mapContains(db_facts, 'matches')` },
  topScore: vectorFact('topScore'),
  readUnits: vectorFact('readUnits'),
  writeUnits: vectorFact('writeUnits'),
  scoreValue: { value: 'assumeNotNull(score_value)', where: 'isNotNull(score_value)' },
};

const DISTINCT: Record<(Aggregation & { type: 'distinct' })['of'], string> = {
  user: 'user_id',
  session: 'session_id',
  trace: 'trace_id',
  model: 'model',
  agent: 'agent_name',
};

/**
 * A figure that adds up over groups and buckets: `partial` is aggregated from rows, `merge` is the aggregate function
 * that makes one figure of many partial ones.
 */
export interface Measure {
  partial: string;
  /** The column whose distinct values it is of, whatever else is true of their rows; undefined of all others. */
  distinct?: string;
  merge: { name: string; parameters: string };
}

/** How sums, and counts, of parts make that of the whole. */
export const SUM = { name: 'sum', parameters: '' };

const both = (...conditions: string[]): string => {
  const real = conditions.filter((each) => each !== '1');
  return real.length === 0 ? '1' : real.join(' AND ');
};
const count = (where: string): Measure => ({
  partial: where === '1' ? 'count()' : `countIf(${where})`,
  merge: SUM,
});
const sum = (over: Rows, field: NumericField, besides = '1'): Measure => {
  const { value, where } = NUMBERS[field];
  return { partial: `sumIf(${value}, ${both(ROWS[over], where, besides)})`, merge: SUM };
};

const distinct = (of: (Aggregation & { type: 'distinct' })['of'], over: Rows): Measure => {
  const column = DISTINCT[of];
  return {
    partial: `uniqStateIf(${column}, ${both(ROWS[over], `${column} != ''`)})`,
    merge: { name: 'uniqMerge', parameters: '' },
    ...(ROWS[over] === '1' && { distinct: column }),
  };
};

/** What an amount is divided by, and on which rows the amount counts. */
const EACH: Record<Each, { count: Measure; where: string }> = {
  request: { count: count(ROWS.requests), where: '1' },
  success: { count: count(both(ROWS.requests, CONDITIONS.ok)), where: '1' },
  user: { count: distinct('user', 'spans'), where: `${DISTINCT.user} != ''` },
  session: { count: distinct('session', 'spans'), where: `${DISTINCT.session} != ''` },
};

/**
 * How a metric is computed: its measures, and the figure that they make when merged, of rows of so many minutes. Dividing by
 * 0 makes null.
 */
export interface Formula {
  measures: Measure[];
  figure(merged: readonly string[], minutes: string): string;
}

const single = (partial: string, name: string, parameters = ''): Formula => ({
  measures: [{ partial, merge: { name, parameters } }],
  figure: ([value]) => `${value}`,
});
const same = (measure: Measure): Formula => ({ measures: [measure], figure: ([value]) => `${value}` });
const quotient = (part: Measure, whole: Measure): Formula => ({
  measures: [part, whole],
  figure: ([a, b]) => `toFloat64(${a}) / nullIf(toFloat64(${b}), 0)`,
});

export function formulaOf({ over, aggregation }: Metric): Formula {
  const rows = ROWS[over];
  switch (aggregation.type) {
    case 'count':
      return same(count(rows));
    case 'perMinute':
      return { measures: [count(rows)], figure: ([value], minutes) => `toFloat64(${value}) / ${minutes}` };
    case 'countWhere':
      return same(count(both(rows, CONDITIONS[aggregation.where])));
    case 'share':
      return quotient(
        count(both(rows, CONDITIONS[aggregation.where])),
        count(both(rows, AMONG[aggregation.where] ?? '1')),
      );
    case 'sum':
      return same(sum(over, aggregation.of));
    case 'avg':
      return quotient(sum(over, aggregation.of), count(both(rows, NUMBERS[aggregation.of].where)));
    case 'ratio':
      return quotient(sum(over, aggregation.of), sum(over, aggregation.to));
    case 'distinct':
      return same(distinct(aggregation.of, over));
    case 'per': {
      const { count, where } = EACH[aggregation.each];
      return quotient(sum(over, aggregation.of, where), count);
    }
    case 'max': {
      const { value, where } = NUMBERS[aggregation.of];
      return single(`maxOrNullIf(${value}, ${both(rows, where)})`, 'maxOrNull');
    }
    case 'quantile': {
      const { value, where } = NUMBERS[aggregation.of];
      const state = `quantileExactStateIf(${value}, ${both(rows, where)})`;
      return single(state, 'quantileExactMerge', `(${aggregation.p})`);
    }
  }
}
