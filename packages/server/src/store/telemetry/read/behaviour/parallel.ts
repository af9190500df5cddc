import type { RunLevel } from '@pharos/core/behaviour/parallel';
import type { ProjectScope } from '../../../scope.ts';
import type { ParallelParts, PartedRange } from '../../behaviour-contract.ts';
import type { Queries } from '../../driver.ts';
import { integer, latestOf, rowsOf, run, type Sql, sql, trusted, within } from '../sql.ts';
import { nsOf } from './places.ts';

const OPTIONS = { timeoutMs: 30_000 };
/** A span that began longer before the range is not looked for, and one that takes longer counts for so long. */
const LONGEST_SPAN_MS = 6 * 3_600_000;
const MINUTE_NS = integer(60_000_000_000n);
const START = trusted('start_time');

/** Runs that touch the range, with whom they are of. Stale versions of a span tell the same, or begin within the range too. */
const runsOf = (scope: ProjectScope, { fromMs, toMs }: PartedRange): Sql =>
  sql`SELECT max(user_id) AS user, max(session_id) AS session, toUnixTimestamp64Nano(min(start_time)) AS startNs,
  greatest(startNs + 1, max(toUnixTimestamp64Nano(start_time) + toInt64(least(duration_ns, ${integer(nsOf(LONGEST_SPAN_MS))})))) AS endNs
FROM ${rowsOf(scope, 'spans', within(START, { fromNs: nsOf(fromMs - LONGEST_SPAN_MS), toNs: nsOf(toMs) }))}
GROUP BY trace_id HAVING endNs > ${integer(nsOf(fromMs))}`;

const partOf = (ns: Sql, { fromMs, partMs }: PartedRange): Sql =>
  sql`intDiv(${ns} - ${integer(nsOf(fromMs))}, ${integer(nsOf(partMs))})`;

/** What was in parallel in each part of a range. */
export async function parallel(
  engine: Queries,
  scope: ProjectScope,
  range: PartedRange,
): Promise<ParallelParts> {
  const [people, runs] = await Promise.all([
    inMinutes(engine, scope, range),
    runLevels(engine, scope, range),
  ]);
  return { people, runs };
}

/** Users and sessions of the busiest minute of each part: by their runs, and by what was told of their presence. */
async function inMinutes(
  engine: Queries,
  scope: ProjectScope,
  range: PartedRange,
): Promise<ParallelParts['people']> {
  const [fromNs, toNs] = [nsOf(range.fromMs), nsOf(range.toMs)];
  const first = sql`intDiv(greatest(startNs, ${integer(fromNs)}), ${MINUTE_NS})`;
  const last = sql`intDiv(least(endNs, ${integer(toNs)}) - 1, ${MINUTE_NS})`;
  const told = latestOf(
    scope,
    'presence',
    within(trusted('minute'), { fromNs, toNs }),
    trusted(`state != 'left'`),
  );
  const rows = await run<Record<'part' | 'users' | 'sessions', string>>(
    engine,
    sql`SELECT ${partOf(sql`at_minute * ${MINUTE_NS}`, range)} AS part, max(here) AS users, max(held) AS sessions FROM (
  SELECT at_minute, uniqExactIf(user, user != '') AS here, uniqExactIf(session, session != '') AS held FROM (
    SELECT user_id AS user, session_id AS session, toInt64(intDiv(toUnixTimestamp(minute), 60)) AS at_minute FROM ${told}
    UNION ALL
    SELECT user, session, arrayJoin(range(${first}, ${last} + 1)) AS at_minute
    FROM (${runsOf(scope, range)}) WHERE user != '' OR session != ''
  ) GROUP BY at_minute
) GROUP BY part ORDER BY part`,
    OPTIONS,
  );
  return rows.map(({ part, users, sessions }) => ({
    ...{ part: Number(part), users: Number(users), sessions: Number(sessions) },
  }));
}

/** How many runs were in flight at most in each part, and at its end: each begin counts one more, each end one less. */
async function runLevels(engine: Queries, scope: ProjectScope, range: PartedRange): Promise<RunLevel[]> {
  const { fromMs, toMs } = range;
  const rows = await run<Record<keyof RunLevel, string>>(
    engine,
    sql`SELECT ${partOf(trusted('at'), range)} AS part, max(level) AS peak, argMax(level, (at, change, level * change)) AS last FROM (
  SELECT at, change, sum(change) OVER (ORDER BY at, change ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS level FROM (
    SELECT event.1 AS at, event.2 AS change FROM (
      SELECT arrayJoin([(greatest(startNs, ${integer(nsOf(fromMs))}), toInt8(1)), (endNs, toInt8(-1))]) AS event
      FROM (${runsOf(scope, range)})
    )
  )
) WHERE at < ${integer(nsOf(toMs))} GROUP BY part ORDER BY part`,
    OPTIONS,
  );
  return rows.map(({ part, peak, last }) => ({
    ...{ part: Number(part), peak: Number(peak), last: Number(last) },
  }));
}
