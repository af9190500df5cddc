import { join, named, type Sql, sql, trusted } from '../sql.ts';
import type { Context } from './context.ts';
import { readExpression } from './expression.ts';
import { readQuery } from './query.ts';
import { Refusal } from './refusal.ts';

const STRICTNESS = ['ANY', 'ALL', 'SEMI', 'ANTI', 'ASOF'] as const;
const SIDES = ['INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS'] as const;

/** What follows FROM: tables that are known by name here, queries, and how they are joined. */
export function readTables(context: Context): Sql {
  const { cursor } = context;
  const parts = [readTable(context)];
  for (;;) {
    if (cursor.skip(',')) {
      parts.push(sql`CROSS JOIN ${readTable(context)}`);
    } else if (cursor.skip('ARRAY', 'JOIN')) {
      parts.push(sql`ARRAY JOIN ${readLists(context)}`);
    } else if (cursor.skip('LEFT', 'ARRAY', 'JOIN')) {
      parts.push(sql`LEFT ARRAY JOIN ${readLists(context)}`);
    } else {
      const join = readJoin(context);
      if (join === undefined) break;
      parts.push(join);
    }
  }
  return join(parts, ' ');
}

function readJoin(context: Context): Sql | undefined {
  const { cursor } = context;
  const words: string[] = [];
  for (;;) {
    const word = cursor.skipOne([...STRICTNESS, ...SIDES, 'OUTER']);
    if (word === undefined) break;
    words.push(word);
  }
  if (!cursor.skip('JOIN')) {
    if (words.length > 0) throw cursor.unexpected('JOIN is expected');
    return undefined;
  }
  const side = SIDES.find((each) => words.includes(each));
  const strictness = STRICTNESS.find((each) => words.includes(each));
  const kind = [side, strictness, 'JOIN'].filter((word) => word !== undefined).join(' ');
  const table = readTable(context);
  if (side === 'CROSS') return sql`${trusted(kind)} ${table}`;
  if (cursor.skip('ON')) return sql`${trusted(kind)} ${table} ON ${readExpression(context)}`;
  cursor.expect('USING');
  const inParentheses = cursor.skip('(');
  const names = cursor.list(() => named(cursor.name().value));
  if (inParentheses) cursor.expect(')');
  return sql`${trusted(kind)} ${table} USING (${join(names, ', ')})`;
}

function readLists(context: Context): Sql {
  const { cursor } = context;
  const lists = cursor.list(() => {
    const list = readExpression(context);
    return cursor.skip('AS') || cursor.seesName() ? sql`${list} AS ${named(cursor.name().value)}` : list;
  });
  return join(lists, ', ');
}

function readTable(context: Context): Sql {
  const { cursor } = context;
  if (cursor.skip('(')) {
    const query = readQuery(context);
    cursor.expect(')');
    return sql`(${query})${readAlias(context, undefined)}`;
  }
  if (!cursor.seesName()) throw cursor.unexpected('a table is expected');
  const { value, at } = cursor.name();
  if (cursor.sees('.')) throw new Refusal(`${value}: tables of other databases are not there.`, at);
  if (cursor.sees('(')) throw new Refusal(`${value}: table functions are not taken.`, at);
  const written = context.named.get(value);
  const rows = written === undefined ? context.table(value) : named(written);
  if (rows === undefined) throw new Refusal(`There is no table ${value}.`, at);
  return sql`${rows}${readAlias(context, value)}`;
}

/** How the columns of a table are told from another's; by its own name unless another is given. */
function readAlias({ cursor }: Context, own: string | undefined): Sql {
  const alias = cursor.skip('AS') || cursor.seesName() ? cursor.name().value : own;
  return alias === undefined ? sql`` : sql` AS ${named(alias)}`;
}
