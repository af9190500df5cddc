import { type Migration, sql } from 'kysely';

/** A migration that is statements one after another. */
export const sqlMigration = (...texts: string[]): Migration => ({
  async up(db) {
    for (const text of texts) await sql.raw(text).execute(db);
  },
});
