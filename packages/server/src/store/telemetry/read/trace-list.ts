import type { Page } from '@pharos/core/api/common';
import type { TraceSummary } from '@pharos/core/api/spans';
import type { ProjectScope } from '../../scope.ts';
import type { Queries, QueryOptions } from '../driver.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { groupConditions } from './filter-sql.ts';
import type { ListRequest } from './list-query.ts';
import { searchCondition } from './search-sql.ts';
import {
  all,
  FINAL_WITHIN_PARTITIONS,
  integer,
  latestOf,
  rowsOf,
  run,
  type Sql,
  sql,
  text,
  texts,
  time,
  trusted,
  within,
} from './sql.ts';
import { type PlacedTrace, summarise } from './trace-summary.ts';
import { endsOf, FIRST_NS } from './windows.ts';

const DAY_NS = 86_400_000_000_000n;
/** Traces are judged by their spans up to so long after the end of the range, on every page alike. */
export const REACH_NS = DAY_NS;
/** More traces are fetched than wanted: some turn out to have started earlier. */
const SPARE = 20;
const OPTIONS = { timeoutMs: 20_000 };
const START = trusted('start_time');

/**
 * A page of the traces that start in the range, newest first. Looks at ever longer ends of the range until the page
 * is full. A trace that reaches into an end from before it is left to a longer one, where all of it is seen.
 */
export async function listTraces(
  engine: Queries,
  scope: ProjectScope,
  request: ListRequest,
): Promise<Page<TraceSummary>> {
  const wanted = request.limit + 1;
  const found: PlacedTrace[] = [];
  const { range, cursor } = request;
  const toNs = cursor && cursor.ns < range.toNs ? cursor.ns + 1n : range.toNs;
  let after = cursor ?? { ns: toNs, id: '' };
  for (const end of endsOf({ fromNs: range.fromNs, toNs }, firstEnd(request, toNs))) {
    for (let more = true; more && found.length < wanted; ) {
      const asked = wanted - found.length + SPARE;
      const rows = await run<{ id: string; startNs: string }>(
        engine,
        candidates(scope, request, end.fromNs, after, asked),
        OPTIONS,
      );
      const places = await placesOf(
        engine,
        scope,
        rows.map(({ id }) => id),
        OPTIONS,
      );
      found.push(...places.filter(({ startNs }) => startNs >= end.fromNs));
      const last = rows.at(-1);
      more = rows.length === asked;
      after = more && last ? { ns: BigInt(last.startNs), id: last.id } : { ns: end.fromNs, id: '' };
    }
    if (found.length >= wanted) break;
  }
  const page = found.slice(0, request.limit);
  const last = found.length > request.limit ? page.at(-1) : undefined;
  return {
    data: await summarise(engine, scope, page, OPTIONS),
    nextCursor: last ? writeCursor({ ns: last.startNs, id: last.traceId }) : null,
  };
}

/** How long the first end is. With conditions, all after a page is read with it, so it is no shorter than that. */
function firstEnd({ range, filters, search }: ListRequest, toNs: bigint): bigint {
  if (filters.length === 0 && search === '') return FIRST_NS;
  const atLeast = search === '' ? FIRST_NS : DAY_NS;
  const read = range.toNs - toNs;
  return read > atLeast ? read : atLeast;
}

/**
 * Traces whose spans from `fromNs` on meet the conditions, the next ones `after` those already seen. Conditions look
 * at the newest version of each span; to keep these few, traces are first narrowed by spans of any version.
 */
function candidates(
  scope: ProjectScope,
  { range, filters, search }: ListRequest,
  fromNs: bigint,
  after: Cursor,
  limit: number,
): Sql {
  const position = sql`(min(start_time), trace_id) < (${time(after.ns)}, ${text(after.id)})`;
  const select = trusted('SELECT trace_id AS id, toUnixTimestamp64Nano(min(start_time)) AS startNs');
  const order = sql`ORDER BY startNs DESC, id DESC LIMIT ${integer(limit)}`;
  if (filters.length === 0 && search === '') {
    const unseen = within(START, { fromNs, toNs: after.ns + 1n });
    return sql`${select} FROM ${rowsOf(scope, 'spans', unseen)} GROUP BY trace_id HAVING ${position} ${order}`;
  }
  const reach = { fromNs, toNs: range.toNs + REACH_NS };
  const { having, narrowing } = groupConditions(scope, filters);
  const words = searchCondition(scope, search, reach);
  const narrowed = narrowing.map(
    (condition) =>
      sql`trace_id IN (SELECT trace_id FROM ${rowsOf(scope, 'spans', within(START, reach), condition)})`,
  );
  return sql`${select}
FROM ${latestOf(scope, 'spans', within(START, reach), ...narrowed, ...(words ? [words] : []))}
GROUP BY trace_id HAVING ${all([position, having])} ${order} ${FINAL_WITHIN_PARTITIONS}`;
}

/** Where in time these traces really are, newest first. */
export async function placesOf(
  engine: Queries,
  scope: ProjectScope,
  ids: readonly string[],
  options?: QueryOptions,
): Promise<PlacedTrace[]> {
  if (ids.length === 0) return [];
  const rows = await run<{ id: string; startNs: string; lastNs: string }>(
    engine,
    sql`SELECT trace_id AS id, toUnixTimestamp64Nano(min(start_time)) AS startNs, toUnixTimestamp64Nano(max(last_start)) AS lastNs
FROM ${rowsOf(scope, 'trace_index', sql`trace_id IN ${texts(ids)}`)} GROUP BY trace_id ORDER BY startNs DESC, id DESC`,
    options,
  );
  return rows.map(({ id, startNs, lastNs }) => ({
    traceId: id,
    startNs: BigInt(startNs),
    lastNs: BigInt(lastNs),
  }));
}
