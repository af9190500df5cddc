import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { type Kysely, sql, type Transaction } from 'kysely';
import { columnsOf, schemaOf, sequencesOf, tablesInOrder } from './catalogue.ts';
import type { Records } from './tables.ts';

/** What a dump of the records holds. */
export interface RecordsDump {
  /** The last migration that was applied. */
  schema: string;
  /** A table comes after those it refers to. */
  tables: { name: string; rows: number }[];
  /** `<table>.<column>`, and the last number that was given there. */
  sequences: Record<string, string>;
}

type Plain = Transaction<unknown>;

const FETCHED = 50;
const LOADED = 500;
const LOADED_CHARS = 4 * 2 ** 20;

const fileOf = (directory: string, table: string): string => join(directory, `${table}.jsonl.gz`);

/**
 * Writes the records as they are at one moment: a file a table, its columns in the first line and then a row a line, every value as
 * PostgreSQL prints it. So it goes into an embedded store and a server alike. Others wait for an embedded store meanwhile.
 */
export async function dumpRecords(records: Records, directory: string): Promise<RecordsDump> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return plain(records)
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await printExactly(tx);
      const tables: RecordsDump['tables'] = [];
      for (const name of await tablesInOrder(tx))
        tables.push({ name, rows: await dumpTable(tx, name, fileOf(directory, name)) });
      return { schema: await schemaOf(tx), tables, sequences: await sequencesOf(tx) };
    });
}

/**
 * Fills an empty store of the schema that the dump is of, all of it or nothing.
 * @throws Error when a file holds another number of rows than was written
 */
export async function loadRecords(records: Records, directory: string, dump: RecordsDump): Promise<void> {
  await plain(records)
    .transaction()
    .execute(async (tx) => {
      await printExactly(tx);
      for (const { name, rows } of dump.tables) {
        const loaded = await loadTable(tx, name, fileOf(directory, name));
        if (loaded !== rows) throw new Error(`${name} has ${loaded} rows, not the ${rows} that were written`);
      }
      for (const [place, last] of Object.entries(dump.sequences)) {
        const [table, column] = place.split('.');
        await sql`select setval(pg_get_serial_sequence(${table}, ${column}), ${last}::bigint)`.execute(tx);
      }
    });
}

/** Names are the database's own here. */
const plain = (records: Records): Kysely<unknown> => records.withoutPlugins() as Kysely<unknown>;

/** What is printed does not depend on how a server is set up. */
async function printExactly(tx: Plain): Promise<void> {
  for (const setting of [`timezone = 'UTC'`, `datestyle = 'ISO'`, 'extra_float_digits = 1'])
    await sql.raw(`set local ${setting}`).execute(tx);
}

async function dumpTable(tx: Plain, table: string, file: string): Promise<number> {
  const columns = await columnsOf(tx, table);
  const values = sql.join(columns.map(({ name }) => sql`${sql.ref(name)}::text`));
  await sql`declare dump no scroll cursor for
    select json_build_array(${values})::text as line from ${sql.table(table)}`.execute(tx);
  let rows = 0;
  async function* lines() {
    yield `${JSON.stringify(columns.map(({ name }) => name))}\n`;
    for (;;) {
      const fetched = await sql.raw<{ line: string }>(`fetch ${FETCHED} from dump`).execute(tx);
      if (fetched.rows.length === 0) return;
      rows += fetched.rows.length;
      yield fetched.rows.map(({ line }) => `${line}\n`).join('');
    }
  }
  await pipeline(Readable.from(lines()), createGzip(), createWriteStream(file, { mode: 0o600 }));
  await sql.raw('close dump').execute(tx);
  return rows;
}

async function loadTable(tx: Plain, table: string, file: string): Promise<number> {
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  let names: string[] | undefined;
  let [rows, chars]: [number, number] = [0, 0];
  let batch: string[] = [];
  const types = new Map((await columnsOf(tx, table)).map(({ name, type }) => [name, type]));
  const flush = async () => {
    if (batch.length > 0) await insertLines(tx, table, names ?? [], types, batch);
    [rows, chars, batch] = [rows + batch.length, 0, []];
  };
  for await (const line of createInterface({ input: source.pipe(unpacked), crlfDelay: Infinity })) {
    if (names === undefined) {
      names = JSON.parse(line) as string[];
      continue;
    }
    batch.push(line);
    chars += line.length;
    if (batch.length >= LOADED || chars >= LOADED_CHARS) await flush();
  }
  await flush();
  return rows;
}

async function insertLines(
  tx: Plain,
  table: string,
  names: readonly string[],
  types: ReadonlyMap<string, string>,
  lines: readonly string[],
): Promise<void> {
  const values = names.map((name, at) => {
    const type = types.get(name);
    if (type === undefined) throw new Error(`${table} has no column ${name}`);
    return sql`(line->>${sql.lit(at)})::${sql.raw(type)}`;
  });
  await sql`insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    overriding system value
    select ${sql.join(values)} from json_array_elements(${`[${lines.join(',')}]`}::json) as line`.execute(tx);
}
