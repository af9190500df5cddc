import type { Calendar } from '@pharos/core/behaviour/calendar';
import type { ProjectScope } from '../../../scope.ts';
import { integers, rowsOf, type Sql, sql, time, trusted, within } from '../sql.ts';

export const nsOf = (ms: number): bigint => BigInt(Math.trunc(ms)) * 1_000_000n;
export const instantOf = (ms: number): Sql => time(nsOf(ms));

/** The place in a calendar of a time, which must lie in it. */
export function placeIn(calendar: Calendar, column: string): Sql {
  const starts = integers(calendar.startsMs.map((ms) => ms / 1000));
  const places = integers(calendar.startsMs.map((_, place) => place));
  return sql`transform(roundDown(toInt64(toUnixTimestamp(${trusted(column)})), ${starts}), ${starts}, ${places}, toInt64(-1))`;
}

export const inCalendar = ({ startsMs, endMs }: Calendar, column: string): Sql =>
  within(trusted(column), { fromNs: nsOf(startsMs[0] ?? endMs), toNs: nsOf(endMs) });

/** Activity from the start of a calendar to its end. Rows may be there several times. */
export const activityIn = (scope: ProjectScope, calendar: Calendar): Sql =>
  rowsOf(scope, 'user_activity', inCalendar(calendar, 'slot'));
