import type { Records } from '../../store/records/tables.ts';

export const passwordHashOf = async (records: Records, userId: string): Promise<string | null> => {
  const user = await records
    .selectFrom('users')
    .select('passwordHash')
    .where('id', '=', userId)
    .executeTakeFirst();
  return user?.passwordHash ?? null;
};

/** Sets the password and withdraws links that would sign in without it. */
export async function setPassword(records: Records, userId: string, passwordHash: string): Promise<void> {
  await records.updateTable('users').set({ passwordHash }).where('id', '=', userId).execute();
  await records.deleteFrom('loginLinks').where('userId', '=', userId).execute();
}
