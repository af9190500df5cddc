import { expect, test } from 'vitest';
import { createTable, createView, deleteRows } from './ddl.ts';
import { clustered } from './layout.ts';
import { SCORES, SPANS } from './schema.ts';
import { openTestEngine } from './testing/engines.ts';
import { VIEWS } from './views.ts';

const LAYOUT = clustered('pharos');

test('rows of a cluster lie on replicas of shards, and are read and written through a table over all of them', () => {
  const [stored, over] = createTable(SPANS, LAYOUT);
  expect(stored).toContain(`CREATE TABLE IF NOT EXISTS spans_local ON CLUSTER 'pharos' (`);
  expect(stored).toContain(
    `ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/spans', '{replica}', ver)`,
  );
  expect(over).toBe(`CREATE TABLE IF NOT EXISTS spans ON CLUSTER 'pharos' AS spans_local
ENGINE = Distributed('pharos', currentDatabase(), spans_local, cityHash64(project_id, trace_id))`);
});

test('a view of a cluster fills what lies on its shard from what lies there', () => {
  const [statement] = createView(VIEWS[0] as (typeof VIEWS)[number], LAYOUT);
  expect(statement).toMatch(
    /^CREATE MATERIALIZED VIEW IF NOT EXISTS trace_index_view_local ON CLUSTER 'pharos' TO trace_index_local AS\n[\s\S]*FROM spans_local AS spans GROUP BY/,
  );
});

test('rows of a cluster are deleted on every shard', () => {
  expect(deleteRows(SCORES.name, '1', LAYOUT)).toEqual([
    `DELETE FROM scores_local ON CLUSTER 'pharos' WHERE 1 SETTINGS lightweight_deletes_sync = 2`,
  ]);
});

test('every statement that brings a cluster to its schema is one that the engine takes, a second time too', async () => {
  const { driver, close } = await openTestEngine('planned');
  const tables = await driver.query<{ name: string; engine: string }>(
    `SELECT name, engine FROM system.tables WHERE database = 'planned' AND name LIKE 'spans%' ORDER BY name`,
  );
  expect(tables).toEqual([
    { name: 'spans', engine: 'Distributed' },
    { name: 'spans_local', engine: 'ReplacingMergeTree' },
  ]);
  await close();
});
