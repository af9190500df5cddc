import { REMEMBER_MS } from '@pharos/core/presence/life-cycle';
import type { Sighting } from '@pharos/core/presence/sighting';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import type { LifeAsked } from '../presence.ts';
import { sightings } from './presence-history.ts';
import { integer, latestOf, type Sql, sql, texts, trusted, within } from './sql.ts';

const DAY_NS = 86_400_000_000_000n;
const MINUTE = trusted('minute');

/** Presence may be told before the first span of a session and after its last. */
const around = ({ fromNs, toNs }: TimeRange): TimeRange => ({ fromNs: fromNs - DAY_NS, toNs: toNs + DAY_NS });

/** True of `told`, what was told of a session in the order of time, `here` the last of it that is no leave: the same as `lifeOf` makes of it. */
function standing({ is, nowMs, windowMs }: LifeAsked): Sql {
  const window = integer(windowMs);
  const heard = sql`${integer(nowMs)} - told[-1].1 < ${window}`;
  // Who leaves after they were not heard of for a window has ended by that already.
  const inTime = sql`(here = 0 OR told[here + 1].1 - told[here].1 < ${window})`;
  switch (is) {
    case 'active':
      return sql`told[-1].2 = 'active' AND ${heard}`;
    case 'idle':
      return sql`told[-1].2 = 'idle' AND ${heard}`;
    case 'left':
      return sql`told[-1].2 = 'left' AND ${inTime}`;
    case 'silent':
      return sql`if(told[-1].2 = 'left', NOT ${inTime}, NOT (${heard}))`;
    case 'resumed':
      return sql`arrayExists((each, next) -> next.2 != 'left' AND (each.2 = 'left' OR next.1 - each.1 >= ${window}) AND next.1 - each.1 < ${integer(windowMs + REMEMBER_MS)}, arrayPopBack(told), arrayPopFront(told))`;
  }
}

/** The ids of sessions whose life stands so, by what was told around a range; of several users of one the one heard of last counts. */
export const sessionsStanding = (scope: ProjectScope, range: TimeRange, asked: LifeAsked): Sql =>
  sql`SELECT session_id FROM (
  SELECT session_id, user_id, arraySort(groupArray((toUnixTimestamp64Milli(at), toString(state)))) AS told,
    arrayLastIndex(each -> each.2 != 'left', told) AS here
  FROM ${latestOf(scope, 'presence', within(MINUTE, around(range)), sql`session_id != ''`)} GROUP BY session_id, user_id
) GROUP BY session_id HAVING argMax(${standing(asked)}, told[-1].1)`;

/** What was told of these sessions around a range, the latest first. */
export const presenceOfSessions = (
  engine: Queries,
  scope: ProjectScope,
  { sessions, range }: { sessions: readonly string[]; range: TimeRange },
  limit: number,
): Promise<Sighting[]> =>
  sightings(
    engine,
    latestOf(scope, 'presence', within(MINUTE, around(range)), sql`session_id IN ${texts(sessions)}`),
    limit,
  );
