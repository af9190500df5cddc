import { functionNamed, type KnownFunction, similarTo } from '@pharos/core/sql-functions';
import { join, named, numeral, type Sql, sql, text, trusted } from '../sql.ts';
import type { Context } from './context.ts';
import { readExpression } from './expression.ts';
import { readOrder } from './order.ts';
import { Refusal } from './refusal.ts';
import { readType } from './type.ts';

/** A call of a function that is on the list: `f(x)`, `f(0.5)(x)`, `f(DISTINCT x) FILTER (WHERE y) OVER (…)`. */
export function readCall(context: Context): Sql {
  const { cursor } = context;
  const { value, at } = cursor.take();
  const known = functionNamed(value);
  if (known === undefined) {
    const similar = similarTo(value);
    throw new Refusal(
      `The function ${value} is not taken${similar === undefined ? '' : `; there is ${similar}`}.`,
      at,
    );
  }
  const name = trusted(known.name);
  const most = readMost(context, known);
  let call = sql`${name}${most}(${readArguments(context, known)})`;
  if (cursor.sees('(')) call = sql`${call}(${readArguments(context, known)})`;
  if (cursor.skip('FILTER')) {
    cursor.expect('(', 'WHERE');
    call = sql`${call} FILTER (WHERE ${readExpression(context)})`;
    cursor.expect(')');
  }
  if (!cursor.skip('OVER')) return call;
  if (!known.windowed) throw new Refusal(`${known.name} is not taken over windows.`, at);
  return sql`(${call} OVER ${readWindow(context)})`;
}

/** How long a list may grow; what its author says is held to the limit. */
function readMost({ cursor }: Context, { name, longest }: KnownFunction): Sql {
  if (longest === undefined) return sql``;
  const said = cursor.peek(1);
  const isSaid = said.type === 'number' && cursor.peek(2).value === ')' && cursor.peek(3).value === '(';
  if (!isSaid) return sql`(${numeral(String(longest))})`;
  if (Number(said.value) > longest) throw new Refusal(`${name} takes at most ${longest} values.`, said.at);
  cursor.expect('(');
  cursor.take();
  cursor.expect(')');
  return sql`(${numeral(said.value)})`;
}

function readArguments(context: Context, { name, fixed }: KnownFunction): Sql {
  const { cursor } = context;
  cursor.expect('(');
  if (cursor.skip(')')) return sql``;
  if (cursor.skip('*', ')')) return sql``;
  const distinct = cursor.skip('DISTINCT') ? sql`DISTINCT ` : sql``;
  let place = 0;
  const items = cursor.list(() => {
    const isFixed = fixed === (place++ === 0 ? 'first' : 'rest');
    return isFixed ? readFixed(context, name) : readArgument(context);
  });
  cursor.expect(')');
  return sql`${distinct}${join(items, ', ')}`;
}

/** What a function looks for: a text or a number that stands in the query, not what each row may have. */
export function readFixed({ cursor }: Context, name: string): Sql {
  const minus = cursor.skip('-') ? sql`-` : sql``;
  const { type, at } = cursor.peek();
  if (type === 'number') return sql`${minus}${numeral(cursor.take().value)}`;
  if (type === 'text') return sql`${text(cursor.take().value)}`;
  throw new Refusal(`${name} takes a text or a number that is written here.`, at);
}

/** An expression, or a function made for the occasion: `x -> x + 1`, `(key, value) -> key`. */
function readArgument(context: Context): Sql {
  const { cursor } = context;
  const names = lambdaNames(context);
  if (names === undefined) return readExpression(context);
  return sql`(${join(names, ', ')}) -> ${cursor.within(() => readArgument(context))}`;
}

function lambdaNames({ cursor }: Context): Sql[] | undefined {
  const inParentheses = cursor.sees('(');
  let ahead = inParentheses ? 1 : 0;
  const isNext = (sign: string) => cursor.peek(ahead).type === 'sign' && cursor.peek(ahead).value === sign;
  while (['word', 'name'].includes(cursor.peek(ahead).type)) {
    ahead++;
    if (!inParentheses || !isNext(',')) break;
    ahead++;
  }
  if (inParentheses) {
    if (!isNext(')')) return undefined;
    ahead++;
  }
  if (!isNext('->')) return undefined;
  if (inParentheses) cursor.expect('(');
  const names = cursor.list(() => named(cursor.name().value));
  if (inParentheses) cursor.expect(')');
  cursor.expect('->');
  return names;
}

