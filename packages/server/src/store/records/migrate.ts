import { Migrator } from 'kysely';
import { MIGRATIONS } from './migrations/all.ts';
import type { Records } from './tables.ts';

/** Brings the schema up to date, under PostgreSQL's advisory lock so that two starting servers do it once. */
export async function migrate(records: Records): Promise<void> {
  const migrator = new Migrator({
    db: records.withoutPlugins(),
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    migrationTableName: 'pharos_migrations',
    migrationLockTableName: 'pharos_migrations_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
