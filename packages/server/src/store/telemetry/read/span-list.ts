import type { Page } from '@pharos/core/api/common';
import type { ApiSpan } from '@pharos/core/api/spans';
import { type Clock, isoFromNs, type TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { SpanFilter, SpanQuery } from '../contract.ts';
import type { Queries } from '../driver.ts';
import { contentKey, contentsOf, fitting, sizesOf } from './contents.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { attributeField } from './field-columns.ts';
import { rowConditions } from './filter-sql.ts';
import { rangeOf } from './list-query.ts';
import { SPAN_COLUMNS, type SpanRow, spanOf } from './span-row.ts';
import {
  any,
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

const OPTIONS = { timeoutMs: 20_000 };
const START = trusted('start_time');

/** Conditions that compare a column with a list, as data. */
const LISTED = {
  traceIds: 'trace_id',
  spanIds: 'span_id',
  parentIds: 'parent_id',
  names: 'name',
  kinds: 'kind',
  statuses: 'status',
} as const satisfies Partial<Record<keyof SpanFilter, string>>;

/** A page of single spans by the time they start, newest first unless asked otherwise. */
export async function listSpans(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  query: SpanQuery,
): Promise<Page<ApiSpan>> {
  const { limit, offset = 0, order = 'newest', content = true } = query;
  const newestFirst = order === 'newest';
  const after = readCursor(query.cursor);
  const position = sql`(toUnixTimestamp64Nano(start_time), span_id)`;
  const compared = newestFirst ? trusted('<') : trusted('>');
  const unseen = after ? [sql`${position} ${compared} (${integer(after.ns)}, ${text(after.id)})`] : [];
  const direction = trusted(newestFirst ? 'DESC' : 'ASC');
  const rows = await run<SpanRow>(
    engine,
    sql`SELECT ${trusted(SPAN_COLUMNS)} FROM ${spansOf(scope, clock, query, ...unseen)}
ORDER BY start_time ${direction}, span_id ${direction} LIMIT ${integer(limit + 1)} OFFSET ${integer(offset)}
${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  let page = rows.slice(0, limit);
  const payloads = payloadsOf(scope, page);
  const sizes = content && page.length > 0 ? await sizesOf(engine, payloads) : undefined;
  // Who reads on by a cursor gets all text, if need be in shorter pages; a page by its number cannot be cut.
  if (sizes && query.offset === undefined) page = page.slice(0, fitting(page, sizes));
  const contents = sizes && (await contentsOf(engine, payloads, sizes));
  const last = rows.length > page.length ? page.at(-1) : undefined;
  return {
    data: page.map((row) => spanOf(row, contents === undefined ? 'omitted' : contents.get(contentKey(row)))),
    nextCursor: last ? writeCursor({ ns: BigInt(last.start_ns), id: last.span_id }) : null,
  };
}

/** How many spans a list has on all its pages. */
export async function countSpans(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  filter: SpanFilter,
): Promise<number> {
  const [row] = await run<{ count: string }>(
    engine,
    sql`SELECT count() AS count FROM ${spansOf(scope, clock, filter)} ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  return Number(row?.count ?? 0);
}

function spansOf(scope: ProjectScope, clock: Clock, filter: SpanFilter, ...where: Sql[]): Sql {
  const range: TimeRange = rangeOf(clock, filter.from ?? isoFromNs(0n), filter.to);
  const listed = (Object.keys(LISTED) as (keyof typeof LISTED)[]).flatMap((name) => {
    const values = filter[name];
    return values === undefined ? [] : [sql`${trusted(LISTED[name])} IN ${texts(values)}`];
  });
  const { rows } = rowConditions(scope, filter.filters ?? []);
  const { naming } = filter;
  const named = naming ? [sql`${attributeField(naming.attribute).value} IN ${texts(naming.values)}`] : [];
  const ofTraces = filter.traceIds && filter.traceIds.length > 0 ? [placedIn(scope, filter.traceIds)] : [];
  const roots = filter.root ? [isRoot(filter.root)] : [];
  return latestOf(
    scope,
    'spans',
    within(START, range),
    ...ofTraces,
    ...listed,
    ...named,
    ...roots,
    rows,
    ...where,
  );
}

function isRoot({ is, marked, inTracesOf }: NonNullable<SpanFilter['root']>): Sql {
  // Where the trace is a span itself, what lies in it directly is a root as well.
  const inTrace = sql`(parent_id = trace_id AND scope = ${text(inTracesOf)})`;
  const condition = any([sql`parent_id = ''`, inTrace, attributeField(marked).present]);
  return is ? condition : sql`NOT ${condition}`;
}

/** The days in which these traces lie, so that no others are read. */
const placedIn = (scope: ProjectScope, traceIds: readonly string[]): Sql => {
  const index = rowsOf(scope, 'trace_index', sql`trace_id IN ${texts(traceIds)}`);
  return sql`start_time >= (SELECT min(start_time) FROM ${index}) AND start_time <= (SELECT max(last_start) FROM ${index})`;
};

function payloadsOf(scope: ProjectScope, page: readonly SpanRow[]): (...where: Sql[]) => Sql {
  const starts = page.map(({ start_ns }) => BigInt(start_ns)).sort((a, b) => Number(a - b));
  const [first = 0n] = starts;
  const last = starts.at(-1) ?? first;
  return (...where) =>
    rowsOf(
      scope,
      'payloads',
      sql`day >= toDate(${time(first)}) AND day <= toDate(${time(last)})`,
      sql`trace_id IN ${texts([...new Set(page.map((row) => row.trace_id))])}`,
      sql`span_id IN ${texts(page.map((row) => row.span_id))}`,
      ...where,
    );
}
