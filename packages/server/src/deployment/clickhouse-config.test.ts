import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from 'chdb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inRepository, readFile } from './testing/files.ts';

const directory = mkdtempSync(join(tmpdir(), 'pharos-cluster-config-'));
let session: Session;
beforeAll(() => {
  Object.assign(process.env, { SHARD: '1', REPLICA: 'clickhouse-2', CLUSTER_SECRET: 'of-the-test' });
  const file = inRepository('deploy/compose/full/clickhouse/cluster.xml');
  session = new Session(join(directory, 'data'), { connectionArgs: [`--config-file=${file}`] });
});
afterAll(() => {
  session.cleanup();
  rmSync(directory, { recursive: true, force: true });
});
const rows = (sql: string): unknown[] =>
  session
    .query(sql, 'JSONCompactEachRow')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

test('ClickHouse reads the cluster: one shard of the two replicas, which copy for one another', () => {
  expect(
    rows(`SELECT shard_num, internal_replication, replica_num, host_name, port FROM system.clusters
          WHERE cluster = 'pharos' ORDER BY replica_num`),
  ).toEqual([
    [1, 1, 1, 'clickhouse-1', 9000],
    [1, 1, 2, 'clickhouse-2', 9000],
  ]);
});

test('ClickHouse takes from the environment which shard and replica a node is', () => {
  expect(rows('SELECT macro, substitution FROM system.macros ORDER BY macro')).toEqual([
    ['cluster', 'pharos'],
    ['replica', 'clickhouse-2'],
    ['shard', '1'],
  ]);
});

test('the hosts of the configuration are services of the composition', () => {
  const composition = readFile('deploy/compose/full/compose.yml');
  for (const file of ['clickhouse/cluster.xml', 'keeper/keeper.xml']) {
    const hosts = [...readFile(`deploy/compose/full/${file}`).matchAll(/<host(?:name)?>([\w-]+)</g)];
    expect(hosts.length).toBeGreaterThan(2);
    for (const [, host] of hosts) expect(composition).toMatch(new RegExp(`^ {2}${host}:$`, 'm'));
  }
});
