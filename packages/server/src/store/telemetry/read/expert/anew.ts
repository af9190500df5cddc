import type { Sql } from '../sql.ts';
import type { Context } from './context.ts';
import { Cursor } from './cursor.ts';
import { readQuery } from './query.ts';
import { Refusal } from './refusal.ts';
import { tokensOf } from './tokens.ts';

/**
 * A reader's query, read by our own grammar and written anew from checked parts; the text itself is never passed on.
 * `table` gives the rows that stand for a table's name. @throws Refusal for all that the grammar does not have.
 */
export function writtenAnew(text: string, table: Context['table']): Sql {
  const cursor = new Cursor(tokensOf(text));
  if (!['SELECT', 'WITH', '('].some((word) => cursor.sees(word))) {
    const { value, at } = cursor.peek();
    throw new Refusal(`A query begins with SELECT or WITH${value === '' ? '' : `, not with ${value}`}.`, at);
  }
  const query = readQuery({ cursor, named: new Map(), table });
  cursor.skip(';');
  if (cursor.peek().type !== 'end') throw cursor.unexpected();
  return query;
}
