import type { PromptGrowth } from '@pharos/core/savings/facts';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import type { CallsAsked } from '../../savings-contract.ts';
import { PROMPT_TOKENS } from '../metric-sql.ts';
import { spanRows } from '../question-rows.ts';
import { integer, run, sql, time, trusted } from '../sql.ts';
import { BACKGROUND, BACKGROUND_OPTIONS } from '../waste/heavy.ts';
import { IS_CALL } from '../waste/judged.ts';
import { BY_PLACE, MOST_PLACES, PLACE, TRACES } from './calls.ts';

interface Row extends Record<'provider' | 'model' | 'prompt' | 'agent' | 'name', string> {
  calls: string;
  calls_before: string;
  now_size: number;
  before_size: number;
  latest_version: string;
  version_before: string;
  traces: [weight: string, traceId: string][];
}

/** How large the prompts of each place are now and were in the period before, of calls that did not fail. */
export async function promptGrowth(
  engine: Queries,
  scope: ProjectScope,
  { range, filters, search }: CallsAsked,
): Promise<PromptGrowth[]> {
  const both = { fromNs: range.fromNs - (range.toNs - range.fromNs), toNs: range.toNs };
  const { from } = spanRows(scope, { filters, search }, both, trusted(`${IS_CALL} AND status != 'error'`));
  const calls = sql`SELECT ${trusted(PLACE)}, toString(prompt_version) AS version, trace_id, start_time, ${trusted(PROMPT_TOKENS)} AS size,
  start_time >= ${time(range.fromNs)} AS is_now FROM ${from}`;
  const rows = await run<Row>(
    engine,
    sql`SELECT ${BY_PLACE}, countIf(is_now) AS calls, countIf(NOT is_now) AS calls_before,
  toFloat64(quantileExactIf(0.5)(size, is_now)) AS now_size, toFloat64(quantileExactIf(0.5)(size, NOT is_now)) AS before_size,
  argMaxIf(version, start_time, is_now) AS latest_version, argMaxIf(version, start_time, NOT is_now) AS version_before,
  groupArraySortedIf(${integer(TRACES)})((-toInt64(size), trace_id), is_now) AS traces
FROM (${calls}) WHERE size > 0 GROUP BY ${BY_PLACE} HAVING calls > 0 AND calls_before > 0 AND now_size > before_size
ORDER BY (now_size - before_size) * calls DESC LIMIT ${integer(MOST_PLACES)} ${BACKGROUND}`,
    BACKGROUND_OPTIONS,
  );
  return rows.map(({ provider, model, prompt, agent, name, ...row }) => ({
    ...{ provider, model, prompt, agent, name },
    calls: Number(row.calls),
    callsBefore: Number(row.calls_before),
    promptTokens: row.now_size,
    promptTokensBefore: row.before_size,
    version: row.latest_version,
    versionBefore: row.version_before,
    traces: row.traces.map(([weight, traceId]) => ({ traceId, weight: -Number(weight) })),
  }));
}
