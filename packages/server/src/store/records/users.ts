import type { Records, Tables } from './tables.ts';

/** The user of that address, in whatever case it is written. */
export const userByEmail = (records: Records, email: string): Promise<Tables['users'] | undefined> =>
  records.selectFrom('users').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst();

export async function insertUser(records: Records, user: Tables['users']): Promise<void> {
  await records.insertInto('users').values(user).execute();
}
