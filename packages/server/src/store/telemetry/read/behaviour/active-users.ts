import { type DayGap, LONGEST_WINDOW } from '@pharos/core/behaviour/active-users';
import type { Calendar } from '@pharos/core/behaviour/calendar';
import type { CohortCell } from '@pharos/core/behaviour/retention';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import { integer, rowsOf, run, sql } from '../sql.ts';
import { activityIn, inCalendar, placeIn } from './places.ts';

const OPTIONS = { timeoutMs: 30_000 };

export async function firstUserMs(engine: Queries, scope: ProjectScope): Promise<number | undefined> {
  const [row] = await run<{ users: string; firstMs: string }>(
    engine,
    sql`SELECT count() AS users, toUnixTimestamp64Milli(min(first_seen)) AS firstMs FROM ${rowsOf(scope, 'user_index')}`,
    OPTIONS,
  );
  return row && row.users !== '0' ? Number(row.firstMs) : undefined;
}

export async function dayGaps(engine: Queries, scope: ProjectScope, days: Calendar): Promise<DayGap[]> {
  const longest = integer(LONGEST_WINDOW);
  const rows = await run<Record<keyof DayGap, string>>(
    engine,
    sql`SELECT day, gap, count() AS users FROM (
  SELECT arraySort(groupUniqArray(${placeIn(days, 'slot')})) AS days,
    arrayMap((each, next) -> least(next - each, ${longest}), days, arrayPushBack(arrayPopFront(days), days[-1] + ${longest})) AS gaps
  FROM ${activityIn(scope, days)} GROUP BY user_id
) ARRAY JOIN days AS day, gaps AS gap GROUP BY day, gap ORDER BY day, gap`,
    OPTIONS,
  );
  return rows.map(({ day, gap, users }) => ({ day: Number(day), gap: Number(gap), users: Number(users) }));
}

export async function newUsers(
  engine: Queries,
  scope: ProjectScope,
  days: Calendar,
): Promise<Map<number, number>> {
  const rows = await run<{ day: string; users: string }>(
    engine,
    sql`SELECT ${placeIn(days, 'first')} AS day, count() AS users FROM (
  SELECT min(first_seen) AS first FROM ${rowsOf(scope, 'user_index')} GROUP BY user_id HAVING ${inCalendar(days, 'first')}
) GROUP BY day`,
    OPTIONS,
  );
  return new Map(rows.map(({ day, users }) => [Number(day), Number(users)]));
}

/** Users by when they were first seen and when they were active, from the calendar's start to its end. */
export async function cohorts(
  engine: Queries,
  scope: ProjectScope,
  periods: Calendar,
): Promise<CohortCell[]> {
  const rows = await run<Record<keyof CohortCell, string>>(
    engine,
    sql`SELECT cohort, period, count() AS users FROM (
  SELECT DISTINCT user_id, ${placeIn(periods, 'slot')} AS period FROM ${activityIn(scope, periods)}
) AS active INNER JOIN (
  SELECT user_id, ${placeIn(periods, 'first')} AS cohort FROM (
    SELECT user_id, min(first_seen) AS first FROM ${rowsOf(scope, 'user_index')} GROUP BY user_id
    HAVING ${inCalendar(periods, 'first')}
  )
) AS begun USING (user_id) GROUP BY cohort, period ORDER BY cohort, period`,
    OPTIONS,
  );
  return rows.map(({ cohort, period, users }) => ({
    cohort: Number(cohort),
    period: Number(period),
    users: Number(users),
  }));
}

export async function usersByPart(
  engine: Queries,
  scope: ProjectScope,
  parts: Calendar,
): Promise<Map<number, number>> {
  const rows = await run<{ part: string; users: string }>(
    engine,
    sql`SELECT part, count() AS users FROM (
  SELECT DISTINCT user_id, ${placeIn(parts, 'slot')} AS part FROM ${activityIn(scope, parts)}
) GROUP BY part`,
    OPTIONS,
  );
  return new Map(rows.map(({ part, users }) => [parts.startsMs[Number(part)] ?? 0, Number(users)]));
}
