import type { ApiSpan, ApiTrace } from '@pharos/core/api/spans';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { scoresOfTrace } from './scores.ts';
import {
  type PayloadRow,
  SKELETON_COLUMNS,
  type SkeletonRow,
  SPAN_COLUMNS,
  type SpanRow,
  skeletonOf,
  spanOf,
} from './span-row.ts';
import { integer, rowsOf, run, type Sql, sql, text, time, trusted, within } from './sql.ts';
import { summaryOfRows } from './summary-of-rows.ts';
import { type PlacedTrace, summarise } from './trace-summary.ts';

/** More spans are not sent in one answer. */
export const MAX_SPANS = 20_000;
/** More bytes of input, output and details are not sent in one answer: the largest are left out first. */
export const MAX_CONTENT_BYTES = 16 * 1024 * 1024;

/** When a trace runs, by its id alone; undefined when this project has no such trace. */
export async function placeOf(
  engine: Queries,
  scope: ProjectScope,
  traceId: string,
): Promise<PlacedTrace | undefined> {
  const [row] = await run<{ startNs: string; lastNs: string }>(
    engine,
    sql`SELECT toUnixTimestamp64Nano(min(start_time)) AS startNs, toUnixTimestamp64Nano(max(last_start)) AS lastNs
FROM ${rowsOf(scope, 'trace_index', sql`trace_id = ${text(traceId)}`)} HAVING count() > 0`,
  );
  return row && { traceId, startNs: BigInt(row.startNs), lastNs: BigInt(row.lastNs) };
}

const rowsOfTrace = (scope: ProjectScope, { traceId, startNs, lastNs }: PlacedTrace, ...where: Sql[]): Sql =>
  rowsOf(
    scope,
    'spans',
    within(trusted('start_time'), { fromNs: startNs, toNs: lastNs + 1n }),
    sql`trace_id = ${text(traceId)}`,
    ...where,
  );

/** The newest version of each span of a trace, in order of start. */
const spansOf = (scope: ProjectScope, place: PlacedTrace, columns: string, ...where: Sql[]): Sql =>
  sql`SELECT * FROM (
SELECT ${trusted(columns)} FROM ${rowsOfTrace(scope, place, ...where)} ORDER BY ver DESC LIMIT 1 BY span_id)
ORDER BY start_ns, span_id LIMIT ${integer(MAX_SPANS + 1)}`;

const payloadsOf = (scope: ProjectScope, { traceId, startNs, lastNs }: PlacedTrace, ...where: Sql[]): Sql =>
  rowsOf(
    scope,
    'payloads',
    sql`day >= toDate(${time(startNs)}) AND day <= toDate(${time(lastNs)})`,
    sql`trace_id = ${text(traceId)}`,
    ...where,
  );

interface Size {
  span_id: string;
  newest: string;
  size: string;
}

/** Contents in order of size, then of id: the last one up to which all fit together; undefined when none does. */
export function lastThatFits(sizes: readonly (readonly [size: number, id: string])[], room: number) {
  const ordered = [...sizes].sort(([a, idA], [b, idB]) => a - b || (idA < idB ? -1 : 1));
  let sum = 0;
  const beyond = ordered.findIndex(([size]) => {
    sum += size;
    return sum > room;
  });
  return beyond === 0 ? undefined : ordered.at(beyond === -1 ? -1 : beyond - 1);
}

/** Sizes first: text is read only for what the answer has room for. */
async function contentsOf(
  engine: Queries,
  scope: ProjectScope,
  place: PlacedTrace,
): Promise<Map<string, PayloadRow | 'omitted'>> {
  const size = trusted('length(input) + length(output) + length(details)');
  const sizes = await run<Size>(
    engine,
    sql`SELECT span_id, max(ver) AS newest, argMax(${size}, ver) AS size FROM ${payloadsOf(scope, place)} GROUP BY span_id`,
  );
  const last = lastThatFits(
    sizes.map((each) => [Number(each.size), each.span_id] as const),
    MAX_CONTENT_BYTES,
  );
  const fits = last && sql`(${size}, span_id) <= (${integer(last[0])}, ${text(last[1])})`;
  const rows = fits
    ? await run<PayloadRow & { ver: string }>(
        engine,
        sql`SELECT span_id, ver, input, output, details FROM ${payloadsOf(scope, place, fits)}`,
      )
    : [];
  const contents = new Map<string, PayloadRow | 'omitted'>(sizes.map((each) => [each.span_id, 'omitted']));
  const newest = new Map(sizes.map((each) => [each.span_id, each.newest]));
  for (const row of rows) if (row.ver === newest.get(row.span_id)) contents.set(row.span_id, row);
  return contents;
}

/** The rows of a trace and the spans they make. */
interface Spans {
  rows: SkeletonRow[];
  spans: ApiTrace['spans'];
}

async function fullSpans(engine: Queries, scope: ProjectScope, place: PlacedTrace): Promise<Spans> {
  const [rows, contents] = await Promise.all([
    run<SpanRow>(engine, spansOf(scope, place, SPAN_COLUMNS)),
    contentsOf(engine, scope, place),
  ]);
  return { rows, spans: rows.map((row) => spanOf(row, contents.get(row.span_id))) };
}

async function skeletons(engine: Queries, scope: ProjectScope, place: PlacedTrace): Promise<Spans> {
  const rows = await run<SkeletonRow>(engine, spansOf(scope, place, SKELETON_COLUMNS));
  return { rows, spans: rows.map(skeletonOf) };
}

/** A trace by its id, whenever it was. The skeleton never touches text. */
export async function openTrace(
  engine: Queries,
  scope: ProjectScope,
  traceId: string,
  view: 'full' | 'skeleton',
): Promise<ApiTrace | undefined> {
  const place = await placeOf(engine, scope, traceId);
  if (!place) return undefined;
  const [{ rows, spans }, scores] = await Promise.all([
    view === 'full' ? fullSpans(engine, scope, place) : skeletons(engine, scope, place),
    scoresOfTrace(engine, scope, traceId),
  ]);
  const truncated = rows.length > MAX_SPANS;
  const trace = truncated ? (await summarise(engine, scope, [place]))[0] : summaryOfRows(rows);
  return trace && { trace, spans: spans.slice(0, MAX_SPANS), scores, truncated };
}

/** One span with all its text, however long. */
export async function openSpan(
  engine: Queries,
  scope: ProjectScope,
  traceId: string,
  spanId: string,
): Promise<ApiSpan | undefined> {
  const place = await placeOf(engine, scope, traceId);
  if (!place) return undefined;
  const isIt = sql`span_id = ${text(spanId)}`;
  const [[row], [payload]] = await Promise.all([
    run<SpanRow>(engine, spansOf(scope, place, SPAN_COLUMNS, isIt)),
    run<PayloadRow>(
      engine,
      sql`SELECT span_id, input, output, details FROM ${payloadsOf(scope, place, isIt)} ORDER BY ver DESC LIMIT 1`,
    ),
  ]);
  return row && spanOf(row, payload);
}
