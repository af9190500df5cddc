import type { Page } from '@pharos/core/api/common';
import type { TraceSummary } from '@pharos/core/api/spans';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Driver } from '../driver.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { type GroupConditions, groupConditions } from './filter-sql.ts';
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
  time,
  trusted,
  within,
} from './sql.ts';
import { type PlacedTrace, summarise } from './trace-summary.ts';

const MINUTE_NS = 60_000_000_000n;
/** The newest traces fill a page of a busy project from here; a search reads whole days of text anyway. */
const FIRST_WINDOW_NS = 15n * MINUTE_NS;
const FIRST_SEARCH_WINDOW_NS = 24n * 60n * MINUTE_NS;
const GROWTH = 4n;
const TIMEOUT_MS = 20_000;

const START = trusted('start_time');

interface Row {
  id: string;
  startNs: string;
  lastNs: string;
}

/**
 * A page of the traces that start in the range, newest first. Looks at windows of time, newest first and growing, until the
 * page is full; each trace belongs to the window it starts in, wherever its other spans are.
 */
export async function listTraces(
  driver: Driver,
  scope: ProjectScope,
  request: ListRequest,
  signal?: AbortSignal,
): Promise<Page<TraceSummary>> {
  const wanted = request.limit + 1;
  const found: PlacedTrace[] = [];
  const options = { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) };
  for (const window of windows(request)) {
    const statement = await windowStatement(driver, scope, request, window, wanted - found.length);
    if (!statement) continue;
    for (const row of await run<Row>(driver, statement, options)) {
      found.push({ traceId: row.id, startNs: BigInt(row.startNs), lastNs: BigInt(row.lastNs) });
    }
    if (found.length >= wanted) break;
  }
  const page = found.slice(0, request.limit);
  const last = found.length > request.limit ? page.at(-1) : undefined;
  return {
    data: await summarise(driver, scope, page, options),
    nextCursor: last ? writeCursor({ ns: last.startNs, id: last.traceId }) : null,
  };
}

function* windows({ range, cursor, search }: ListRequest): Generator<TimeRange> {
  let toNs = cursor && cursor.ns < range.toNs ? cursor.ns + 1n : range.toNs;
  let size = search === '' ? FIRST_WINDOW_NS : FIRST_SEARCH_WINDOW_NS;
  for (;;) {
    const fromNs = toNs - size;
    if (fromNs <= range.fromNs) break;
    yield { fromNs, toNs };
    toNs = fromNs;
    size *= GROWTH;
  }
  yield { fromNs: range.fromNs, toNs };
}

/** The query for one window; undefined when no trace starts in it. */
async function windowStatement(
  driver: Driver,
  scope: ProjectScope,
  { filters, search, cursor }: ListRequest,
  window: TimeRange,
  limit: number,
): Promise<Sql | undefined> {
  if (filters.length === 0 && search === '') return unfiltered(scope, window, cursor, limit);
  const reach = await reachOf(driver, scope, window);
  if (reach === undefined) return undefined;
  const words = searchCondition(scope, search, reach);
  return filtered(scope, window, reach, cursor, groupConditions(filters), words, limit);
}

/** Traces that start in the window, by the index; `where` narrows the spans that name them. */
const startingIn = (
  scope: ProjectScope,
  select: Sql,
  window: TimeRange,
  cursor: Cursor | undefined,
  spans: Sql,
): Sql => sql`SELECT ${select}
FROM ${rowsOf(scope, 'trace_index', sql`trace_id IN (SELECT trace_id FROM ${spans})`)}
GROUP BY trace_id
HAVING ${all([within(trusted('min(start_time)'), window), ...before(cursor)])}`;

const before = (cursor: Cursor | undefined): Sql[] =>
  cursor === undefined ? [] : [sql`(min(start_time), trace_id) < (${time(cursor.ns)}, ${text(cursor.id)})`];

const PLACE = trusted(
  'trace_id AS id, toUnixTimestamp64Nano(min(start_time)) AS startNs, toUnixTimestamp64Nano(max(last_start)) AS lastNs',
);
const NEWEST_FIRST = trusted('ORDER BY startNs DESC, id DESC');

const unfiltered = (scope: ProjectScope, window: TimeRange, cursor: Cursor | undefined, limit: number): Sql =>
  sql`${startingIn(scope, PLACE, window, cursor, rowsOf(scope, 'spans', within(START, window)))}
${NEWEST_FIRST} LIMIT ${integer(limit)}`;

/** From the start of the window to the last span of the traces that start in it. */
async function reachOf(
  driver: Driver,
  scope: ProjectScope,
  window: TimeRange,
): Promise<TimeRange | undefined> {
  const lasts = startingIn(
    scope,
    trusted('max(last_start) AS last'),
    window,
    undefined,
    rowsOf(scope, 'spans', within(START, window)),
  );
  const [row] = await run<{ lastNs: string }>(
    driver,
    sql`SELECT toUnixTimestamp64Nano(max(last)) AS lastNs FROM (${lasts}) HAVING count() > 0`,
  );
  return row && { fromNs: window.fromNs, toNs: BigInt(row.lastNs) + 1n };
}

/**
 * Conditions look at all spans of a trace in their newest version. To keep that few, the traces are first narrowed by
 * spans of any version that meet one condition.
 */
function filtered(
  scope: ProjectScope,
  window: TimeRange,
  reach: TimeRange,
  cursor: Cursor | undefined,
  { having, narrowing }: GroupConditions,
  words: Sql | undefined,
  limit: number,
): Sql {
  const spans = within(START, reach);
  const narrowed = [...narrowing, ...(words ? [words] : [])];
  if (narrowed.length === 0) narrowed.push(sql`1`);
  const candidates = narrowed.map(
    (condition) =>
      sql`trace_id IN (${startingIn(scope, trusted('trace_id'), window, cursor, rowsOf(scope, 'spans', spans, condition))})`,
  );
  return sql`SELECT trace_id AS id, toUnixTimestamp64Nano(min(start_time)) AS startNs, toUnixTimestamp64Nano(max(start_time)) AS lastNs
FROM ${latestOf(scope, 'spans', spans, ...candidates)}
GROUP BY trace_id HAVING ${having}
${NEWEST_FIRST} LIMIT ${integer(limit)} ${FINAL_WITHIN_PARTITIONS}`;
}
