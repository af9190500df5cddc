import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import { ROWS } from './metric-sql.ts';
import { type Asked, type QuestionRows, spanRows } from './question-rows.ts';
import { latestOf, sql, trusted, within } from './sql.ts';

/** A request that runs for longer is not looked at beyond the end of the range. */
const LONGEST_NS = 3_600_000_000_000n;

/**
 * The same rows, each with `first_call_ns`: how long after its start the first model call of its trace began, -1 where there
 * was none. What lies between is what a request waits for or prepares: a queue, retrieval, a cold start.
 */
export function rowsWithFirstCall(scope: ProjectScope, asked: Asked, range: TimeRange): QuestionRows {
  const { from, time } = spanRows(scope, asked, range);
  const around = { fromNs: range.fromNs, toNs: range.toNs + LONGEST_NS };
  const calls = latestOf(scope, 'spans', within(trusted('start_time'), around), trusted(ROWS.modelCalls));
  return {
    from: sql`(SELECT *, if(first_call = 0, toInt64(-1), greatest(first_call - toUnixTimestamp64Nano(start_time), 0)) AS first_call_ns
  FROM (SELECT * FROM ${from}) AS asked
  LEFT ANY JOIN (SELECT trace_id, min(toUnixTimestamp64Nano(start_time)) AS first_call FROM ${calls} GROUP BY trace_id) AS calls
  USING (trace_id))`,
    time,
  };
}
