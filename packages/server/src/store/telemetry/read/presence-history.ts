import type { PresenceHistoryQuery } from '@pharos/core/api/presence-history';
import type { Sighting } from '@pharos/core/presence/sighting';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { instant } from './instant.ts';
import {
  FINAL_WITHIN_PARTITIONS,
  integer,
  latestOf,
  run,
  type Sql,
  sql,
  text,
  trusted,
  within,
} from './sql.ts';

const OPTIONS = { timeoutMs: 10_000 };

/** What was told of a user or a session in a range, by the minute, the latest first. */
export async function presenceHistory(
  engine: Queries,
  scope: ProjectScope,
  { user, session, from, to }: PresenceHistoryQuery,
  limit: number,
): Promise<Sighting[]> {
  const of = [
    ...(user === undefined ? [] : [sql`user_id = ${text(user)}`]),
    ...(session === undefined ? [] : [sql`session_id = ${text(session)}`]),
  ];
  const range = within(trusted('minute'), { fromNs: instant(from), toNs: instant(to) });
  return sightings(engine, latestOf(scope, 'presence', range, ...of), limit);
}

/** Rows of presence as what was told, the latest first. */
export async function sightings(engine: Queries, from: Sql, limit: number): Promise<Sighting[]> {
  const rows = await run<Omit<Sighting, 'atMs' | 'inferred'> & { atMs: string }>(
    engine,
    sql`SELECT user_id AS userId, session_id AS sessionId, toUnixTimestamp64Milli(at) AS atMs, state, agent, page, platform, country, locale
FROM ${from} ORDER BY at DESC LIMIT ${integer(limit)} ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  return rows.map((row) => ({ ...row, atMs: Number(row.atMs), inferred: false }));
}
