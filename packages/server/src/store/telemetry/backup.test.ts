import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTelemetryBackups, inDirectory, type Kept, unknownIn } from './backup.ts';
import { NOW_MICROS } from './columns.ts';
import type { Driver } from './driver.ts';
import { openEmbedded } from './embedded-driver.ts';
import { clustered } from './layout.ts';
import { rowsInBackup } from './part-rows.ts';
import { AS_OF, HOUR_OF_START, ROLLUP_HOURS, ROLLUP_SUMS } from './rollups/schema.ts';
import { openTestEngine } from './testing/engines.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pharos-telemetry-backup-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const insertSpans = (driver: Driver, first: number, count: number) =>
  driver.command(`INSERT INTO spans (project_id, trace_id, span_id, start_time, ver, user_id)
SELECT 'p', toString(number % 7), toString(number), toDateTime64('2026-01-01 00:00:00', 9) + number * 3600, 1, 'u'
FROM numbers(${first}, ${count})`);
const spans = async (driver: Driver) => {
  const [row] = await driver.query<{ rows: string; hash: string }>(
    'SELECT count() AS rows, groupBitXor(cityHash64(*)) AS hash FROM spans FINAL',
  );
  return row;
};

test('a backup through the HTTP interface, and one of what is new since then, restore to what was stored', async () => {
  const engine = await openTestEngine('remote');
  const backups = createTelemetryBackups(engine.driver);
  await insertSpans(engine.driver, 0, 100);
  const kept = await backups.kept();
  const place = (name: string) => inDirectory(join(directory, name));
  await backups.backUp(kept, place('whole'));
  await insertSpans(engine.driver, 100, 11);
  await backups.backUp(kept, place('new'), { base: place('whole') });
  const stored = await spans(engine.driver);
  await engine.close();

  expect(stored?.rows).toBe('111');
  const rowsOf = (name: string, base?: string) =>
    rowsInBackup(join(directory, name, 'spans'), base && join(directory, base, 'spans'));
  expect([await rowsOf('whole'), await rowsOf('new', 'whole')]).toEqual([100, 111]);
  const target = await openEmbedded({ path: join(directory, 'target') });
  await createTelemetryBackups(target).restore(kept, place('new'), { base: place('whole') });
  expect(await spans(target)).toEqual(stored);
  // Views came with it: what is inserted now fills what they fill.
  await target.command('SYSTEM START MERGES');
  await insertSpans(target, 1000, 5);
  const seen = await target.query('SELECT trace_id FROM trace_index FINAL');
  expect(seen).toHaveLength(7);
  await target.close();
});

test('sums of hours are made anew from the spans that are there, but for hours whose spans were removed', async () => {
  const engine = await openTestEngine();
  const { driver } = engine;
  const note = (hour: string, sealed: string, from: string) =>
    driver.command(`INSERT INTO ${ROLLUP_HOURS.name} (project_id, hour, rolled_at, sealed_at)
SELECT DISTINCT 'p', ${hour}, ${NOW_MICROS}, ${sealed} ${from}`);
  await insertSpans(driver, 0, 3);
  // Of these an index is taken away when the schema is brought up.
  await driver.command(
    `INSERT INTO payloads (project_id, span_id, day, input) VALUES ('p', '1', '2026-01-01', 'x')`,
  );
  await note(HOUR_OF_START, '0', 'FROM spans');
  await note('1', NOW_MICROS, '');
  await driver.command(`INSERT INTO ${ROLLUP_SUMS} (project_id, hour, fields, as_of)
SELECT 'p', hour, 0, max(rolled_at) FROM ${ROLLUP_HOURS.name} GROUP BY hour`);
  const backups = createTelemetryBackups(driver);
  const kept = await backups.kept();
  const place = inDirectory(join(directory, 'sums'));
  await backups.backUp(kept, place);
  await engine.close();

  const target = await openEmbedded({ path: join(directory, 'summed') });
  const restored = createTelemetryBackups(target);
  await restored.restore(kept, place);
  await restored.complete({ textIndex: false });
  const hours = await target.query(
    `SELECT hour = 1 AS removed, as_of > 0 AS answered, count() AS hours FROM (
SELECT hour, ${AS_OF} AS as_of FROM ${ROLLUP_HOURS.name} GROUP BY hour
) AS noted LEFT SEMI JOIN ${ROLLUP_SUMS} AS sums USING (hour) GROUP BY ALL ORDER BY removed`,
  );
  await target.close();
  expect(hours).toEqual([
    { removed: 0, answered: 0, hours: '3' },
    { removed: 1, answered: 1, hours: '1' },
  ]);
});

