import { fieldNamed } from '@pharos/core/fields';
import { type Filter, type FilterOperator, filterSchema, isNumeric } from '@pharos/core/filter';
import { isoFromNs, nsFromIso } from '@pharos/core/time';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { unsupported } from './errors.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
export const conditionSchema = z.object({
  type: z.string(),
  column: z.string(),
  operator: z.string(),
  value: z.union([scalar, z.array(scalar)]).nullish(),
  key: z.string().optional(),
});
export type Condition = z.output<typeof conditionSchema>;
const listSchema = z.array(conditionSchema).max(32);

/** Langfuse's `filter` parameter: a JSON array of conditions that must all hold. */
export function readConditions(text: string): Condition[] {
  try {
    return listSchema.parse(JSON.parse(text));
  } catch {
    throw new ApiError('invalid_request', {
      message: 'filter must be a JSON array of {type, column, operator, value, key?}',
    });
  }
}

/** What a column of Langfuse's is here. */
export interface Column {
  /** Of the filter language; `<key>` stands for the key of the condition. */
  field: string;
  /** A unit of Langfuse's in ours: seconds in milliseconds. */
  times?: number;
  /** Langfuse's word for a value, in ours. */
  values?: (value: string) => string[];
}
export type Columns = Readonly<Record<string, Column>>;

const OPERATORS: Readonly<Record<string, FilterOperator>> = {
  '=': '=',
  '<>': '!=',
  '!=': '!=',
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
  contains: 'contains',
  'does not contain': 'notContains',
  'any of': '=',
  'none of': '!=',
  'all of': '=',
  'is null': 'missing',
  'is not null': 'exists',
};

/**
 * A condition in the filter language.
 * @throws ApiError naming the column or the operator that has no counterpart.
 */
export function filtersOf(condition: Condition, columns: Columns): Filter[] {
  const { column, operator, key, value } = condition;
  const known = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (!known) throw unsupported(`Filtering by ${column}`);
  const op = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!op) throw unsupported(`The operator "${operator}"`);
  if (known.field.includes('<key>') && !key) throw unsupported(`Filtering by ${column} without a key`);
  const field = known.field.replace('<key>', key ?? '');
  const values =
    op === 'exists' || op === 'missing' ? [] : [value ?? []].flat().map((each) => read(each, field, known));
  const lists = operator === 'all of' ? values : [values.flat()];
  return lists.map((each) => checked({ field, op, values: each }, column));
}

function read(
  value: string | number | boolean,
  field: string,
  { times = 1, values }: Column,
): (string | number)[] {
  const known = fieldNamed(field);
  if (known && isNumeric(known)) return [Number(value) * times];
  return values ? values(String(value)) : [String(value)];
}

function checked(filter: Filter, column: string): Filter {
  const parsed = filterSchema.safeParse(filter);
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues[0]?.message ?? 'it is not valid';
  throw new ApiError('invalid_request', {
    message: `The condition on ${column} cannot be asked: ${reason}.`,
  });
}

export interface Range {
  from?: string | undefined;
  to?: string | undefined;
}

/** Conditions on the time that a list is ordered by, as its range. */
export function rangeOf(conditions: readonly Condition[]): Range {
  const range: Range = {};
  for (const { column, operator, value } of conditions) {
    const ns = nsFromIso(String(value));
    if (ns === undefined)
      throw new ApiError('invalid_request', { message: `${column} needs an ISO 8601 time` });
    if (operator === '>=') range.from = isoFromNs(ns);
    else if (operator === '>') range.from = isoFromNs(ns + 1n);
    else if (operator === '<') range.to = isoFromNs(ns);
    else if (operator === '<=') range.to = isoFromNs(ns + 1n);
    else throw unsupported(`The operator "${operator}" on ${column}`);
  }
  return range;
}

/** What names no environment is of the default one. */
export const environmentsNamed = (names: readonly string[]): string[] =>
  names.flatMap((name) => (name === 'default' ? [name, ''] : [name]));

/** The condition that a field is one of these values; none when they are not given. */
export const oneOf = (field: string, values: readonly string[] | string | undefined): Filter[] =>
  values === undefined ? [] : [{ field, op: '=', values: [values].flat() }];
