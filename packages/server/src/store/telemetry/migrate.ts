import type { Driver } from './driver.ts';
import { migrateRollups } from './rollups/schema.ts';
import { columnDefinition, createTable, TABLES, type Table, TEXT_INDEXES } from './schema.ts';
import { VIEWS, type View } from './views.ts';

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
    await addTtl(driver, table);
    // What an earlier release wrote is not indexed anew: its parts are read as before.
    for (const index of table.indexes ?? [])
      await driver.command(`ALTER TABLE ${table.name} ADD ${index.replace('INDEX', 'INDEX IF NOT EXISTS')}`);
  }
  for (const view of VIEWS) await createView(driver, view);
  await migrateRollups(driver);
  for (const { name, definition } of TEXT_INDEXES) {
    await driver.command(
      options.textIndex
        ? `ALTER TABLE payloads ADD INDEX IF NOT EXISTS ${name} ${definition}`
        : `ALTER TABLE payloads DROP INDEX IF EXISTS ${name}`,
    );
  }
}

const FILL_TIMEOUT_MS = 20 * 60_000;

/** A view that is new is filled from what an earlier release stored, first: a start that did not come that far does it again. */
async function createView(driver: Driver, { name, to, select }: View): Promise<void> {
  const known = await driver.query(
    'SELECT name FROM system.tables WHERE database = currentDatabase() AND name = {name:String}',
    { name },
  );
  if (known.length > 0) return;
  await driver.command(`INSERT INTO ${to} ${select}`, {}, { timeoutMs: FILL_TIMEOUT_MS });
  await driver.command(`CREATE MATERIALIZED VIEW IF NOT EXISTS ${name} TO ${to} AS\n${select}`);
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

/** What is stored is pruned as its parts are merged. */
async function addTtl(driver: Driver, { name, ttl }: Table): Promise<void> {
  if (ttl === undefined) return;
  const [row] = await driver.query<{ engine: string }>(
    'SELECT engine_full AS engine FROM system.tables WHERE database = currentDatabase() AND name = {table:String}',
    { table: name },
  );
  if (row?.engine.includes(' TTL ')) return;
  await driver.command(`ALTER TABLE ${name} MODIFY TTL ${ttl} SETTINGS materialize_ttl_after_modify = 0`);
}
