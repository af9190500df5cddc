import { createTable } from './ddl.ts';
import { ONE_SERVER } from './layout.ts';
import type { Background } from './rollups/roll-up.ts';
import type { Table } from './schema.ts';
import { INSERT_SETTINGS, settingsText } from './settings.ts';

/** Copied by one statement; a larger day is copied in parts. */
const BYTES_AT_ONCE = 512 * 2 ** 20;
/** Versions are nanoseconds. What was written so long before the tables changed places is surely copied. */
const DAY = 86_400_000_000_000n;
const SETTINGS = settingsText(INSERT_SETTINGS);

/**
 * Gives the rows of a table that an earlier release made the order that `table` describes: they are copied day by day beside the one in
 * use, which then changes places with the copy at once; what was written meanwhile follows within moments. It is read and written all the
 * while. Broken off at any time it goes on where it was. Not for tables that views read from, nor two processes at a time.
 */
export async function resort(engine: Background, table: Table): Promise<void> {
  // A cluster is of this release or a later one, and has the order already.
  if (engine.layout !== ONE_SERVER) return;
  const copy = { ...table, name: `${table.name}_resorted` };
  if ((await orderOf(engine, table.name)) !== table.orderBy) {
    await requireRoom(engine, table.name);
    await createCopy(engine, table.name, copy);
    while (!(await isCopied(engine, table, copy)));
    await engine.command(`EXCHANGE TABLES ${table.name} AND ${copy.name}`);
  }
  const left = await orderOf(engine, copy.name);
  if (left === undefined || left === table.orderBy) return;
  await copyRows(engine, table, copy.name, table.name, `ver > ${(await newestIn(engine, copy.name)) - DAY}`);
  await engine.command(`DROP TABLE ${copy.name} SYNC`);
}

/** Copies what is not copied yet, the newest days first. Whether there was nothing to do. */
async function isCopied(engine: Background, table: Table, copy: Table): Promise<boolean> {
  let done = true;
  for (const { partition, bytes } of await partitionsOf(engine, table.name)) {
    const where = `${table.partitionBy} = '${partition}'`;
    const [ours, theirs] = [
      await contentOf(engine, table.name, table.orderBy, where),
      await contentOf(engine, copy.name, table.orderBy, where),
    ];
    if (ours === theirs) continue;
    done = false;
    const parts = Math.ceil(Number(bytes) / BYTES_AT_ONCE);
    for (let part = 0; part < parts; part++)
      await copyRows(
        engine,
        table,
        table.name,
        copy.name,
        `${where} AND cityHash64(${table.orderBy}) % ${parts} = ${part}`,
      );
  }
  return done;
}

const copyRows = (engine: Background, { columns }: Table, from: string, to: string, where: string) => {
  const names = columns.map(({ name }) => name).join(', ');
  return engine.command(
    `INSERT INTO ${to} (${names}) SETTINGS ${SETTINGS}\nSELECT ${names} FROM ${from} WHERE ${where}`,
  );
};

/** With the indexes of what it is to replace: some are switched on by a setting. */
async function createCopy(engine: Background, name: string, copy: Table): Promise<void> {
  for (const statement of createTable(copy, ONE_SERVER)) await engine.command(statement);
  const indexes = await engine.query<{ index: string }>(
    `SELECT concat(name, ' ', expr, ' TYPE ', type_full, ' GRANULARITY ', toString(granularity)) AS index
FROM system.data_skipping_indices WHERE database = currentDatabase() AND table = {name:String}`,
    { name },
  );
  for (const { index } of indexes)
    await engine.command(`ALTER TABLE ${copy.name} ADD INDEX IF NOT EXISTS ${index}`);
}

/** As `orderBy` of a table says it; undefined: there is no such table. */
async function orderOf(engine: Background, name: string): Promise<string | undefined> {
  const [row] = await engine.query<{ key: string }>(
    'SELECT sorting_key AS key FROM system.tables WHERE database = currentDatabase() AND name = {name:String}',
    { name },
  );
  return row?.key;
}

/** @throws Error when the disk would be full with a second one beside it. */
async function requireRoom(engine: Background, table: string): Promise<void> {
  const [row] = await engine.query<{ bytes: string; free: string }>(
    `SELECT (SELECT sum(bytes_on_disk) FROM system.parts WHERE database = currentDatabase() AND table = {table:String} AND active) AS bytes,
  (SELECT min(free_space) FROM system.disks WHERE type = 'Local') AS free`,
    { table },
  );
  const [bytes, free] = [Number(row?.bytes ?? 0), Number(row?.free ?? 0)];
  if (free < 1.2 * bytes)
    throw new Error(
      `To give ${table} its new order takes ${bytes} bytes of disk for a while; ${free} are free.`,
    );
}

const partitionsOf = (engine: Background, table: string) =>
  engine.query<{ partition: string; bytes: string }>(
    `SELECT partition, sum(bytes_on_disk) AS bytes FROM system.parts
WHERE database = currentDatabase() AND table = {table:String} AND active GROUP BY partition ORDER BY partition DESC`,
    { table },
  );

/** What tells that two tables hold the same: how many rows there are, of whatever version, and the newest. */
async function contentOf(engine: Background, table: string, keys: string, where: string): Promise<string> {
  const [row] = await engine.query<{ rows: string; newest: string }>(
    `SELECT uniqExact(${keys}) AS rows, max(ver) AS newest FROM ${table} WHERE ${where}`,
  );
  return `${row?.rows} ${row?.newest}`;
}

async function newestIn(engine: Background, table: string): Promise<bigint> {
  const [row] = await engine.query<{ newest: string }>(`SELECT max(ver) AS newest FROM ${table}`);
  return BigInt(row?.newest ?? 0);
}
