import { type Field, fieldNamed } from '@pharos/core/fields';
import { type Filter, type FilterOperator, isNumeric } from '@pharos/core/filter';
import { ApiError } from '../../../errors.ts';
import type { ProjectScope } from '../../scope.ts';
import { compares, contains, listed, numeric, oneOf, positiveOf, strings } from './compare-sql.ts';
import {
  type AttributeField,
  attributeField,
  GROUP_FIELDS,
  type SpanField,
  spanField,
} from './field-columns.ts';
import { scoredTrace } from './score-filter-sql.ts';
import { all, type Sql, sql, trusted } from './sql.ts';

/** A filter taken apart: what to look for, and whether it must not be there. */
interface Condition {
  /** True of a row of spans that has what the filter names. */
  row: Sql;
  negated: boolean;
}

function fieldRow(field: Field, column: SpanField, op: FilterOperator, filter: Filter): Sql {
  if (op === 'exists') return column.present;
  if (isNumeric(field)) return sql`(${column.present} AND ${numeric(column.value, op, filter)})`;
  if (op === 'contains') return contains(column.lookIn ?? column.value, strings(filter));
  return oneOf(column.value, strings(filter));
}

function tagRow(op: FilterOperator, filter: Filter): Sql {
  return op === 'exists' ? trusted('notEmpty(tags)') : listed(trusted('tags'), op, strings(filter));
}

/** True of a row whose attribute is as a filter says that it is; `op` is never one that denies. */
export function attributeRow(field: AttributeField, op: FilterOperator, filter: Filter): Sql {
  if (op === 'exists') return field.present;
  if (compares(op)) return sql`(${field.isNumber} AND ${numeric(field.number, op, filter)})`;
  const condition =
    op === 'contains' ? contains(field.value, strings(filter)) : oneOf(field.value, strings(filter));
  return strings(filter).includes('') ? sql`(${field.present} AND ${condition})` : condition;
}

function condition(scope: ProjectScope, filter: Filter): Condition {
  const field = fieldNamed(filter.field);
  const op = positiveOf(filter.op);
  const negated = op !== filter.op;
  if (field?.level === 'score') return { row: scoredTrace(scope, filter), negated };
  if (field?.type === 'tags') return { row: tagRow(op, filter), negated };
  if (filter.field.startsWith('attr.'))
    return { row: attributeRow(attributeField(filter.field.slice(5)), op, filter), negated };
  const column = spanField(filter.field);
  if (!field || !column) throw new ApiError('invalid_request', { message: `unknown field ${filter.field}` });
  return { row: fieldRow(field, column, op, filter), negated };
}

const isOfGroup = (filter: Filter): boolean => Object.hasOwn(GROUP_FIELDS, filter.field);

function groupCondition(filter: Filter): Sql {
  const value = GROUP_FIELDS[filter.field] ?? sql`0`;
  if (filter.op === 'exists') return sql`${value} > 0`;
  if (filter.op === 'missing') return sql`${value} = 0`;
  const op = positiveOf(filter.op);
  const positive = numeric(value, op, filter);
  return op === filter.op ? positive : sql`NOT ${positive}`;
}

/** Filters as they apply to single rows; those on facts of a whole trace are returned apart. */
export function rowConditions(
  scope: ProjectScope,
  filters: readonly Filter[],
): { rows: Sql; ofTrace: Filter[] } {
  const rows = filters.filter((filter) => !isOfGroup(filter)).map((filter) => condition(scope, filter));
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

export function groupConditions(scope: ProjectScope, filters: readonly Filter[]): GroupConditions {
  const rows = filters.filter((filter) => !isOfGroup(filter)).map((filter) => condition(scope, filter));
  const having = [
    ...rows.map(({ row, negated }) => (negated ? sql`countIf(${row}) = 0` : sql`countIf(${row}) > 0`)),
    ...filters.filter(isOfGroup).map(groupCondition),
  ];
  return {
    having: all(having),
    narrowing: rows.filter(({ negated }) => !negated).map(({ row }) => row),
  };
}
