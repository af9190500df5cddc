import type { CallProfile } from '@pharos/core/savings/facts';
import { SHORT_OUTPUT_TOKENS, SHORT_PROMPT_TOKENS } from '@pharos/core/savings/find-short-tasks';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import type { CallsAsked } from '../../savings-contract.ts';
import { decimal } from '../decimal.ts';
import { PROMPT_TOKENS } from '../metric-sql.ts';
import { integer, latestOf, run, sql, trusted, within } from '../sql.ts';
import { BACKGROUND, BACKGROUND_OPTIONS } from '../waste/heavy.ts';
import { IS_CALL, judgedSpans } from '../waste/judged.ts';
import { BY_PLACE, MOST_PLACES, PLACE, TRACES } from './calls.ts';

interface Row
  extends Record<'provider' | 'model' | 'prompt' | 'agent' | 'name' | 'cost' | 'prompt_cost', string> {
  calls: string;
  size: string;
  input_tokens: string;
  short_calls: string;
  short_cost: string;
  short_input: string;
  short_read: string;
  short_write: string;
  short_output: string;
  traces: [weight: number, traceId: string][];
}

const COLUMNS = `trace_id, kind, provider, model, prompt_name, agent_name, name, cost_total, cost_input, cost_cached_read, cost_cache_write,
  usage_input, usage_cached_read, usage_cache_write, usage_output, usage_reasoning, usage_extra, ${PROMPT_TOKENS} AS prompt_tokens, ${IS_CALL} AS is_call`;

/** What the calls of each place were, in one reading. */
export async function callProfile(
  engine: Queries,
  scope: ProjectScope,
  asked: CallsAsked,
  nowNs: bigint,
): Promise<CallProfile[]> {
  const withTools = latestOf(
    scope,
    'spans',
    within(trusted('start_time'), asked.range),
    trusted(`kind = 'tool'`),
  );
  const short = sql`kind = 'llm' AND prompt_tokens BETWEEN 1 AND ${integer(SHORT_PROMPT_TOKENS)} AND usage_output <= ${integer(SHORT_OUTPUT_TOKENS)}
  AND usage_reasoning = 0 AND empty(usage_extra) AND cost_total > 0 AND trace_id NOT IN (SELECT trace_id FROM ${withTools})`;
  const calls = sql`SELECT ${trusted(PLACE)}, trace_id, cost_total, cost_input + cost_cached_read + cost_cache_write AS cost_prompt,
  usage_input, usage_cached_read, usage_cache_write, usage_output, prompt_tokens, ${short} AS is_short
FROM (${judgedSpans(scope, { ...asked, nowNs }, COLUMNS)}) WHERE waste = '' AND is_call`;
  const rows = await run<Row>(
    engine,
    sql`SELECT ${BY_PLACE}, count() AS calls, toString(sum(cost_total)) AS cost, toString(sum(cost_prompt)) AS prompt_cost,
  sum(prompt_tokens) AS size, sum(usage_input) AS input_tokens, countIf(is_short) AS short_calls,
  toString(sumIf(cost_total, is_short)) AS short_cost, sumIf(usage_input, is_short) AS short_input, sumIf(usage_cached_read, is_short) AS short_read,
  sumIf(usage_cache_write, is_short) AS short_write, sumIf(usage_output, is_short) AS short_output,
  groupArraySortedIf(${integer(TRACES)})((-toFloat64(cost_total), trace_id), is_short) AS traces
FROM (${calls}) GROUP BY ${BY_PLACE} ORDER BY sum(cost_total) DESC LIMIT ${integer(MOST_PLACES)} ${BACKGROUND}`,
    BACKGROUND_OPTIONS,
  );
  return rows.map(({ provider, model, prompt, agent, name, ...row }) => ({
    ...{ provider, model, prompt, agent, name },
    calls: Number(row.calls),
    cost: decimal(row.cost),
    promptTokens: Number(row.size),
    inputTokens: Number(row.input_tokens),
    promptCost: decimal(row.prompt_cost),
    short: {
      calls: Number(row.short_calls),
      cost: decimal(row.short_cost),
      input: Number(row.short_input),
      cachedRead: Number(row.short_read),
      cacheWrite: Number(row.short_write),
      output: Number(row.short_output),
      traces: row.traces.map(([weight, traceId]) => ({ traceId, weight: -weight })),
    },
  }));
}
