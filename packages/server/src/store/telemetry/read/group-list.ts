import type { Page } from '@pharos/core/api/common';
import { isoFromNs } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { decimal } from './decimal.ts';
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
  trusted,
  within,
} from './sql.ts';
import { endsOf } from './windows.ts';

const OPTIONS = { timeoutMs: 20_000 };
const START = trusted('start_time');

/** Facts that any group of spans has, whatever they are grouped by. */
const FACTS = `toUnixTimestamp64Nano(min(start_time)) AS firstNs,
  toUnixTimestamp64Nano(max(start_time)) AS lastNs,
  toUInt32(uniqExact(trace_id)) AS traceCount,
  toUInt32(countIf(status = 'error')) AS errorCount,
  toFloat64(sumIf(usage_total, counted)) AS tokens,
  toFloat64(sumIf(usage_total, counted AND usage_estimated)) AS estimatedTokens,
  toString(sumIf(cost_total, counted)) AS cost,
  toUInt32(countIf(counted AND priced = 'unpriced')) AS unpricedSpans`;

interface Facts {
  id: string;
  firstNs: string;
  lastNs: string;
  traceCount: number;
  errorCount: number;
  tokens: number;
  estimatedTokens: number;
  cost: string;
  unpricedSpans: number;
}

/** Spans grouped by a column whose empty value is no group. */
export interface Grouping<Extra, Item> {
  key: 'session_id' | 'user_id';
  /** Further aggregates, as the SQL of `name AS alias`. */
  extra: string;
  itemOf(facts: SharedFacts, row: Extra): Item;
}

export interface SharedFacts {
  id: string;
  firstSeen: string;
  lastSeen: string;
  traceCount: number;
  errorCount: number;
  tokens: number;
  estimatedTokens: number;
  cost: string;
  unpricedSpans: number;
}

const sharedOf = (row: Facts): SharedFacts => ({
  id: row.id,
  firstSeen: isoFromNs(BigInt(row.firstNs)),
  lastSeen: isoFromNs(BigInt(row.lastNs)),
  traceCount: row.traceCount,
  errorCount: row.errorCount,
  tokens: row.tokens,
  estimatedTokens: row.estimatedTokens,
  cost: decimal(row.cost),
  unpricedSpans: row.unpricedSpans,
});

const selectGroups = <Extra, Item>({ key, extra }: Grouping<Extra, Item>, from: Sql): Sql =>
  sql`SELECT ${trusted(`${key} AS id, ${FACTS}, ${extra}`)} FROM ${from} GROUP BY ${trusted(key)}`;

/** A page of groups with spans that start in the range, last seen first; the figures are of that range. */
export async function listGroups<Extra, Item>(
  engine: Queries,
  scope: ProjectScope,
  grouping: Grouping<Extra, Item>,
  request: ListRequest,
): Promise<Page<Item>> {
  const key = trusted(grouping.key);
  const found = await newest(engine, scope, key, request);
  const page = found.slice(0, request.limit);
  const last = found.length > request.limit ? page.at(-1) : undefined;
  const from = latestOf(
    scope,
    'spans',
    within(START, request.range),
    sql`${key} IN ${texts(page.map(({ id }) => id))}`,
  );
  const rows =
    page.length === 0
      ? []
      : await run<Facts & Extra>(
          engine,
          sql`${selectGroups(grouping, from)} ORDER BY lastNs DESC, id DESC ${FINAL_WITHIN_PARTITIONS}`,
          OPTIONS,
        );
  return {
    data: rows.map((row) => grouping.itemOf(sharedOf(row), row)),
    nextCursor: last ? writeCursor({ ns: BigInt(last.lastNs), id: last.id }) : null,
  };
}

type Place = Pick<Facts, 'id' | 'lastNs'>;

/**
 * The groups seen last, one more than a page holds. Without conditions, the newest part of the range is enough as soon as it
 * names that many: all others were seen before it.
 */
async function newest(
  engine: Queries,
  scope: ProjectScope,
  key: Sql,
  request: ListRequest,
): Promise<Place[]> {
  const { range, filters, search, cursor, limit, among } = request;
  const unconditional = filters.length === 0 && search === '' && among === undefined;
  let found: Place[] = [];
  for (const end of unconditional ? endsOf(range) : [range]) {
    found = await run<Place>(
      engine,
      sql`SELECT ${key} AS id, toUnixTimestamp64Nano(max(start_time)) AS lastNs
${unconditional ? sql`FROM ${rowsOf(scope, 'spans', within(START, end), sql`${key} != ''`)} GROUP BY ${key} HAVING ${position(cursor)}` : matching(scope, key, request)}
ORDER BY lastNs DESC, id DESC LIMIT ${integer(limit + 1)} ${FINAL_WITHIN_PARTITIONS}`,
      OPTIONS,
    );
    if (found.length > limit) break;
  }
  return found;
}

const position = (cursor: Cursor | undefined): Sql =>
  cursor ? sql`(lastNs, id) < (${integer(cursor.ns)}, ${text(cursor.id)})` : sql`1`;

/** Conditions look at the newest version of each span; groups are first narrowed by spans of any version. */
function matching(scope: ProjectScope, key: Sql, request: ListRequest): Sql {
  const { range, filters, search, cursor, among } = request;
  const inRange = within(START, range);
  const { having, narrowing } = groupConditions(scope, filters);
  const words = searchCondition(scope, search, range);
  const narrowed = [...narrowing, ...(words ? [words] : [])].map(
    (condition) => sql`${key} IN (SELECT ${key} FROM ${rowsOf(scope, 'spans', inRange, condition)})`,
  );
  const named = among ? [sql`${key} IN (${among})`] : [];
  return sql`FROM ${latestOf(scope, 'spans', inRange, sql`${key} != ''`, ...named, ...narrowed)}
GROUP BY ${key} HAVING ${all([having, position(cursor)])}`;
}

/** One group over all time; undefined when it has no spans. */
export async function findGroup<Extra, Item>(
  engine: Queries,
  scope: ProjectScope,
  grouping: Grouping<Extra, Item>,
  id: string,
): Promise<Item | undefined> {
  if (id === '') return undefined;
  const from = latestOf(scope, 'spans', sql`${trusted(grouping.key)} = ${text(id)}`);
  const [row] = await run<Facts & Extra>(
    engine,
    sql`${selectGroups(grouping, from)} ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  return row && grouping.itemOf(sharedOf(row), row);
}
