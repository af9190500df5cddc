import {
  SEGMENT_RULES,
  SEGMENTS,
  type Segment,
  type SegmentFact,
  type SegmentRule,
} from '@pharos/core/behaviour/segments';
import type { ProjectScope } from '../../../scope.ts';
import type { EngagedUser, SegmentMoment } from '../../behaviour-contract.ts';
import type { Queries } from '../../driver.ts';
import { all, integer, rowsOf, run, type Sql, sql, text, trusted } from '../sql.ts';
import { activityIn, instantOf, nsOf, placeIn } from './places.ts';

const OPTIONS = { timeoutMs: 30_000 };
const DAY_NS = integer(86_400_000_000_000n);

/** How each fact is read from a row of {@link engaged}. */
const FACTS: Readonly<Record<SegmentFact, (atNs: bigint) => Sql>> = {
  age: (atNs) => sql`intDiv(${integer(atNs)} - toUnixTimestamp64Nano(first), ${DAY_NS})`,
  away: (atNs) => sql`intDiv(${integer(atNs)} - toUnixTimestamp64Nano(last), ${DAY_NS})`,
  active: () => trusted('active_days'),
  recent: () => trusted('recent_days'),
};

function condition({ when }: SegmentRule, atNs: bigint): Sql {
  return all(
    when.flatMap(({ fact, atLeast, below }) => [
      ...(atLeast === undefined ? [] : [sql`${FACTS[fact](atNs)} >= ${integer(atLeast)}`]),
      ...(below === undefined ? [] : [sql`${FACTS[fact](atNs)} < ${integer(below)}`]),
    ]),
  );
}

/** The first rule that holds, as the table of rules has them. */
const segmentAt = (atMs: number): Sql =>
  SEGMENT_RULES.reduceRight<Sql>(
    (rest, rule) => sql`if(${condition(rule, nsOf(atMs))}, ${text(rule.segment)}, ${rest})`,
    sql`''`,
  );

/** Everybody who was seen up to a moment, with what tells them apart. What came later counts for nothing. */
function engaged(scope: ProjectScope, { atMs, activeFromMs, days }: SegmentMoment): Sql {
  const at = instantOf(atMs);
  const firstActive = integer(days.startsMs.indexOf(activeFromMs));
  return sql`SELECT seen.user_id AS user_id, first, greatest(first, if(at_last < ${at}, at_last, last_slot)) AS last, active_days, recent_days FROM (
  SELECT user_id, min(first_seen) AS first, max(last_seen) AS at_last FROM ${rowsOf(scope, 'user_index')}
  GROUP BY user_id HAVING first < ${at}
) AS seen LEFT JOIN (
  SELECT user_id, uniqExact(day) AS recent_days, uniqExactIf(day, day >= ${firstActive}) AS active_days, max(slot_time) AS last_slot FROM (
    SELECT user_id, ${placeIn(days, 'slot')} AS day, toDateTime64(slot, 9, 'UTC') AS slot_time FROM ${activityIn(scope, days)}
  ) GROUP BY user_id
) AS active ON active.user_id = seen.user_id`;
}

export async function segmentSizes(
  engine: Queries,
  scope: ProjectScope,
  moment: SegmentMoment,
): Promise<Map<Segment, number>> {
  const rows = await run<{ segment: Segment; users: string }>(
    engine,
    sql`SELECT ${segmentAt(moment.atMs)} AS segment, count() AS users FROM (${engaged(scope, moment)}) GROUP BY segment`,
    OPTIONS,
  );
  const sizes = new Map(rows.map(({ segment, users }) => [segment, Number(users)]));
  return new Map(SEGMENTS.map((segment) => [segment, sizes.get(segment) ?? 0]));
}

export async function segmentUsers(
  engine: Queries,
  scope: ProjectScope,
  moment: SegmentMoment,
  {
    segment,
    before,
    limit,
  }: { segment: Segment; before: { lastMs: number; userId: string } | undefined; limit: number },
): Promise<EngagedUser[]> {
  const after = before
    ? sql`(lastMs, userId) < (${integer(before.lastMs)}, ${text(before.userId)})`
    : trusted('1');
  const rows = await run<Record<keyof EngagedUser, string>>(
    engine,
    sql`SELECT user_id AS userId, toUnixTimestamp64Milli(first) AS firstMs, toUnixTimestamp64Milli(last) AS lastMs,
  active_days AS activeDays, recent_days AS recentDays
FROM (${engaged(scope, moment)}) WHERE ${segmentAt(moment.atMs)} = ${text(segment)} AND ${after}
ORDER BY lastMs DESC, userId DESC LIMIT ${integer(limit + 1)}`,
    OPTIONS,
  );
  return rows.map(({ userId, firstMs, lastMs, activeDays, recentDays }) => ({
    userId,
    ...{ firstMs: Number(firstMs), lastMs: Number(lastMs) },
    ...{ activeDays: Number(activeDays), recentDays: Number(recentDays) },
  }));
}
