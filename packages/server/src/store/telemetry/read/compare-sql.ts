import type { Filter, FilterOperator } from '@pharos/core/filter';
import { any, float, floats, type Sql, sql, text, texts, trusted } from './sql.ts';

const POSITIVE: Partial<Record<FilterOperator, FilterOperator>> = {
  '!=': '=',
  notContains: 'contains',
  missing: 'exists',
};

const COMPARISONS: Partial<Record<FilterOperator, Sql>> = {
  '>': trusted('>'),
  '>=': trusted('>='),
  '<': trusted('<'),
  '<=': trusted('<='),
};

/** The operator of what to look for, when a filter says that it must not be there; else the filter's own. */
export const positiveOf = (op: FilterOperator): FilterOperator => POSITIVE[op] ?? op;
export const compares = (op: FilterOperator): boolean => COMPARISONS[op] !== undefined;

export const strings = (filter: Filter) => filter.values.map(String);
const numbers = (filter: Filter) => filter.values.filter((value) => typeof value === 'number');

export const oneOf = (value: Sql, values: readonly string[]): Sql =>
  values.length === 1 ? sql`${value} = ${text(values[0] ?? '')}` : sql`has(${texts(values)}, ${value})`;

export const contains = (value: Sql, values: readonly string[]): Sql =>
  any(values.map((each) => sql`positionCaseInsensitiveUTF8(${value}, ${text(each)}) > 0`));

/** Some text of a list is, or contains, one of the filter's. */
export const listed = (list: Sql, op: FilterOperator, values: readonly string[]): Sql =>
  op === 'contains'
    ? sql`arrayExists(each -> ${contains(trusted('each'), values)}, ${list})`
    : sql`hasAny(${list}, ${texts(values)})`;

export function numeric(value: Sql, op: FilterOperator, filter: Filter): Sql {
  const comparison = COMPARISONS[op];
  return comparison
    ? sql`${value} ${comparison} ${float(numbers(filter)[0] ?? 0)}`
    : sql`has(${floats(numbers(filter))}, toFloat64(${value}))`;
}
