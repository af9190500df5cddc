import { SPAN_TEXTS, SQL_TABLES } from '@pharos/core/sql-tables';
import type { ProjectScope } from '../../scope.ts';
import type { PrintFormat, Queries } from '../driver.ts';
import type { ExportAsked, ExportPrint, ExportStep } from '../export-contract.ts';
import { viewOf } from './expert/views.ts';
import {
  integer,
  join,
  named,
  onlyRowsOf,
  render,
  rowsOf,
  run,
  type Sql,
  sql,
  text,
  time,
  trusted,
  within,
} from './sql.ts';

const TIMEOUT_MS = 60_000;
const MEMORY_BYTES = 512 * 2 ** 20;

const FORMATS: Readonly<Record<ExportPrint['format'], PrintFormat>> = {
  jsonl: 'JSONEachRow',
  parquet: 'Parquet',
};

/** One thread: an export may take its time, and leaves the other cores to those who look at pages. */
const SETTINGS: Readonly<Record<string, number | string>> = {
  enable_analyzer: 1,
  session_timezone: `'UTC'`,
  date_time_output_format: `'iso'`,
  do_not_merge_across_partitions_select_final: 1,
  max_threads: 1,
  output_format_parquet_compression_method: `'zstd'`,
};

/** The name of the column of times, and the project's own rows that were asked for, with the columns that readers may see. */
function rowsAsked(scope: ProjectScope, { kind, environment, ...range }: ExportAsked) {
  const table = SQL_TABLES.find(({ name }) => name === kind);
  const view = viewOf(scope, kind);
  if (!table || !view) throw new TypeError(`there is no table ${kind}`);
  const at = named(table.time);
  const ofEnvironment = environment === '' ? sql`` : sql` AND environment = ${text(environment)}`;
  return { at, rows: sql`${view} AS asked WHERE ${within(at, range)}${ofEnvironment}` };
}

export async function exportSteps(
  engine: Queries,
  scope: ProjectScope,
  asked: ExportAsked,
  stepNs: bigint,
): Promise<ExportStep[]> {
  const { at, rows } = rowsAsked(scope, asked);
  const found = await run<{ step: string; rows: string }>(
    engine,
    sql`SELECT intDiv(toUnixTimestamp64Nano(${at}) - ${integer(asked.fromNs)}, ${integer(stepNs)}) AS step, count() AS rows
FROM ${rows} GROUP BY step ORDER BY step ${settings(scope)}`,
    { lane: asked.lane, timeoutMs: TIMEOUT_MS, memoryBytes: MEMORY_BYTES },
  );
  return found.map((each) => ({ step: Number(each.step), rows: Number(each.rows) }));
}

export function printExport(
  engine: Queries,
  scope: ProjectScope,
  asked: ExportAsked,
  { format, maxBytes }: ExportPrint,
): Promise<Uint8Array> {
  const { at, rows } = rowsAsked(scope, asked);
  const printed = asked.texts && asked.kind === 'spans' ? withTexts(scope, asked, rows) : sql`* FROM ${rows}`;
  const limits = { max_result_bytes: 4 * maxBytes };
  const statement = render(sql`SELECT ${printed} ORDER BY ${at} ${settings(scope, limits)}`);
  return engine.print(statement.sql, statement.params, FORMATS[format], {
    ...{ lane: asked.lane, timeoutMs: TIMEOUT_MS, memoryBytes: MEMORY_BYTES, maxBytes },
  });
}

/** Spans beside their texts, of which the newest version counts wherever it lies in its day. */
function withTexts(scope: ProjectScope, { fromNs, toNs }: ExportAsked, rows: Sql): Sql {
  const texts = SPAN_TEXTS.map(({ name }) => named(name));
  const newest = texts.map((column) => sql`argMax(${column}, ver) AS ${column}`);
  const days = sql`day >= toDate(${time(fromNs)}) AND day <= toDate(${time(toNs)})`;
  const own = sql`(trace_id, span_id) IN (SELECT traceId, spanId FROM ${rows})`;
  return sql`spans.*, ${join(
    texts.map((column) => sql`texts.${column} AS ${column}`),
    ', ',
  )}
FROM (SELECT * FROM ${rows}) AS spans
LEFT JOIN (SELECT trace_id, span_id, ${join(newest, ', ')} FROM ${rowsOf(scope, 'payloads', days, own)} GROUP BY trace_id, span_id) AS texts
ON texts.trace_id = spans.traceId AND texts.span_id = spans.spanId`;
}

const settings = (scope: ProjectScope, more: Readonly<Record<string, number>> = {}): Sql => {
  const all = Object.entries({ ...SETTINGS, ...more }).map(([name, value]) => `${name} = ${value}`);
  return sql`SETTINGS ${trusted(all.join(', '))}, ${onlyRowsOf(scope)}`;
};
