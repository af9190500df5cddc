import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  embeddedRecords,
  postgresReachable,
  postgresRecords,
  type TestRecords,
} from '../../testing/test-records.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';

const drivers = [
  { name: 'embedded', available: true, open: embeddedRecords },
  { name: 'PostgreSQL', available: await postgresReachable(), open: postgresRecords },
];
const at = new Date('2026-03-01T12:00:00.123Z');
const aProject = (id: string) => ({ id, name: `project ${id}`, createdAt: at });
const aKey = (id: string, projectId: string) => ({
  id,
  projectId,
  name: 'a key',
  publicKey: `pk-${id}`,
  secretHash: `hash-${id}`,
  secretHint: 'hint',
  scopes: ['ingest' as const, 'read' as const],
  createdAt: at,
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
});

describe.each(drivers)('records, $name', ({ available, open }) => {
  let test: TestRecords;
  beforeAll(async () => {
    if (available) test = await open();
  });
  afterAll(() => test?.dispose());

  it.runIf(available)('gives back times, arrays and nulls as they were put in', async () => {
    await test.records.insertInto('projects').values(aProject('types')).execute();
    await test.records.insertInto('apiKeys').values(aKey('types', 'types')).execute();
    const key = await test.records
      .selectFrom('apiKeys')
      .selectAll()
      .where('id', '=', 'types')
      .executeTakeFirst();
    expect(key).toEqual(aKey('types', 'types'));
  });

  it.runIf(available)('refuses a second row with the same unique key', async () => {
    await test.records.insertInto('projects').values(aProject('unique')).execute();
    await test.records.insertInto('apiKeys').values(aKey('unique', 'unique')).execute();
    const again = { ...aKey('unique2', 'unique'), secretHash: 'hash-unique' };
    await expect(test.records.insertInto('apiKeys').values(again).execute()).rejects.toThrow(/unique/);
  });

  it.runIf(available)('forgets what belongs to a project with the project', async () => {
    await test.records.insertInto('projects').values(aProject('gone')).execute();
    await test.records.insertInto('apiKeys').values(aKey('gone', 'gone')).execute();
    await test.records.deleteFrom('projects').where('id', '=', 'gone').execute();
    const keys = await test.records
      .selectFrom('apiKeys')
      .select('id')
      .where('projectId', '=', 'gone')
      .execute();
    expect(keys).toEqual([]);
  });

  it.runIf(available)('undoes a whole transaction when one statement fails', async () => {
    const failing = test.records.transaction().execute(async (tx) => {
      await tx.insertInto('projects').values(aProject('half')).execute();
      await tx.insertInto('projects').values(aProject('half')).execute();
    });
    await expect(failing).rejects.toThrow();
    const rows = await test.records.selectFrom('projects').select('id').where('id', '=', 'half').execute();
    expect(rows).toEqual([]);
  });

  it.runIf(available)('keeps concurrent transactions apart', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        test.records.transaction().execute(async (tx) => {
          await tx
            .insertInto('projects')
            .values(aProject(`many${n}`))
            .execute();
          await tx
            .updateTable('projects')
            .set({ name: `done ${n}` })
            .where('id', '=', `many${n}`)
            .execute();
        }),
      ),
    );
    const rows = await test.records
      .selectFrom('projects')
      .select('name')
      .where('name', 'like', 'done %')
      .execute();
    expect(rows).toHaveLength(8);
  });

  it.runIf(available)('counts the rows that a change touched', async () => {
    await test.records.insertInto('projects').values(aProject('counted')).execute();
    const change = () =>
      test.records.updateTable('projects').set({ name: 'x' }).where('id', '=', 'counted').executeTakeFirst();
    expect((await change()).numUpdatedRows).toBe(1n);
    const removal = await test.records.deleteFrom('projects').where('id', '=', 'none').executeTakeFirst();
    expect(removal.numDeletedRows).toBe(0n);
  });

  it.runIf(available)('applies every migration once, also when two servers start together', async () => {
    await Promise.all([migrate(test.records), migrate(test.records)]);
    const { rows } = await sql<{ name: string }>`select name from pharos_migrations order by name`.execute(
      test.records,
    );
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(MIGRATIONS));
  });

  it.runIf(available)('still has everything after a restart', async () => {
    await test.records.insertInto('projects').values(aProject('kept')).execute();
    await test.reopen();
    const row = await test.records
      .selectFrom('projects')
      .selectAll()
      .where('id', '=', 'kept')
      .executeTakeFirst();
    expect(row).toEqual({ ...aProject('kept'), displayCurrency: 'USD' });
  });
});
