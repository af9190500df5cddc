import { MAX_SESSIONS } from '@pharos/core/presence/user';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import type { UserSeen } from '../presence.ts';
import { integer, rowsOf, run, sql, trusted, within } from './sql.ts';

const TIMEOUT_MS = 5_000;
const START = trusted('start_time');

interface Row extends Omit<UserSeen, 'firstMs' | 'lastMs'> {
  firstMs: string;
  lastMs: string;
}

/** The users of spans that start in a range, by session, last seen first. */
export async function usersSeen(
  engine: Queries,
  scope: ProjectScope,
  range: TimeRange,
  limit: number,
): Promise<UserSeen[]> {
  const rows = await run<Row>(
    engine,
    sql`SELECT user_id AS userId, session_id AS sessionId,
  argMaxIf(agent_name, start_time, agent_name != '') AS agent,
  toUnixTimestamp64Milli(min(start_time)) AS firstMs,
  max(toUnixTimestamp64Milli(start_time) + toInt64(intDiv(duration_ns, 1000000))) AS lastMs
FROM ${rowsOf(scope, 'spans', sql`user_id != ''`, within(START, range))}
GROUP BY user_id, session_id ORDER BY lastMs DESC, userId, sessionId LIMIT ${trusted(String(MAX_SESSIONS))} BY user_id LIMIT ${integer(limit)}`,
    { timeoutMs: TIMEOUT_MS },
  );
  return rows.map((row) => ({ ...row, firstMs: Number(row.firstMs), lastMs: Number(row.lastMs) }));
}
