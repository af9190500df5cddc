import type { Page } from '@pharos/core/api/common';
import { type CountedError, type ErrorListQuery, TREND_PARTS } from '@pharos/core/api/errors';
import { type Clock, isoFromNs, type TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { requireFilled } from '../fills.ts';
import { writeCursor } from './cursor.ts';
import { readListQuery } from './list-query.ts';
import { spanRows } from './question-rows.ts';
import { integer, rowsOf, run, type Sql, sql, text, texts, trusted } from './sql.ts';

const NAMES = 10;
/** A run that begins within a range may fail so much later and still be seen to pass on what its step could not do. */
const LATER_NS = 3_600_000_000_000n;
const START_NS = 'toUnixTimestamp64Nano(start_time)';
const FAILED = trusted(`status = 'error' AND error_group != ''`);
const FINAL_WITHIN_PARTITIONS = trusted('SETTINGS do_not_merge_across_partitions_select_final = 1');

/** What a page is ordered by. */
const ORDERS: Record<ErrorListQuery['order'], Sql> = {
  count: trusted('toInt64(count())'),
  users: trusted(`toInt64(uniqExactIf(user_id, user_id != ''))`),
  lastSeen: trusted(`max(${START_NS})`),
};

interface Row {
  id: string;
  type: string;
  message: string;
  place: string;
  stepKind: string;
  count: number;
  traces: number;
  users: number;
  sessions: number;
  lastNs: string;
  agents: string[];
  releases: string[];
  trend: number[];
  example: [traceId: string, spanId: string];
  weight: string;
}

/** A page of the errors that occurred in a range. */
export async function listErrors(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  { order, ...query }: ErrorListQuery,
): Promise<Page<CountedError>> {
  const { range, filters, search, cursor, limit } = readListQuery(clock, query);
  const { from } = spanRows(scope, { filters, search }, range, FAILED, notPassedOn(scope, range));
  const position = cursor ? sql`(weight, id) < (${integer(cursor.ns)}, ${text(cursor.id)})` : trusted('1');
  const partNs = (range.toNs - range.fromNs + BigInt(TREND_PARTS) - 1n) / BigInt(TREND_PARTS);
  const part = sql`intDiv(${trusted(START_NS)} - ${integer(range.fromNs)}, ${integer(partNs)})`;
  const rows = await run<Row>(
    engine,
    sql`SELECT toString(error_group) AS id, ${ORDERS[order]} AS weight,
  ${trusted(latest('toString(error_type)', 'type'))}, ${trusted(latest('toString(error_message)', 'message'))},
  ${trusted(latest(`toString(multiIf(tool_name != '', tool_name, model != '', model, name))`, 'place'))},
  ${trusted(latest('toString(kind)', 'stepKind'))},
  toUInt32(count()) AS count, toUInt32(uniqExact(trace_id)) AS traces,
  toUInt32(uniqExactIf(user_id, user_id != '')) AS users, toUInt32(uniqExactIf(session_id, session_id != '')) AS sessions,
  max(${trusted(START_NS)}) AS lastNs,
  ${trusted(named('agent_name', 'agents'))}, ${trusted(named('release', 'releases'))},
  arrayMap(sum -> toUInt32(sum), sumForEach(arrayMap(i -> toUInt8(i = ${part}), range(${integer(TREND_PARTS)})))) AS trend,
  argMax((trace_id, span_id), start_time) AS example
FROM ${from} GROUP BY error_group HAVING ${position}
ORDER BY weight DESC, id DESC LIMIT ${integer(limit + 1)} ${FINAL_WITHIN_PARTITIONS}`,
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const ever = await everSeen(
    engine,
    scope,
    page.map(({ id }) => id),
  );
  return {
    data: page.map((row) => errorOf(row, ever.get(row.id))),
    nextCursor: last ? writeCursor({ ns: BigInt(last.weight), id: last.id }) : null,
  };
}

/** Not those that only say what a step of theirs said: an error counts where it began, not once more in all that it ended. */
export function notPassedOn(scope: ProjectScope, { fromNs, toNs }: TimeRange): Sql {
  const range = { fromNs, toNs: toNs + LATER_NS };
  const { from } = spanRows(scope, { filters: [], search: '' }, range, FAILED, trusted(`parent_id != ''`));
  return sql`sipHash128(trace_id, span_id, error_message) NOT IN (SELECT sipHash128(trace_id, parent_id, error_message) FROM ${from})`;
}

const latest = (value: string, as: string): string => `argMax(${value}, start_time) AS ${as}`;
const named = (column: string, as: string): string =>
  `arraySort(groupUniqArrayIf(${NAMES})(toString(${column}), ${column} != '')) AS ${as}`;

interface Ever {
  firstNs: string;
  lastNs: string;
}

/** When errors were seen for the first and the last time, of all that was ever stored. */
async function everSeen(
  engine: Queries,
  scope: ProjectScope,
  groups: readonly string[],
): Promise<Map<string, Ever>> {
  if (groups.length === 0) return new Map();
  await requireFilled(engine, 'error_index');
  const rows = await run<Ever & { id: string }>(
    engine,
    sql`SELECT toString(error_group) AS id, toUnixTimestamp64Nano(min(first_seen)) AS firstNs, toUnixTimestamp64Nano(max(last_seen)) AS lastNs
FROM ${rowsOf(scope, 'error_index', sql`error_group IN ${texts(groups)}`)} GROUP BY error_group`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function errorOf(
  { id, stepKind, lastNs, example, weight: _, ...row }: Row,
  ever: Ever | undefined,
): CountedError {
  const [traceId, spanId] = example;
  return {
    group: id,
    ...row,
    kind: stepKind,
    firstSeen: isoFromNs(BigInt(ever?.firstNs ?? lastNs)),
    lastSeen: isoFromNs(BigInt(lastNs)),
    lastSeenEver: isoFromNs(BigInt(ever?.lastNs ?? lastNs)),
    example: { traceId, spanId },
  };
}
