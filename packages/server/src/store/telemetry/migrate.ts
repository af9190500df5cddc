import { addView, storedTable } from './add-view.ts';
import { alterColumns, alterStored, columnDefinition, createTable } from './ddl.ts';
import type { Driver } from './driver.ts';
import { FILLS } from './fills.ts';
import { storedName } from './layout.ts';
import { migrateRollups } from './rollups/schema.ts';
import { DURABLE, TABLES, type Table, TEXT_INDEXES } from './schema.ts';
import { noteBrought, refuseNewerStore } from './schema-mark.ts';
import { fitTiers, type Tiering } from './tiering/tier.ts';
import { VIEWS } from './views.ts';

export interface MigrateOptions {
  /** Index every two letters of input and output: search is instant, inserts of text cost several times more. */
  textIndex: boolean;
  /** Where old rows lie, when not with the others. */
  tiering?: Tiering | undefined;
}

/**
 * Brings the engine to the schema that schema.ts describes: creates what is missing and adds new columns and indexes to tables of an
 * earlier release, which goes on with them meanwhile. Takes no longer the more is stored: new views are filled afterwards (fills.ts).
 * Idempotent; never drops data.
 * @throws when a newer release made it such that this one may not use it.
 */
export async function migrate(driver: Driver, options: MigrateOptions): Promise<void> {
  await refuseNewerStore(driver);
  for (const table of [FILLS, ...TABLES]) {
    await run(driver, createTable(table, driver.layout));
    await addColumns(driver, table);
    await fitTtl(driver, table);
    await addSettings(driver, table);
    // What an earlier release wrote is not indexed anew: its parts are read as before.
    for (const index of table.indexes ?? [])
      await run(
        driver,
        alterStored(table.name, `ADD ${index.replace('INDEX', 'INDEX IF NOT EXISTS')}`, driver.layout),
      );
  }
  await fitTiers(driver, options.tiering);
  for (const view of VIEWS) await addView(driver, view);
  await migrateRollups(driver);
  for (const { name, definition } of TEXT_INDEXES) {
    const change = options.textIndex
      ? `ADD INDEX IF NOT EXISTS ${name} ${definition}`
      : `DROP INDEX IF EXISTS ${name}`;
    await run(driver, alterStored('payloads', change, driver.layout));
  }
  await noteBrought(driver);
}

/** One after the other. */
async function run(driver: Driver, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await driver.command(statement);
}

/** Columns that are missing, and how those that are there are compressed from now on. */
async function addColumns(driver: Driver, table: Table): Promise<void> {
  const { layout } = driver;
  const rows = await driver.query<{ name: string; codec: string }>(
    `SELECT name, compression_codec AS codec FROM system.columns WHERE ${layout.databases} AND table = {table:String}`,
    { table: storedName(table.name, layout) },
  );
  const present = new Map(rows.map(({ name, codec }) => [name, codec]));
  for (const column of [...table.columns, ...(table.derived ?? [])]) {
    const codec = present.get(column.name);
    if (codec === undefined) {
      const change = `ADD COLUMN IF NOT EXISTS ${columnDefinition(column)}`;
      await run(driver, alterColumns(table.name, change, layout));
    } else if (column.codec !== undefined && codec !== `CODEC(${column.codec})`) {
      const change = `MODIFY COLUMN ${column.name} CODEC(${column.codec})`;
      await run(driver, alterStored(table.name, change, layout));
    }
  }
}

/** What earlier releases pruned by themselves is kept as long as projects say (retention/). */
const PRUNED_BEFORE = / TTL \w+(\(\w+\))? \+ toIntervalDay\(400\) SETTINGS /;

/** What is stored is pruned as its parts are merged. What operators told the engine themselves, such as to move it to other disks, stays. */
async function fitTtl(driver: Driver, { name, ttl }: Table): Promise<void> {
  const engine = (await storedTable(driver, name))?.engine ?? '';
  if (ttl === undefined) {
    if (PRUNED_BEFORE.test(engine)) await run(driver, alterStored(name, 'REMOVE TTL', driver.layout));
    return;
  }
  if (engine.includes(' TTL ')) return;
  const change = `MODIFY TTL ${ttl} SETTINGS materialize_ttl_after_modify = 0`;
  await run(driver, alterStored(name, change, driver.layout));
}

/** How parts are written from now on; what is stored is as it was. */
async function addSettings(driver: Driver, { name, settings }: Table): Promise<void> {
  const wanted = Object.entries({ ...DURABLE, ...settings }).map((setting) => setting.join(' = '));
  const engine = (await storedTable(driver, name))?.engine ?? '';
  const given = new Set(engine.slice(engine.lastIndexOf('SETTINGS ') + 9).split(', '));
  const others = wanted.filter((setting) => !given.has(setting));
  if (others.length > 0)
    await run(driver, alterStored(name, `MODIFY SETTING ${others.join(', ')}`, driver.layout));
}
