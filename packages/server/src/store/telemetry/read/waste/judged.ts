import type { TimeRange } from '@pharos/core/time';
import { CANCELLED_ERRORS, QUIET_MS, ROOT_REACH_MS } from '@pharos/core/waste/waste';
import type { ProjectScope } from '../../../scope.ts';
import { IS_OPEN } from '../../outcome.ts';
import type { CallsAsked } from '../../savings-contract.ts';
import { PROMPT_TOKENS } from '../metric-sql.ts';
import { spanRows } from '../question-rows.ts';
import { any, latestOf, rowsOf, type Sql, sql, texts, time, trusted, within } from '../sql.ts';

/** Which spans are judged, and when that is. */
export interface Judged extends CallsAsked {
  nowNs: bigint;
}

const NS_PER_MS = 1_000_000n;
const START = trusted('start_time');
const OPEN = trusted(IS_OPEN);
const IS_CANCELLED = sql`(status = 'error' AND lower(splitByChar('.', toString(error_type))[-1]) IN ${texts(CANCELLED_ERRORS)})`;

/** Calls whose tokens count: of two records of one call, that which has them. */
export const IS_CALL = `(kind IN ('llm', 'embedding', 'reranker') AND counted)`;
const START_NS = 'toUnixTimestamp64Nano(start_time)';
const END_NS = `(${START_NS} + toInt64(duration_ns))`;

/** Attempts at the same: siblings that ask the same model by the same name. */
const ATTEMPT = 'sipHash128(trace_id, parent_id, name, model)';
/** The same asked again, as far as its size and its last words tell. */
const REPEAT = `sipHash128(trace_id, parent_id, name, model, ${PROMPT_TOKENS}, input_preview)`;
/** Equal for what is asked again, and for hardly anything else: cheap, to find the few whose words have to be read. */
const ALIKE = `cityHash64(trace_id, parent_id, name, model, ${PROMPT_TOKENS})`;
const MAY_REPEAT = `(${IS_CALL} AND status != 'error' AND input_preview != '')`;

/**
 * Spans that start in the range, meet the conditions and spend, each with the kind of waste that it is as `waste`, '' for none:
 * the rules of core/waste/waste.ts. Of what is judged as part of its run, `run_name`, `run_agent` and `run_error` are those of the root.
 */
export function judgedSpans(
  scope: ProjectScope,
  { range, filters, search, nowNs }: Judged,
  columns: string,
): Sql {
  const { from } = spanRows(
    scope,
    { filters, search },
    range,
    trusted('counted'),
    trusted('(has_usage OR cost_total > 0)'),
  );
  return sql`SELECT ${trusted(columns)}, run_name, run_agent, run_error,
  multiIf(fate != '', fate, attempted_ns >= end_ns OR repeated_ns >= end_ns, 'retries', status = 'error', 'errors', '') AS waste
FROM (SELECT *, ${trusted(END_NS)} AS end_ns,
    ${trusted(`if(${IS_CALL} AND status = 'error', ${ATTEMPT}, toFixedString('', 16))`)} AS attempt,
    ${trusted(`if(${MAY_REPEAT}, ${REPEAT}, toFixedString('', 16))`)} AS repeat
  FROM ${from}) AS spending
LEFT ANY JOIN (${fates(scope, range, nowNs)}) AS fates USING trace_id
LEFT ANY JOIN (${attempts(scope, range)}) AS attempts USING attempt
LEFT ANY JOIN (${repeats(scope, range)}) AS repeats USING repeat`;
}

/** Runs that came to nothing, by their roots: of a trace that has several, by the worst. */
function fates(scope: ProjectScope, { fromNs, toNs }: TimeRange, nowNs: bigint): Sql {
  const reach = { fromNs: fromNs - BigInt(ROOT_REACH_MS) * NS_PER_MS, toNs };
  const roots = (...where: Sql[]) =>
    latestOf(scope, 'spans', within(START, reach), trusted(`parent_id = ''`), ...where);
  const quietSince = time(nowNs - BigInt(QUIET_MS) * NS_PER_MS);
  const open = sql`SELECT trace_id FROM ${roots(OPEN)}`;
  const busy = sql`SELECT trace_id FROM ${rowsOf(scope, 'trace_index', sql`trace_id IN (${open})`)}
GROUP BY trace_id HAVING greatest(max(last_start), max(end_time)) >= ${quietSince}`;
  return sql`SELECT trace_id, if(max(is_abandoned), 'abandoned', 'failed') AS fate,
  argMax(name, is_abandoned) AS run_name, argMax(agent_name, is_abandoned) AS run_agent, argMax(error_type, is_abandoned) AS run_error
FROM (SELECT trace_id, toString(name) AS name, toString(agent_name) AS agent_name, toString(error_type) AS error_type,
    ${OPEN} AS is_open, is_open OR ${IS_CANCELLED} AS is_abandoned
  FROM ${roots(any([trusted(`status = 'error'`), OPEN]))})
WHERE NOT is_open OR trace_id NOT IN (${busy}) GROUP BY trace_id`;
}

const callsOf = (scope: ProjectScope, range: TimeRange, ...where: Sql[]): Sql =>
  latestOf(scope, 'spans', within(START, range), trusted(IS_CALL), ...where);

/** When a call that failed was last made again. */
function attempts(scope: ProjectScope, range: TimeRange): Sql {
  const failed = callsOf(scope, range, trusted(`status = 'error'`));
  return sql`SELECT ${trusted(ATTEMPT)} AS attempt, max(${trusted(START_NS)}) AS attempted_ns
FROM ${callsOf(scope, range, sql`trace_id IN (SELECT trace_id FROM ${failed})`)} GROUP BY attempt`;
}

/** When a call that went well was last made again. */
function repeats(scope: ProjectScope, range: TimeRange): Sql {
  const calls = (...where: Sql[]) => callsOf(scope, range, trusted(MAY_REPEAT), ...where);
  const alike = sql`SELECT ${trusted(ALIKE)} AS alike FROM ${calls()} GROUP BY alike HAVING count() > 1`;
  return sql`SELECT ${trusted(REPEAT)} AS repeat, max(${trusted(START_NS)}) AS repeated_ns
FROM ${calls(sql`${trusted(ALIKE)} IN (${alike})`)} GROUP BY repeat HAVING count() > 1`;
}
