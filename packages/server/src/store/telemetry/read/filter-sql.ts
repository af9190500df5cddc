import { fieldNamed } from '@pharos/core/fields';
import type { Filter, FilterOperator } from '@pharos/core/filter';
import { ApiError } from '../../../errors.ts';
import { attributeField, GROUP_FIELDS, type SpanField, spanField } from './field-columns.ts';
import { all, any, float, floats, type Sql, sql, text, texts, trusted } from './sql.ts';

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

/** A filter taken apart: what to look for, and whether it must not be there. */
interface Condition {
  /** True of a row of spans that has what the filter names. */
  row: Sql;
  negated: boolean;
}

const strings = (filter: Filter) => filter.values.map(String);
const numbers = (filter: Filter) => filter.values.filter((value) => typeof value === 'number');

const oneOf = (value: Sql, values: readonly string[]): Sql =>
  values.length === 1 ? sql`${value} = ${text(values[0] ?? '')}` : sql`has(${texts(values)}, ${value})`;
const contains = (value: Sql, values: readonly string[]): Sql =>
  any(values.map((each) => sql`positionCaseInsensitiveUTF8(${value}, ${text(each)}) > 0`));

function numeric(value: Sql, op: FilterOperator, filter: Filter): Sql {
  const comparison = COMPARISONS[op];
  return comparison
    ? sql`${value} ${comparison} ${float(numbers(filter)[0] ?? 0)}`
    : sql`has(${floats(numbers(filter))}, toFloat64(${value}))`;
}

function fieldRow(field: SpanField, type: string, op: FilterOperator, filter: Filter): Sql {
  if (op === 'exists') return field.present;
  if (type === 'duration') return sql`(${field.present} AND ${numeric(field.value, op, filter)})`;
  if (op === 'contains') return contains(field.lookIn ?? field.value, strings(filter));
  return oneOf(field.value, strings(filter));
}

function tagRow(op: FilterOperator, filter: Filter): Sql {
  if (op === 'exists') return trusted('notEmpty(tags)');
  if (op === 'contains') return sql`arrayExists(tag -> ${contains(trusted('tag'), strings(filter))}, tags)`;
  return sql`hasAny(tags, ${texts(strings(filter))})`;
}

function attributeRow(key: string, op: FilterOperator, filter: Filter): Sql {
  const field = attributeField(key);
  if (op === 'exists') return field.present;
  if (COMPARISONS[op]) return sql`(${field.isNumber} AND ${numeric(field.number, op, filter)})`;
  const condition =
    op === 'contains' ? contains(field.value, strings(filter)) : oneOf(field.value, strings(filter));
  return strings(filter).includes('') ? sql`(${field.present} AND ${condition})` : condition;
}

function condition(filter: Filter): Condition {
  const field = fieldNamed(filter.field);
  const op = POSITIVE[filter.op] ?? filter.op;
  const negated = op !== filter.op;
  if (field?.type === 'tags') return { row: tagRow(op, filter), negated };
  if (filter.field.startsWith('attr.'))
    return { row: attributeRow(filter.field.slice(5), op, filter), negated };
  const column = spanField(filter.field);
  if (!field || !column) throw new ApiError('invalid_request', { message: `unknown field ${filter.field}` });
  return { row: fieldRow(column, field.type, op, filter), negated };
}

const isOfGroup = (filter: Filter): boolean => Object.hasOwn(GROUP_FIELDS, filter.field);

function groupCondition(filter: Filter): Sql {
  const value = GROUP_FIELDS[filter.field] ?? sql`0`;
  if (filter.op === 'exists') return sql`${value} > 0`;
  if (filter.op === 'missing') return sql`${value} = 0`;
  const op = POSITIVE[filter.op] ?? filter.op;
  const positive = numeric(value, op, filter);
  return op === filter.op ? positive : sql`NOT ${positive}`;
}

/** Filters as they apply to single rows; those on facts of a whole trace are returned apart. */
export function rowConditions(filters: readonly Filter[]): { rows: Sql; ofTrace: Filter[] } {
  const rows = filters.filter((filter) => !isOfGroup(filter)).map(condition);
  return {
    rows: all(rows.map(({ row, negated }) => (negated ? sql`NOT ${row}` : row))),
    ofTrace: filters.filter(isOfGroup),
  };
}

/** Filters over groups of rows: traces, sessions, users. */
export interface GroupConditions {
  /** For HAVING. */
  having: Sql;
  /**
   * Each true of at least one row of every group that qualifies, of whichever version: they narrow the groups to
   * look at before the costly part.
   */
  narrowing: Sql[];
}

export function groupConditions(filters: readonly Filter[]): GroupConditions {
  const rows = filters.filter((filter) => !isOfGroup(filter)).map(condition);
  const having = [
    ...rows.map(({ row, negated }) => (negated ? sql`countIf(${row}) = 0` : sql`countIf(${row}) > 0`)),
    ...filters.filter(isOfGroup).map(groupCondition),
  ];
  return {
    having: all(having),
    narrowing: rows.filter(({ negated }) => !negated).map(({ row }) => row),
  };
}