test('a failure says what the engine says', async () => {
  const { driver, close } = await openTestEngine();
  const backups = createTelemetryBackups(driver);
  const kept = await backups.kept();
  await expect(backups.backUp(kept, () => `Disk('nowhere', 'x')`)).rejects.toThrow('allowed_disk');
  await close();
});

test('an engine that was started anew meanwhile, and knows nothing of the work, is not waited for', async () => {
  const { driver, close } = await openTestEngine('embedded');
  const place = inDirectory(join(directory, 'forgotten'));
  const anew: Driver = {
    ...{ kind: 'remote', isUp: true, layout: driver.layout },
    query: (sql, ...more) => driver.query(`SELECT * FROM (${sql}) WHERE 0`, ...more),
    command: (sql) => driver.command(sql),
    insert: driver.insert,
    print: driver.print,
    close: driver.close,
  };
  const kept: Kept = { tables: [{ name: 'spans', columns: [] }], views: [] };
  await expect(createTelemetryBackups(anew).backUp(kept, place)).rejects.toThrow('started anew');
  await close();
});

test('what a newer release has more is told', () => {
  const kept: Kept = {
    tables: [
      { name: 'spans', columns: ['span_id', 'received_at', 'colour'] },
      { name: 'dreams', columns: [] },
      { name: 'rollups_01234567', columns: ['their_own'] },
    ],
    views: ['trace_index_view', 'dreams_view'],
  };
  expect(unknownIn(kept)).toEqual(['spans.colour', 'dreams', 'dreams_view']);
});

test('of a cluster, every shard is asked for its part, in statements that the engine takes', async () => {
  const { driver, close } = await openTestEngine('embedded');
  const statements: string[] = [];
  const cluster: Driver = {
    ...driver,
    kind: 'remote',
    isUp: true,
    layout: clustered('pharos'),
    command: async (sql) => {
      statements.push(sql);
      await driver.command(`EXPLAIN AST ${sql}`);
    },
    query: async <Row>() => [{ status: 'RESTORED' }] as Row[],
    insert: driver.insert,
    print: driver.print,
    close: driver.close,
  };
  const kept: Kept = { tables: [{ name: 'spans', columns: [] }], views: ['trace_index_view'] };
  const backups = createTelemetryBackups(cluster);
  await backups.backUp(kept, (stored) => `S3(backups, '1/${stored}')`, {
    base: (stored) => `S3(backups, '0/${stored}')`,
  });
  await backups.restore(kept, (stored) => `Disk('backups', '1/${stored}')`);
  expect(statements.map((each) => each.replace(/[0-9a-f-]{36}/, 'ID'))).toEqual([
    `BACKUP TABLE spans_local ON CLUSTER 'pharos' TO S3(backups, '1/spans_local') SETTINGS id = 'ID', base_backup = S3(backups, '0/spans_local') ASYNC`,
    `BACKUP TABLE trace_index_view_local ON CLUSTER 'pharos' TO S3(backups, '1/trace_index_view_local') SETTINGS id = 'ID', base_backup = S3(backups, '0/trace_index_view_local') ASYNC`,
    `RESTORE TABLE spans_local ON CLUSTER 'pharos' FROM Disk('backups', '1/spans_local') SETTINGS id = 'ID' ASYNC`,
    `RESTORE TABLE trace_index_view_local ON CLUSTER 'pharos' FROM Disk('backups', '1/trace_index_view_local') SETTINGS id = 'ID' ASYNC`,
  ]);
  await close();
});
