import type { Records, Tables } from './tables.ts';

/** The user of that address, in whatever case it is written. */
export const userByEmail = (records: Records, email: string): Promise<Tables['users'] | undefined> =>
  records.selectFrom('users').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst();

/** False when there is a user of that address, also one who came at the same moment. */
export async function insertUser(records: Records, user: Tables['users']): Promise<boolean> {
  const result = await records
    .insertInto('users')
    .values(user)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
