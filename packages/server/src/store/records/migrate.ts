import { type Migration, Migrator, sql } from 'kysely';
import { MIGRATIONS } from './migrations/all.ts';
import type { Records } from './tables.ts';

const APPLIED = 'pharos_migrations';

/**
 * Brings the schema up to date, under PostgreSQL's advisory lock so that two starting servers do it once. Migrations
 * that are due are applied all or none.
 * @throws when a newer release migrated the store.
 */
export async function migrate(
  records: Records,
  migrations: Record<string, Migration> = MIGRATIONS,
): Promise<void> {
  await refuseNewer(records, migrations);
  const migrator = new Migrator({
    db: records.withoutPlugins(),
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableName: APPLIED,
    migrationLockTableName: `${APPLIED}_lock`,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

async function refuseNewer(records: Records, known: Record<string, Migration>): Promise<void> {
  const there = await sql`select 1 where to_regclass(${APPLIED}) is not null`.execute(records);
  if (there.rows.length === 0) return;
  const applied = await sql<{ name: string }>`select name from ${sql.table(APPLIED)} order by name`.execute(
    records,
  );
  const newest = applied.rows.findLast(({ name }) => !Object.hasOwn(known, name));
  if (newest === undefined) return;
  throw new Error(
    `a newer release of Pharos migrated it to ${newest.name}, and this one knows ${Object.keys(known).at(-1)}; start the newer release, or restore a backup from before the upgrade`,
  );
}
