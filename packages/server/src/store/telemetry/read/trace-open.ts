import type { ApiSpan, ApiTrace } from '@pharos/core/api/spans';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { contentKey, contentsOf, sizesOf } from './contents.ts';
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

/** The rows of a trace and the spans they make. */
interface Spans {
  rows: SkeletonRow[];
  spans: ApiTrace['spans'];
}

async function contentsOfTrace(engine: Queries, scope: ProjectScope, place: PlacedTrace) {
  const payloads = (...where: Sql[]) => payloadsOf(scope, place, ...where);
  return contentsOf(engine, payloads, await sizesOf(engine, payloads));
}

async function fullSpans(engine: Queries, scope: ProjectScope, place: PlacedTrace): Promise<Spans> {
  const [rows, contents] = await Promise.all([
    run<SpanRow>(engine, spansOf(scope, place, SPAN_COLUMNS)),
    contentsOfTrace(engine, scope, place),
  ]);
  return { rows, spans: rows.map((row) => spanOf(row, contents.get(contentKey(row)))) };
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
      sql`SELECT trace_id, span_id, input, output, details FROM ${payloadsOf(scope, place, isIt)} ORDER BY ver DESC LIMIT 1`,
    ),
  ]);
  return row && spanOf(row, payload);
}
