import type { SessionSummary, TraceSummary } from '@pharos/core/api/spans';
import type { ProjectScope } from '../../scope.ts';
import type { Driver } from '../driver.ts';
import { findGroup, type Grouping } from './group-list.ts';
import { integer, rowsOf, run, sql, text } from './sql.ts';
import { summarise } from './trace-summary.ts';

/** A conversation is shown with its newest so many traces. */
const MAX_TRACES = 500;

export const SESSIONS: Grouping<{ userId: string; firstInput: string }, SessionSummary> = {
  key: 'session_id',
  extra: `argMinIf(user_id, (start_time, span_id), user_id != '') AS userId,
  argMinIf(input_preview, (parent_id != '', start_time, span_id), input_preview != '') AS firstInput`,
  itemOf: ({ id, firstSeen, lastSeen, ...facts }, { userId, firstInput }) => ({
    sessionId: id,
    userId: userId || null,
    startTime: firstSeen,
    lastSeen,
    ...facts,
    firstInput,
  }),
};

/** A session over all time with its traces, oldest first. */
export async function openSession(
  driver: Driver,
  scope: ProjectScope,
  sessionId: string,
): Promise<{ session: SessionSummary; traces: TraceSummary[] } | undefined> {
  const session = await findGroup(driver, scope, SESSIONS, sessionId);
  if (!session) return undefined;
  const ids = sql`SELECT trace_id FROM ${rowsOf(scope, 'spans', sql`session_id = ${text(sessionId)}`)}`;
  const rows = await run<{ traceId: string; startNs: string; lastNs: string }>(
    driver,
    sql`SELECT trace_id AS traceId, toUnixTimestamp64Nano(min(start_time)) AS startNs, toUnixTimestamp64Nano(max(last_start)) AS lastNs
FROM ${rowsOf(scope, 'trace_index', sql`trace_id IN (${ids})`)} GROUP BY trace_id
ORDER BY startNs DESC, traceId DESC LIMIT ${integer(MAX_TRACES)}`,
  );
  const places = rows.toReversed().map(({ traceId, startNs, lastNs }) => ({
    traceId,
    startNs: BigInt(startNs),
    lastNs: BigInt(lastNs),
  }));
  return { session, traces: await summarise(driver, scope, places) };
}
