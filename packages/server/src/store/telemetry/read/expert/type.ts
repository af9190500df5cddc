import { join, numeral, type Sql, sql, trusted } from '../sql.ts';
import type { Cursor } from './cursor.ts';

/** Types that a value may be cast to, each with how many types and numbers it is made of. Times are UTC. */
const TYPES: Readonly<Record<string, { types?: number; numbers?: number }>> = {
  ...Object.fromEntries(
    ['Int', 'UInt'].flatMap((kind) => [8, 16, 32, 64, 128, 256].map((bits) => [`${kind}${bits}`, {}])),
  ),
  Float32: {},
  Float64: {},
  Bool: {},
  String: {},
  UUID: {},
  Date: {},
  Date32: {},
  DateTime: {},
  DateTime64: { numbers: 1 },
  Decimal: { numbers: 2 },
  Nullable: { types: 1 },
  Array: { types: 1 },
};
const NAMES = new Map(Object.keys(TYPES).map((name) => [name.toLowerCase(), name]));

/** A type of the list, written anew. */
export function readType(cursor: Cursor): Sql {
  const { type, value } = cursor.peek();
  const name = type === 'word' ? NAMES.get(value.toLowerCase()) : undefined;
  if (name === undefined)
    throw cursor.unexpected(`a type is expected, one of ${Object.keys(TYPES).join(', ')}`);
  cursor.take();
  const { types = 0, numbers = 0 } = TYPES[name] ?? {};
  if (types + numbers === 0) return trusted(name);
  const parts = Array.from({ length: types + numbers }, (_, i) => {
    cursor.expect(i === 0 ? '(' : ',');
    return i < types ? cursor.within(() => readType(cursor)) : readNumber(cursor);
  });
  cursor.expect(')');
  return sql`${trusted(name)}(${join(parts, ', ')})`;
}

function readNumber(cursor: Cursor): Sql {
  if (cursor.peek().type !== 'number') throw cursor.unexpected('a number is expected');
  return numeral(cursor.take().value);
}
