import { CACHE_LIFETIME_MS } from '@pharos/core/savings/caching';
import type { ResentHistory } from '@pharos/core/savings/facts';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import type { CallsAsked } from '../../savings-contract.ts';
import { decimal } from '../decimal.ts';
import { PROMPT_TOKENS } from '../metric-sql.ts';
import { integer, run, sql, trusted } from '../sql.ts';
import { BACKGROUND, BACKGROUND_OPTIONS } from '../waste/heavy.ts';
import { IS_CALL, judgedSpans } from '../waste/judged.ts';
import { BY_PLACE, MOST_PLACES, PLACE, TRACES } from './calls.ts';

interface Row extends Record<'provider' | 'model' | 'prompt' | 'agent' | 'name' | 'cost', string> {
  conversations: string;
  resending: string;
  size: string;
  resent_soon: string;
  resent_later: string;
  fresh: string;
  traces: [weight: string, traceId: string][];
}

/** A conversation with fewer calls does not tell that it grows. */
const LEAST_CALLS = 3;
/** So many of the calls after the first must hold what went before. */
const LEAST_SHARE = 0.8;

const COLUMNS = `trace_id, session_id, span_id, start_time, duration_ns, kind, provider, model, prompt_name, agent_name, name, cost_total,
  usage_cached_read, usage_cache_write, usage_output, ${PROMPT_TOKENS} AS prompt_tokens, ${IS_CALL} AS is_call`;

/**
 * Calls that send again what was sent and answered in the call before, of the same conversation and place. Known by sizes alone: a
 * call holds the one before when it is at least as large as what that asked and answered, and a conversation counts when nearly
 * all of its calls do. Of a call soon before, a cache holds what it asked: its answer enters the cache when it is sent back.
 */
export async function resentHistories(
  engine: Queries,
  scope: ProjectScope,
  asked: CallsAsked,
  nowNs: bigint,
): Promise<ResentHistory[]> {
  const calls = sql`SELECT ${trusted(PLACE)}, if(session_id = '', trace_id, session_id) AS conversation, trace_id, span_id, start_time, cost_total,
  prompt_tokens, usage_cached_read + usage_cache_write AS cached, usage_output AS answered,
  toUnixTimestamp64Nano(start_time) AS start_ns, start_ns + toInt64(duration_ns) AS end_ns
FROM (${judgedSpans(scope, { ...asked, nowNs }, COLUMNS)}) WHERE waste = '' AND is_call AND kind = 'llm' AND prompt_tokens > 0`;
  const compared = sql`SELECT *, lagInFrame(prompt_tokens) OVER turns AS asked_before, lagInFrame(end_ns) OVER turns AS before_ns,
  asked_before + lagInFrame(answered) OVER turns AS before,
  before > 0 AND start_ns >= before_ns AND prompt_tokens >= before AS resends,
  start_ns - before_ns <= ${integer(BigInt(CACHE_LIFETIME_MS) * 1_000_000n)} AS is_soon,
  multiIf(NOT resends, 0, is_soon, asked_before, before) AS known,
  if(known > cached, known - cached, 0) AS resent,
  if(prompt_tokens > greatest(known, cached), prompt_tokens - greatest(known, cached), 0) AS added
FROM (${calls})
WINDOW turns AS (PARTITION BY conversation, ${BY_PLACE} ORDER BY start_time, span_id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`;
  const conversations = sql`SELECT ${BY_PLACE}, conversation, count() AS all_calls, countIf(resends) AS calls, sumIf(cost_total, resends) AS spent,
  sumIf(prompt_tokens, resends) AS prompt_tokens, sumIf(resent, is_soon) AS soon, sumIf(resent, NOT is_soon) AS later,
  if(soon > 0, sum(added), 0) AS written,
  argMax(trace_id, resent) AS trace, if(trace = conversation, soon + later, max(resent)) AS trace_resent
FROM (${compared}) GROUP BY ${BY_PLACE}, conversation
HAVING all_calls >= ${integer(LEAST_CALLS)} AND calls >= ${trusted(String(LEAST_SHARE))} * (all_calls - 1) AND soon + later > 0`;
  const rows = await run<Row>(
    engine,
    sql`SELECT ${BY_PLACE}, count() AS conversations, sum(calls) AS resending, toString(sum(spent)) AS cost,
  sum(prompt_tokens) AS size, sum(soon) AS resent_soon, sum(later) AS resent_later, sum(written) AS fresh,
  groupArraySorted(${integer(TRACES)})((-toInt64(trace_resent), trace)) AS traces
FROM (${conversations}) GROUP BY ${BY_PLACE} ORDER BY resent_soon + resent_later DESC LIMIT ${integer(MOST_PLACES)} ${BACKGROUND}`,
    BACKGROUND_OPTIONS,
  );
  return rows.map(({ provider, model, prompt, agent, name, ...row }) => ({
    ...{ provider, model, prompt, agent, name },
    conversations: Number(row.conversations),
    calls: Number(row.resending),
    cost: decimal(row.cost),
    promptTokens: Number(row.size),
    soon: Number(row.resent_soon),
    later: Number(row.resent_later),
    written: Number(row.fresh),
    traces: row.traces.map(([weight, traceId]) => ({ traceId, weight: -Number(weight) })),
  }));
}
