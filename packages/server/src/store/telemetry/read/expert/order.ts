import { join, type Sql, sql, trusted } from '../sql.ts';
import type { Context } from './context.ts';
import { readExpression } from './expression.ts';

/** `ORDER BY a DESC NULLS LAST, b`. */
export function readOrder(context: Context): Sql {
  const { cursor } = context;
  cursor.expect('ORDER', 'BY');
  const keys = cursor.list(() => {
    const key = cursor.skip('ALL') ? sql`ALL` : readExpression(context);
    const direction = cursor.skipOne(['ASC', 'DESC']) ?? 'ASC';
    const nulls = cursor.skip('NULLS') ? cursor.skipOne(['FIRST', 'LAST']) : '';
    if (nulls === undefined) throw cursor.unexpected('FIRST or LAST is expected');
    return sql`${key} ${trusted(direction)}${trusted(nulls === '' ? '' : ` NULLS ${nulls}`)}`;
  });
  return sql`ORDER BY ${join(keys, ', ')}`;
}
