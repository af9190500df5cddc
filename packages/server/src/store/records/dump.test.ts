import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import {
  embeddedRecords,
  postgresReachable,
  postgresRecords,
  type TestRecords,
} from '../../testing/test-records.ts';
import { columnsOf, inOrder, tablesInOrder } from './catalogue.ts';
import { dumpRecords, loadRecords } from './dump.ts';
import { createLeases } from './leases.ts';
import { openRecordsAsTheyAre } from './open.ts';
import type { Records } from './tables.ts';

const available = await postgresReachable();

const ODD_JSON = `{"b": 1, "b": 2,\n "a": "\\u0041 \\n 中文 \\"",   "big": 12345678901234567890}`;

/** Values that are easily changed on the way. */
async function fill(records: Records): Promise<void> {
  const statements = [
    `insert into users values ('u', 'a@b.c', E'O\\'Neil\\n"\\\\', null, '2026-01-02 03:04:05.678901+02')`,
    `insert into projects (id, name, created_at) values ('p', '项目', now())`,
    `insert into members values ('p', 'u', 'owner', now())`,
    `insert into api_keys (id, project_id, name, public_key, secret_hash, secret_hint, scopes, created_at)
      values ('k', 'p', '', 'pk', 'h', '…', array['read', 'a,"b{}'], 'infinity')`,
    `insert into score_configs (id, project_id, name, type, min, max, categories, description, archived, created_at, updated_at)
      values ('s', 'p', 'n', 'NUMERIC', 0.1, 1e-300, '[]', '', false, now(), now())`,
    `insert into reports values ('r', 'p', '${ODD_JSON}', null, now(), now(), 'u')`,
    `insert into audit (at, project_id, actor, action, subject, ip) values (now(), null, 'system', 'x', '', null), (now(), 'p', 'system', 'y', '', null)`,
    `delete from audit where action = 'y'`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(records);
}

/** Every row of every table, as text. */
async function everything(records: Records): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  for (const table of await tablesInOrder(records)) {
    const columns = (await columnsOf(records, table)).map(({ name }) => sql`${sql.ref(name)}::text`);
    const found = await sql<{ line: string }>`
      select json_build_array(${sql.join(columns)})::text as line from ${sql.table(table)} order by 1`.execute(
      records.withoutPlugins(),
    );
    rows[table] = found.rows.map(({ line }) => line);
  }
  return rows;
}

const STORES = { embedded: embeddedRecords, PostgreSQL: postgresRecords };

describe.runIf(available).each([
  ['embedded', 'PostgreSQL'],
  ['PostgreSQL', 'embedded'],
  ['embedded', 'embedded'],
] as const)('records of %s, dumped and loaded into %s', (from, to) => {
  let [directory, source, target] = ['', undefined, undefined] as [string, ...(TestRecords | undefined)[]];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pharos-dump-'));
    [source, target] = await Promise.all([STORES[from](), STORES[to]()]);
  });
  afterAll(async () => {
    await Promise.all([source?.dispose(), target?.dispose()]);
    await rm(directory, { recursive: true });
  });

  it('are the same to the last character, and go on counting where they were', async () => {
    if (!source || !target) throw new Error('no stores');
    await fill(source.records);
    const dump = await dumpRecords(source.records, directory);
    expect(dump.tables.find(({ name }) => name === 'users')?.rows).toBe(1);
    await loadRecords(target.records, directory, dump);
    const all = await everything(target.records);
    expect(all.users).toHaveLength(1);
    expect(all.reports?.[0]).toContain('12345678901234567890');
    expect(all).toEqual(await everything(source.records));
    const { rows } = await sql<{ id: number }>`
      insert into audit (at, actor, action, subject) values (now(), '', '', '') returning id::int`.execute(
      target.records,
    );
    expect(rows[0]?.id).toBe(3);
  });

  it('are loaded whole or not at all', async () => {
    if (!source || !target) throw new Error('no stores');
    const before = await everything(target.records);
    const dump = await dumpRecords(source.records, join(directory, 'again'));
    await expect(loadRecords(target.records, join(directory, 'again'), dump)).rejects.toThrow(/duplicate/);
    expect(await everything(target.records)).toEqual(before);
  });
});

it.runIf(available)(
  'records of PostgreSQL that are being copied have connections for a lease beside it',
  async () => {
    const store = await postgresRecords();
    const records = await openRecordsAsTheyAre({ databaseUrl: store.databaseUrl, dataDir: '' });
    const leases = createLeases(records, fakeClock(), 'who copies');
    expect(await records.transaction().execute(() => leases.hold('backup', 1_000))).toBe(true);
    await records.destroy();
    await store.dispose();
  },
);

test('a table comes after those it refers to, and one that refers to itself is no trouble', () => {
  const references = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'c', to: 'c' },
  ];
  expect(inOrder(['a', 'b', 'c', 'd'], references)).toEqual(['c', 'b', 'a', 'd']);
});
