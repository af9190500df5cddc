import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import {
  embeddedRecords,
  postgresReachable,
  postgresRecords,
  type TestRecords,
} from '../../testing/test-records.ts';
import { SCHEMA } from '../schema-version.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { sqlMigration } from './migrations/sql-migration.ts';
import { openRecords } from './open.ts';
import type { Records } from './tables.ts';

const available = await postgresReachable();
const stores = [
  { name: 'embedded', available: true, open: embeddedRecords },
  { name: 'PostgreSQL', available, open: postgresRecords },
];
let store: TestRecords | undefined;
afterEach(() => store?.dispose());

const catalog = async (records: Records) =>
  (
    await sql`select table_name, column_name, data_type, is_nullable, column_default
      from information_schema.columns where table_schema = 'public' order by 1, 2`.execute(records)
  ).rows;
const applied = async (records: Records) =>
  (await sql<{ name: string }>`select name from pharos_migrations order by name`.execute(records)).rows.map(
    ({ name }) => name,
  );
const emptied = async (records: Records) => {
  await sql`drop schema public cascade`.execute(records);
  await sql`create schema public`.execute(records);
};
const names = Object.keys(MIGRATIONS);
const LATER = { ...MIGRATIONS, '999-later': sqlMigration('create table later (id text)') };
const upTo = (count: number) => Object.fromEntries(Object.entries(MIGRATIONS).slice(0, count));

describe.each(stores.filter((one) => one.available))('records, $name', ({ open }) => {
  it('that a newer release migrated are refused in a sentence that names both', async () => {
    store = await open();
    await migrate(store.records, LATER, { version: 9, leastReader: 8, release: '9.0.0' });
    await expect(store.reopen()).rejects.toThrow(
      `Pharos 9.0.0 brought it to schema 9, which versions before schema 8 may not use, and this is Pharos ${SCHEMA.release} of schema ${SCHEMA.version}; start the newer`,
    );
  });

  it('that a newer release only added to go on being used, and stay what it made of them', async () => {
    store = await open();
    await migrate(store.records, LATER, { version: 9, leastReader: 1, release: '9.0.0' });
    const { version } = SCHEMA;
    const records = await store.reopen();
    expect(await applied(records)).toEqual([...names, '999-later']);
    // As noted by the newer one still: those before its least reader are refused.
    await expect(migrate(records, MIGRATIONS, { ...SCHEMA, version: version - 1 })).rejects.toThrow(
      'schema 9',
    );
  });

  it('whose migration fails early, midway or at its end are as before, and the next start completes it', async () => {
    store = await open();
    const { records } = store;
    const complete = await catalog(records);
    await emptied(records);
    await migrate(records, upTo(5));
    const before = await catalog(records);
    for (const count of [6, 14, names.length - 1]) {
      const broken = { ...upTo(count), [`${names[count]}`]: sqlMigration('select 1 / 0') };
      await expect(migrate(records, broken)).rejects.toThrow('division by zero');
      expect(await catalog(records)).toEqual(before);
    }
    await migrate(records);
    expect(await catalog(records)).toEqual(complete);
    expect(await applied(records)).toEqual(names);
  });
});

it.runIf(available)('servers that start at once on an old PostgreSQL migrate it once', async () => {
  store = await postgresRecords();
  const { records, databaseUrl } = store;
  const complete = await catalog(records);
  await emptied(records);
  await migrate(records, upTo(5));
  const opened = await Promise.all([1, 2, 3].map(() => openRecords({ databaseUrl, dataDir: '' })));
  await Promise.all(opened.map((one) => one.destroy()));
  expect(await applied(records)).toEqual(names);
  expect(await catalog(records)).toEqual(complete);
});
