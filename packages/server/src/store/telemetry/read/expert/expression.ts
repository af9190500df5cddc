import { join, named, numeral, type Sql, sql, text, trusted } from '../sql.ts';
import { readCall, readCase, readCast, readFixed, readInterval } from './call.ts';
import type { Context } from './context.ts';
import { readQuery } from './query.ts';
import { readType } from './type.ts';

type Read = (context: Context) => Sql;

/**
 * Reads an expression and writes it anew, with every part in parentheses. Nothing of the reader's is in what is written
 * but checked names, numbers, and texts as bound values.
 */
export const readExpression: Read = (context) => context.cursor.within(() => readOr(context));

/** Parts of equal rank: `a + b - c`. */
const chain =
  (operators: Readonly<Record<string, Sql>>, readPart: Read): Read =>
  (context) => {
    const first = readPart(context);
    const parts = [first];
    for (;;) {
      const operator = context.cursor.skipOne(Object.keys(operators));
      const written = operator === undefined ? undefined : operators[operator];
      if (written === undefined) return parts.length === 1 ? first : sql`(${join(parts, ' ')})`;
      parts.push(written, readPart(context));
    }
  };

const as = (...operators: string[]): Record<string, Sql> =>
  Object.fromEntries(operators.map((operator) => [operator, trusted(operator)]));

const readSigned: Read = (context) =>
  context.cursor.skip('-')
    ? sql`(-${context.cursor.within(() => readSigned(context))})`
    : readPostfix(context);
const readProduct = chain({ ...as('*', '/', '%', 'DIV'), MOD: trusted('%') }, readSigned);
const readSum = chain(as('+', '-'), readProduct);
const readText = chain(as('||'), readSum);
const readComparison = chain(
  { ...as('<=', '>=', '<', '>', '=', '!='), '==': trusted('='), '<>': trusted('!=') },
  (context) => readTests(context, readText(context)),
);
const readNot: Read = (context) =>
  context.cursor.skip('NOT')
    ? sql`(NOT ${context.cursor.within(() => readNot(context))})`
    : readComparison(context);
const readAnd = chain(as('AND'), readNot);
const readOr = chain(as('OR'), readAnd);

const MATCHES = as('LIKE', 'ILIKE');

/** What is asked of a value by words: `IN`, `BETWEEN`, `LIKE`, `IS NULL`. */
function readTests(context: Context, value: Sql): Sql {
  const { cursor } = context;
  if (cursor.skip('IS')) {
    const test = cursor.skip('NOT') ? sql`(${value} IS NOT NULL)` : sql`(${value} IS NULL)`;
    cursor.expect('NULL');
    return readTests(context, test);
  }
  const after = cursor.sees('NOT') ? 1 : 0;
  const { type, value: word } = cursor.peek(after);
  const test = type === 'word' ? word.toUpperCase() : '';
  if (!['IN', 'BETWEEN', 'LIKE', 'ILIKE', 'REGEXP'].includes(test)) return value;
  const isNot = cursor.skip('NOT');
  cursor.take();
  const found = tested(context, test, value);
  return readTests(context, isNot ? sql`(NOT ${found})` : found);
}

function tested(context: Context, test: string, value: Sql): Sql {
  const { cursor } = context;
  // The engine takes a name on either side of IN for a table when there is no such column.
  if (test === 'IN') return sql`(identity(${value}) IN ${readSet(context)})`;
  if (test === 'BETWEEN') {
    const low = readText(context);
    cursor.expect('AND');
    return sql`(${value} BETWEEN ${low} AND ${readText(context)})`;
  }
  const pattern = readFixed(context, test);
  const match = MATCHES[test];
  return match ? sql`(${value} ${match} ${pattern})` : sql`match(${value}, ${pattern})`;
}

function readSet(context: Context): Sql {
  const { cursor } = context;
  cursor.expect('(');
  const set = seesQuery(context)
    ? sql`(${readQuery(context)})`
    : sql`tuple(${join(
        cursor.list(() => readExpression(context)),
        ', ',
      )})`;
  cursor.expect(')');
  return set;
}

const seesQuery = ({ cursor }: Context): boolean => cursor.sees('SELECT') || cursor.sees('WITH');

function readPostfix(context: Context): Sql {
  const { cursor } = context;
  let value = readPrimary(context);
  for (;;) {
    const { type, value: digits } = cursor.peek();
    if (cursor.skip('[')) {
      value = sql`${value}[${readExpression(context)}]`;
      cursor.expect(']');
    } else if (cursor.skip('::')) {
      value = sql`CAST(${value} AS ${readType(cursor)})`;
    } else if (type === 'number' && /^\.\d+$/.test(digits)) {
      cursor.take();
      value = sql`tupleElement(${value}, ${numeral(digits.slice(1))})`;
    } else {
      return value;
    }
  }
}

const WORDS: Readonly<Record<string, Sql>> = as('NULL', 'TRUE', 'FALSE');

function readPrimary(context: Context): Sql {
  const { cursor } = context;
  const { type, value } = cursor.peek();
  if (type === 'number') return numeral(cursor.take().value);
  if (type === 'text') return sql`${text(cursor.take().value)}`;
  if (type === 'sign') return readBracketed(context);
  if (type === 'word') {
    const word = value.toUpperCase();
    const constant = WORDS[word];
    if (constant !== undefined) {
      cursor.take();
      return constant;
    }
    if (cursor.skip('CASE')) return readCase(context);
    if (cursor.skip('INTERVAL')) return readInterval(context);
    if (cursor.skip('CAST', '(')) return readCast(context);
    if (cursor.skip('EXISTS', '(')) {
      const query = readQuery(context);
      cursor.expect(')');
      return sql`EXISTS(${query})`;
    }
    if (cursor.peek(1).type === 'text' && word === 'DATE') {
      cursor.take();
      return sql`toDate(${text(cursor.take().value)})`;
    }
    if (cursor.peek(1).type === 'text' && word === 'TIMESTAMP') {
      cursor.take();
      return sql`toDateTime64(${text(cursor.take().value)}, 9, 'UTC')`;
    }
    if (cursor.peek(1).type === 'sign' && cursor.peek(1).value === '(') return readCall(context);
  }
  if (!cursor.seesName()) throw cursor.unexpected();
  return readColumn(context);
}

/** A column, perhaps with the name of its table. */
function readColumn({ cursor }: Context): Sql {
  const path = [named(cursor.name().value)];
  while (cursor.skip('.')) path.push(named(cursor.name().value));
  return join(path, '.');
}

function readBracketed(context: Context): Sql {
  const { cursor } = context;
  if (cursor.skip('[')) {
    if (cursor.skip(']')) return sql`[]`;
    const items = cursor.list(() => readExpression(context));
    cursor.expect(']');
    return sql`[${join(items, ', ')}]`;
  }
  if (!cursor.skip('(')) throw cursor.unexpected();
  if (seesQuery(context)) {
    const query = readQuery(context);
    cursor.expect(')');
    return sql`(${query})`;
  }
  const items = cursor.list(() => readExpression(context));
  cursor.expect(')');
  return items.length === 1 ? sql`(${join(items, '')})` : sql`tuple(${join(items, ', ')})`;
}
