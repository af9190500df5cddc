import { type Migration, Migrator, sql } from 'kysely';
import { markIn, refuseNewer, SCHEMA, type SchemaMark, supersedes } from '../schema-version.ts';
import { MIGRATIONS } from './migrations/all.ts';
import type { Records } from './tables.ts';

const APPLIED = 'pharos_migrations';

type Migrations = Record<string, Migration>;

/**
 * Brings the schema up to date, under PostgreSQL's advisory lock so that two starting servers do it once. Migrations
 * that are due are applied all or none; those of a newer release that this one may run beside stay as they are.
 * @throws when a newer release made the store such that this one may not use it.
 */
export async function migrate(
  records: Records,
  migrations: Migrations = MIGRATIONS,
  own: SchemaMark = SCHEMA,
): Promise<void> {
  const { applied, mark } = await stateOf(records);
  refuseNewer(mark, own);
  const newer = applied.filter((name) => !Object.hasOwn(migrations, name));
  const known: Migrations = {
    ...Object.fromEntries(newer.map((name) => [name, APPLIED_BY_NEWER])),
    ...migrations,
  };
  const migrator = new Migrator({
    db: records.withoutPlugins(),
    provider: { getMigrations: () => Promise.resolve(known) },
    migrationTableName: APPLIED,
    migrationLockTableName: `${APPLIED}_lock`,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
  if (supersedes(own, mark))
    await sql`comment on table ${sql.table(APPLIED)} is ${sql.lit(JSON.stringify(own))}`.execute(records);
}

/** Those up to one of them, for a store that is to have the schema of an earlier release. */
export const migrationsUpTo = (last: string): Migrations =>
  Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name <= last));

/** Whether migrations of this version are still to be applied. @throws as `migrate` does. */
export async function isOlder(records: Records): Promise<boolean> {
  const { applied, mark } = await stateOf(records);
  refuseNewer(mark, SCHEMA);
  return Object.keys(MIGRATIONS).some((name) => !applied.includes(name));
}

const APPLIED_BY_NEWER: Migration = {
  async up() {
    throw new Error('A migration of a newer release is never applied by this one.');
  },
};

async function stateOf(records: Records): Promise<{ applied: string[]; mark: SchemaMark | undefined }> {
  const { rows } = await sql<{ comment: string | null }>`
    select obj_description(oid, 'pg_class') as comment from pg_class where oid = to_regclass(${APPLIED})`.execute(
    records,
  );
  if (rows.length === 0) return { applied: [], mark: undefined };
  const applied = await sql<{ name: string }>`select name from ${sql.table(APPLIED)} order by name`.execute(
    records,
  );
  return { applied: applied.rows.map(({ name }) => name), mark: markIn(rows[0]?.comment) };
}
