import type { SessionSummary, TraceSummary } from '@pharos/core/api/spans';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { findGroup, type Grouping } from './group-list.ts';
import { integer, rowsOf, run, sql, text } from './sql.ts';
import { placesOf } from './trace-list.ts';
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
  engine: Queries,
  scope: ProjectScope,
  sessionId: string,
): Promise<{ session: SessionSummary; traces: TraceSummary[] } | undefined> {
  const session = await findGroup(engine, scope, SESSIONS, sessionId);
  if (!session) return undefined;
  const rows = await run<{ id: string }>(
    engine,
    sql`SELECT trace_id AS id FROM ${rowsOf(scope, 'spans', sql`session_id = ${text(sessionId)}`)}
GROUP BY trace_id ORDER BY min(start_time) DESC, id DESC LIMIT ${integer(MAX_TRACES)}`,
  );
  const places = await placesOf(
    engine,
    scope,
    rows.map(({ id }) => id),
  );
  return { session, traces: await summarise(engine, scope, places.toReversed()) };
}
