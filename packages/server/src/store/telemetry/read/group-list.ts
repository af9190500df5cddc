import type { Page } from '@pharos/core/api/common';
import { isoFromNs } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Driver } from '../driver.ts';
import { writeCursor } from './cursor.ts';
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
  trusted,
  within,
} from './sql.ts';

const TIMEOUT_MS = 20_000;
const START = trusted('start_time');
const END_NS = 'toUnixTimestamp64Nano(start_time) + toInt64(duration_ns)';

/** Facts that any group of spans has, whatever they are grouped by. */
const FACTS = `toUnixTimestamp64Nano(min(start_time)) AS firstNs,
  max(${END_NS}) AS lastNs,
  toUInt32(uniqExact(trace_id)) AS traceCount,
  toUInt32(countIf(status = 'error')) AS errorCount,
  toFloat64(sumIf(usage_total, counted)) AS tokens,
  toString(sumIf(cost_total, counted)) AS cost`;

interface Facts {
  id: string;
  firstNs: string;
  lastNs: string;
  traceCount: number;
  errorCount: number;
  tokens: number;
  cost: string;
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
  cost: string;
}

const sharedOf = (row: Facts): SharedFacts => ({
  id: row.id,
  firstSeen: isoFromNs(BigInt(row.firstNs)),
  lastSeen: isoFromNs(BigInt(row.lastNs)),
  traceCount: row.traceCount,
  errorCount: row.errorCount,
  tokens: row.tokens,
  cost: decimal(row.cost),
});

const selectGroups = <Extra, Item>({ key, extra }: Grouping<Extra, Item>, from: Sql, having: Sql): Sql =>
  sql`SELECT ${trusted(`${key} AS id, ${FACTS}, ${extra}`)} FROM ${from} GROUP BY ${trusted(key)} HAVING ${having}`;

/** A page of groups with spans that start in the range, last seen first; the figures are of that range. */
export async function listGroups<Extra, Item>(
  driver: Driver,
  scope: ProjectScope,
  grouping: Grouping<Extra, Item>,
  { range, filters, search, cursor, limit }: ListRequest,
): Promise<Page<Item>> {
  const key = trusted(grouping.key);
  const inRange = within(START, range);
  const { having, narrowing } = groupConditions(filters);
  const words = searchCondition(scope, search, range);
  const narrowed = [...narrowing, ...(words ? [words] : [])].map(
    (condition) => sql`${key} IN (SELECT ${key} FROM ${rowsOf(scope, 'spans', inRange, condition)})`,
  );
  const older = cursor ? [sql`(lastNs, id) < (${integer(cursor.ns)}, ${text(cursor.id)})`] : [];
  const from = latestOf(scope, 'spans', inRange, sql`${key} != ''`, ...narrowed);
  const rows = await run<Facts & Extra>(
    driver,
    sql`${selectGroups(grouping, from, all([having, ...older]))}
ORDER BY lastNs DESC, id DESC LIMIT ${integer(limit + 1)} ${FINAL_WITHIN_PARTITIONS}`,
    { timeoutMs: TIMEOUT_MS },
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    data: page.map((row) => grouping.itemOf(sharedOf(row), row)),
    nextCursor: last ? writeCursor({ ns: BigInt(last.lastNs), id: last.id }) : null,
  };
}

/** One group over all time; undefined when it has no spans. */
export async function findGroup<Extra, Item>(
  driver: Driver,
  scope: ProjectScope,
  grouping: Grouping<Extra, Item>,
  id: string,
): Promise<Item | undefined> {
  if (id === '') return undefined;
  const from = latestOf(scope, 'spans', sql`${trusted(grouping.key)} = ${text(id)}`);
  const [row] = await run<Facts & Extra>(
    driver,
    sql`${selectGroups(grouping, from, sql`1`)} ${FINAL_WITHIN_PARTITIONS}`,
    { timeoutMs: TIMEOUT_MS },
  );
  return row && grouping.itemOf(sharedOf(row), row);
}
