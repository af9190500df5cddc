import { join, named, numeral, type Sql, sql, trusted } from '../sql.ts';
import type { Context } from './context.ts';
import { readExpression } from './expression.ts';
import { readOrder } from './order.ts';
import { Refusal } from './refusal.ts';
import { readTables } from './tables.ts';

/** A query, and whatever it is put together with: `WITH … SELECT … UNION ALL SELECT …`. */
export const readQuery = (context: Context): Sql => context.cursor.within(() => readUnion(context));

function readUnion(context: Context): Sql {
  const { cursor } = context;
  const { head, inner } = readWith(context);
  const parts = [readTerm(inner)];
  while (cursor.skip('UNION')) {
    const kind = cursor.skipOne(['ALL', 'DISTINCT']);
    if (kind === undefined) throw cursor.unexpected('ALL or DISTINCT is expected');
    parts.push(trusted(`UNION ${kind}`), readTerm(inner));
  }
  return sql`${head}${join(parts, ' ')}`;
}

function readTerm(context: Context): Sql {
  const { cursor } = context;
  if (!cursor.skip('(')) return readSelect(context);
  const query = readQuery(context);
  cursor.expect(')');
  return sql`(${query})`;
}

/** `WITH name AS (SELECT …), expression AS name`: each is known to those after it. */
function readWith(context: Context): { head: Sql; inner: Context } {
  const { cursor } = context;
  if (!cursor.skip('WITH')) return { head: sql``, inner: context };
  let inner = context;
  const parts = cursor.list(() => {
    if (cursor.seesName() && isQuery(context)) {
      const { value, at } = cursor.name();
      if (context.table(value) !== undefined || inner.named.has(value)) {
        throw new Refusal(`There is a table ${value} already.`, at);
      }
      cursor.expect('AS', '(');
      const query = readQuery(inner);
      cursor.expect(')');
      // Not as its author calls it, so that it can never be taken for a table of the engine.
      const written = `with ${value}`;
      inner = { ...inner, named: new Map([...inner.named, [value, written]]) };
      return sql`${named(written)} AS (${query})`;
    }
    const value = readExpression(inner);
    cursor.expect('AS');
    return sql`${value} AS ${named(cursor.name().value)}`;
  });
  return { head: sql`WITH ${join(parts, ', ')} `, inner };
}

const isQuery = ({ cursor }: Context): boolean => {
  const [as, bracket] = [cursor.peek(1), cursor.peek(2)];
  return as.value.toUpperCase() === 'AS' && bracket.type === 'sign' && bracket.value === '(';
};

function readSelect(context: Context): Sql {
  const { cursor } = context;
  if (!cursor.skip('SELECT')) throw cursor.unexpected('SELECT is expected');
  const list = () =>
    join(
      cursor.list(() => readExpression(context)),
      ', ',
    );
  const parts: Sql[] = [cursor.skip('DISTINCT') ? sql`SELECT DISTINCT` : sql`SELECT`];
  parts.push(
    join(
      cursor.list(() => readItem(context)),
      ', ',
    ),
  );
  if (cursor.skip('FROM')) parts.push(sql`FROM ${readTables(context)}`);
  if (cursor.skip('WHERE')) parts.push(sql`WHERE ${readExpression(context)}`);
  if (cursor.skip('GROUP', 'BY')) {
    parts.push(sql`GROUP BY ${cursor.skip('ALL') ? sql`ALL` : list()}`);
    if (cursor.skip('WITH')) {
      cursor.expect('ROLLUP');
      parts.push(sql`WITH ROLLUP`);
    }
  }
  if (cursor.skip('HAVING')) parts.push(sql`HAVING ${readExpression(context)}`);
  if (cursor.skip('QUALIFY')) parts.push(sql`QUALIFY ${readExpression(context)}`);
  if (cursor.sees('ORDER')) parts.push(readOrder(context));
  while (cursor.skip('LIMIT')) {
    const limit = readLimit(context);
    const isBy = cursor.skip('BY');
    parts.push(isBy ? sql`LIMIT ${limit} BY ${list()}` : sql`LIMIT ${limit}`);
    if (!isBy) break;
  }
  return join(parts, ' ');
}

function readLimit({ cursor }: Context): Sql {
  const count = () => {
    const { type, value } = cursor.peek();
    if (type !== 'number' || !/^\d{1,15}$/.test(value))
      throw cursor.unexpected('a number of rows is expected');
    return numeral(cursor.take().value);
  };
  const first = count();
  if (cursor.skip(',')) return sql`${count()} OFFSET ${first}`;
  if (cursor.skip('OFFSET')) return sql`${first} OFFSET ${count()}`;
  return cursor.skip('WITH', 'TIES') ? sql`${first} WITH TIES` : first;
}

/** `*`, `t.*`, or an expression, perhaps with a name. */
function readItem(context: Context): Sql {
  const { cursor } = context;
  if (cursor.skip('*')) return sql`*${readExcept(context)}`;
  if (cursor.seesName() && cursor.peek(1).value === '.' && cursor.peek(2).value === '*') {
    const table = named(cursor.name().value);
    cursor.expect('.', '*');
    return sql`${table}.*${readExcept(context)}`;
  }
  const value = readExpression(context);
  return cursor.skip('AS') || cursor.seesName() ? sql`${value} AS ${named(cursor.name().value)}` : value;
}

function readExcept({ cursor }: Context): Sql {
  if (!cursor.skip('EXCEPT', '(')) return sql``;
  const names = cursor.list(() => named(cursor.name().value));
  cursor.expect(')');
  return sql` EXCEPT (${join(names, ', ')})`;
}