function readWindow(context: Context): Sql {
  const { cursor } = context;
  const parts: Sql[] = [];
  cursor.expect('(');
  if (cursor.skip('PARTITION', 'BY')) {
    parts.push(
      sql`PARTITION BY ${join(
        cursor.list(() => readExpression(context)),
        ', ',
      )}`,
    );
  }
  if (cursor.sees('ORDER')) parts.push(readOrder(context));
  const unit = cursor.skipOne(['ROWS', 'RANGE']);
  if (unit !== undefined) parts.push(sql`${trusted(unit)} ${readFrame(context, unit)}`);
  cursor.expect(')');
  return sql`(${join(parts, ' ')})`;
}

const FIRST = 'UNBOUNDED PRECEDING';
const LAST = 'UNBOUNDED FOLLOWING';
const BOUNDS = [FIRST, LAST, 'CURRENT ROW'] as const;
const MAX_FRAME = 1000;

/** A frame that begins anew at every row is computed anew at every row, so it is short. */
function readFrame(context: Context, unit: 'ROWS' | 'RANGE'): Sql {
  const { cursor } = context;
  const { at } = cursor.peek();
  const between = cursor.skip('BETWEEN');
  const from = readBound(context, unit);
  if (between) cursor.expect('AND');
  const to = between ? readBound(context, unit) : 'CURRENT ROW';
  if (to === LAST && from !== FIRST) {
    throw new Refusal('A window up to the last row begins with the first.', at);
  }
  return trusted(`BETWEEN ${from} AND ${to}`);
}

function readBound({ cursor }: Context, unit: 'ROWS' | 'RANGE'): string {
  const bound = BOUNDS.find((each) => cursor.skip(...each.split(' ')));
  if (bound !== undefined) return bound;
  const { type, value, at } = cursor.peek();
  if (unit === 'RANGE' || type !== 'number')
    throw cursor.unexpected(`one of ${BOUNDS.join(', ')} is expected`);
  const rows = Number(cursor.take().value);
  if (!Number.isInteger(rows) || rows > MAX_FRAME) {
    throw new Refusal(`A window reaches at most ${MAX_FRAME} rows back or on, not ${value}.`, at);
  }
  const side = cursor.skipOne(['PRECEDING', 'FOLLOWING']);
  if (side === undefined) throw cursor.unexpected('PRECEDING or FOLLOWING is expected');
  return `${rows} ${side}`;
}

/** After CASE. */
export function readCase(context: Context): Sql {
  const { cursor } = context;
  const subject = cursor.sees('WHEN') ? sql`` : sql` ${readExpression(context)}`;
  const branches: Sql[] = [];
  while (cursor.skip('WHEN')) {
    const when = readExpression(context);
    cursor.expect('THEN');
    branches.push(sql`WHEN ${when} THEN ${readExpression(context)}`);
  }
  if (branches.length === 0) throw cursor.unexpected('WHEN is expected');
  const rest = cursor.skip('ELSE') ? sql` ELSE ${readExpression(context)}` : sql``;
  cursor.expect('END');
  return sql`(CASE${subject} ${join(branches, ' ')}${rest} END)`;
}

/** After CAST and its parenthesis. */
export function readCast(context: Context): Sql {
  const { cursor } = context;
  const value = readExpression(context);
  cursor.expect('AS');
  const type = readType(cursor);
  cursor.expect(')');
  return sql`CAST(${value} AS ${type})`;
}

const UNITS = ['SECOND', 'MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const;

/** After INTERVAL. */
export function readInterval(context: Context): Sql {
  const { cursor } = context;
  const length = readExpression(context);
  const unit = UNITS.find((each) => cursor.skip(each) || cursor.skip(`${each}S`));
  if (unit === undefined) throw cursor.unexpected(`one of ${UNITS.join(', ')} is expected`);
  return sql`${trusted(`toInterval${unit.charAt(0)}${unit.slice(1).toLowerCase()}`)}(${length})`;
}
