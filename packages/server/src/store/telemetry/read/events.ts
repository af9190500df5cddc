import type { Page } from '@pharos/core/api/common';
import type { ApiEvent, EventListQuery, EventName, EventNamesQuery } from '@pharos/core/api/events';
import { type Clock, isoFromNs } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { rangeOf } from './list-query.ts';
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
import { mergeAttributes } from './stored-json.ts';

const OPTIONS = { timeoutMs: 20_000 };
const TIME = trusted('time');

interface Row extends Omit<ApiEvent, 'time' | 'properties'> {
  ns: string;
  texts: Record<string, string>;
  numbers: Record<string, number>;
  flags: Record<string, string>;
}

/** Parameters that a column must equal, as data. */
const EQUAL = {
  name: trusted('name'),
  user: trusted('user_id'),
  session: trusted('session_id'),
} as const satisfies Partial<Record<keyof EventListQuery, Sql>>;

/** A page of events, newest first. */
export async function listEvents(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  { from, to, cursor, limit, ...asked }: EventListQuery,
): Promise<Page<ApiEvent>> {
  const conditions = [within(TIME, rangeOf(clock, from, to))];
  for (const name of Object.keys(EQUAL) as (keyof typeof EQUAL)[]) {
    const value = asked[name];
    if (value !== undefined) conditions.push(sql`${EQUAL[name]} = ${text(value)}`);
  }
  const after = readCursor(cursor);
  if (after) {
    conditions.push(sql`(toUnixTimestamp64Nano(time), event_id) < (${integer(after.ns)}, ${text(after.id)})`);
  }
  const rows = await run<Row>(
    engine,
    sql`SELECT event_id AS eventId, toUnixTimestamp64Nano(time) AS ns, name, user_id AS userId, session_id AS sessionId,
  trace_id AS traceId, agent, page, platform, country, locale, attrs AS texts, attrs_num AS numbers, attrs_json AS flags
FROM ${latestOf(scope, 'events', ...conditions)}
ORDER BY time DESC, event_id DESC LIMIT ${integer(limit + 1)} ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    data: page.map(eventOf),
    nextCursor: last ? writeCursor({ ns: BigInt(last.ns), id: last.eventId }) : null,
  };
}

const eventOf = ({ ns, texts, numbers, flags, ...event }: Row): ApiEvent => ({
  ...event,
  time: isoFromNs(BigInt(ns)),
  properties: mergeAttributes(texts, numbers, flags) as ApiEvent['properties'],
});

/** How many events there are of each name, a page of them, the most frequent first. */
export async function countEventNames(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  { from, to, cursor, limit }: EventNamesQuery,
): Promise<Page<EventName>> {
  const after = readCursor(cursor);
  const position = after ? sql`(weight, id) < (${integer(after.ns)}, ${text(after.id)})` : trusted('1');
  const rows = await run<{ id: string; weight: string; users: number; ns: string }>(
    engine,
    sql`SELECT toString(name) AS id, toInt64(count()) AS weight, toUInt32(uniqExactIf(user_id, user_id != '')) AS users,
  max(toUnixTimestamp64Nano(time)) AS ns
FROM ${latestOf(scope, 'events', within(TIME, rangeOf(clock, from, to)))} GROUP BY name HAVING ${position}
ORDER BY weight DESC, id DESC LIMIT ${integer(limit + 1)} ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    data: page.map(({ id, weight, users, ns }) => ({
      ...{ name: id, count: Number(weight), users, lastSeen: isoFromNs(BigInt(ns)) },
    })),
    nextCursor: last ? writeCursor({ ns: BigInt(last.weight), id: last.id }) : null,
  };
}
