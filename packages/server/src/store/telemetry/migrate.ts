import type { Driver } from './driver.ts';
import { migrateRollups } from './rollups/schema.ts';
import { columnDefinition, createTable, TABLES, type Table, TEXT_INDEXES, VIEWS } from './schema.ts';

export interface MigrateOptions {
  /** Index every two letters of input and output: search is instant, inserts of text cost several times more. */
  textIndex: boolean;
}

/**
 * Brings the engine to the schema that schema.ts describes: creates what is missing and adds new columns to tables
 * and indexes to tables
 * of an earlier release. Idempotent; never drops data.
 */
export async function migrate(driver: Driver, options: MigrateOptions): Promise<void> {
  for (const table of TABLES) {
    await driver.command(createTable(table));
    await addColumns(driver, table);
    // What an earlier release wrote is not indexed anew: its parts are read as before.
    for (const index of table.indexes ?? [])
      await driver.command(`ALTER TABLE ${table.name} ADD ${index.replace('INDEX', 'INDEX IF NOT EXISTS')}`);
  }
  for (const view of VIEWS) await driver.command(view);
  await migrateRollups(driver);
  for (const { name, definition } of TEXT_INDEXES) {
    await driver.command(
      options.textIndex
        ? `ALTER TABLE payloads ADD INDEX IF NOT EXISTS ${name} ${definition}`
        : `ALTER TABLE payloads DROP INDEX IF EXISTS ${name}`,
    );
  }
}

async function addColumns(driver: Driver, table: Table): Promise<void> {
  const rows = await driver.query<{ name: string }>(
    'SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String}',
    { table: table.name },
  );
  const present = new Set(rows.map((row) => row.name));
  const missing = [...table.columns, ...(table.derived ?? [])].filter((column) => !present.has(column.name));
  for (const column of missing) {
    await driver.command(`ALTER TABLE ${table.name} ADD COLUMN IF NOT EXISTS ${columnDefinition(column)}`);
  }
}
