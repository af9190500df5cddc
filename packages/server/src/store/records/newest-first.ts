import { type Expression, type SqlBool, sql } from 'kysely';
import { ApiError } from '../../errors.ts';

/** Where the next page begins: when, and which of that moment. @throws ApiError for what is no place in such a list */
function placeOf(cursor: string): [at: Date, id: string] {
  const [time = '', id = ''] = cursor.split(' ');
  const at = new Date(time);
  if (Number.isNaN(at.getTime()) || id === '')
    throw new ApiError('invalid_request', { message: 'This is no cursor.' });
  return [at, id];
}

/** Of a list that begins with the newest, by a column and then by id: whether a row comes after a cursor; without one, each does. */
export function comesAfter(column: string, cursor: string | undefined): Expression<SqlBool> {
  if (cursor === undefined) return sql<SqlBool>`true`;
  const [at, id] = placeOf(cursor);
  return sql<SqlBool>`(${sql.ref(column)}, id) < (${at}, ${id})`;
}

/** A page of such a list, of rows of which one more was read than fit; `at` is when an item is. */
export function newestPage<Row, Item extends { id: string }>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => Item,
  at: (item: Item) => string,
): { data: Item[]; nextCursor: string | null } {
  const data = rows.slice(0, limit).map(present);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? `${at(last)} ${last.id}` : null };
}
