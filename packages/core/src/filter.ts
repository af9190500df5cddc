import { z } from 'zod';
import { type Field, type FieldType, fieldNamed, keyOf } from './fields.ts';

export const FILTER_OPERATORS = [
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'contains',
  'notContains',
  'exists',
  'missing',
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

const ANY = ['=', '!=', 'exists', 'missing'] as const;
const TEXT = [...ANY, 'contains', 'notContains'] as const;
const ORDERED = [...ANY, '>', '>=', '<', '<='] as const;

const OPERATORS: Record<FieldType, readonly FilterOperator[]> = {
  text: TEXT,
  tags: TEXT,
  enum: ANY,
  number: ORDERED,
  duration: ORDERED,
  money: ORDERED,
};

/** Fields such as `attr.<key>` have no type of their own. */
export const isKeyed = (field: Field): boolean => keyOf(field.name) !== undefined;
export const isNumeric = (field: Field): boolean => OPERATORS[field.type] === ORDERED;

/** The operators that make sense for a field. Keyed ones take them all. */
export const operatorsOf = (field: Field): readonly FilterOperator[] =>
  isKeyed(field) ? FILTER_OPERATORS : OPERATORS[field.type];

const COMPARISONS: ReadonlySet<FilterOperator> = new Set(['>', '>=', '<', '<=']);

/** Why a condition cannot be answered, in words for its author; undefined when it can. */
function whyNot(filter: {
  field: string;
  op: FilterOperator;
  values: (string | number)[];
}): string | undefined {
  const field = fieldNamed(filter.field);
  if (!field) return `unknown field ${filter.field}`;
  const { op, values } = filter;
  if (!operatorsOf(field).includes(op)) return `${op} does not apply to ${field.name}`;
  if (op === 'exists' || op === 'missing') {
    return values.length === 0 ? undefined : `${op} takes no value`;
  }
  if (values.length === 0) return `${field.name} needs a value`;
  const compares = COMPARISONS.has(op);
  if (compares && values.length > 1) return `${op} takes one value`;
  const wanted = compares || isNumeric(field) ? 'number' : isKeyed(field) ? undefined : 'string';
  const odd = values.find((value) => wanted !== undefined && typeof value !== wanted);
  if (odd !== undefined)
    return `${field.name} needs a ${wanted === 'number' ? 'number' : 'text'}, not ${odd}`;
  const stray = values.find((value) => field.values !== undefined && !field.values.includes(String(value)));
  if (stray !== undefined) return `${field.name} is one of ${field.values?.join(', ')}`;
  return undefined;
}

/**
 * One condition. Several values of `=` mean any of them; several conditions all hold. Durations are milliseconds,
 * money is USD. A condition on a span-level field is true of a trace when any of its spans meets it, one on a score when
 * any of its scores does; `!=`, `notContains` and `missing` when none does the opposite.
 */
export const filterSchema = z
  .object({
    field: z.string().max(256),
    op: z.enum(FILTER_OPERATORS),
    values: z.array(z.union([z.string().max(1024), z.number()])).max(50),
  })
  .superRefine((filter, context) => {
    const message = whyNot(filter);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
export type Filter = z.infer<typeof filterSchema>;

/** At most so many conditions in one question. */
export const MAX_FILTERS = 32;
