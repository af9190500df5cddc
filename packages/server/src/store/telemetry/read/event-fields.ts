import type { Filter } from '@pharos/core/filter';
import { ApiError } from '../../../errors.ts';
import { positiveOf } from './compare-sql.ts';
import { type AttributeField, storedAttribute } from './field-columns.ts';
import { attributeRow } from './filter-sql.ts';
import { all, type Sql, sql, trusted } from './sql.ts';

/** What every event may tell, beside its properties. */
const TOLD: Readonly<Record<string, Sql>> = {
  agent: trusted('agent'),
  page: trusted('page'),
  platform: trusted('platform'),
  country: trusted('country'),
  locale: trusted('locale'),
};
const COLUMNS: Readonly<Record<string, Sql>> = {
  ...TOLD,
  user: trusted('user_id'),
  session: trusted('session_id'),
};

const columnIn = (columns: Readonly<Record<string, Sql>>, name: string): Sql | undefined =>
  Object.hasOwn(columns, name) ? columns[name] : undefined;

/** The column of events that holds a field; undefined where none does. */
export const eventColumn = (name: string): Sql | undefined => {
  const column = columnIn(COLUMNS, name);
  return column && sql`toString(${column})`;
};

/** A property of an event; one that it does not have is what it tells of itself under that name, such as `platform`. */
export function eventProperty(key: string): AttributeField {
  const told = columnIn(TOLD, key);
  return storedAttribute(key, told && { value: sql`toString(${told})`, present: sql`${told} != ''` });
}

/** Whether an event meets all of these. @throws ApiError for a field that events do not have. */
export const eventConditions = (filters: readonly Filter[]): Sql => all(filters.map(eventCondition));

function eventCondition(filter: Filter): Sql {
  const op = positiveOf(filter.op);
  const row = attributeRow(fieldOf(filter.field), op, filter);
  return op === filter.op ? row : sql`NOT ${row}`;
}

function fieldOf(name: string): AttributeField {
  if (name.startsWith('attr.')) return eventProperty(name.slice('attr.'.length));
  const value = eventColumn(name);
  if (value === undefined) throw new ApiError('invalid_request', { message: `an event has no ${name}` });
  return { value, number: sql`0`, isNumber: sql`0`, present: sql`${value} != ''` };
}
