import { expect, it } from 'vitest';
import { clustered, ONE_SERVER } from '../layout.ts';
import { openTestEngine } from '../testing/engines.ts';
import { parseColdAfter } from './cold-after.ts';
import { coldDisk, parseColdStorage } from './cold-storage.ts';
import { type Tiering, tierStatements } from './tier.ts';

const TABLE = { name: 'spans', kind: 'spans', day: 'toDate(start_time)' } as const;
const TIERING: Tiering = { storage: { kind: 'policy', policy: 'hot_and_cold' }, after: { spans: 30 } };
const PLAIN = 'ReplacingMergeTree(ver) ORDER BY project_id SETTINGS index_granularity = 8192';
const TOLD = `ReplacingMergeTree(ver) ORDER BY project_id TTL toDate(start_time) + toIntervalDay(30) TO VOLUME 'cold' SETTINGS index_granularity = 8192, storage_policy = 'hot_and_cold'`;

it.each([
  ['policy:hot_and_cold', { kind: 'policy', policy: 'hot_and_cold' }],
  ['/mnt/big', { kind: 'directory', path: '/mnt/big/' }],
  [
    'https://s3.eu-central-1.amazonaws.com/b/p',
    { kind: 's3', endpoint: 'https://s3.eu-central-1.amazonaws.com/b/p/' },
  ],
  [
    'http://key:s%2Fcret@minio:9000/b',
    { kind: 's3', endpoint: 'http://minio:9000/b/', credentials: { key: 'key', secret: 's/cret' } },
  ],
  ['policy:', undefined],
  ['mnt/big', undefined],
  ['https://s3.amazonaws.com', undefined],
  ['https://key@s3.amazonaws.com/b', undefined],
  ['https://s3.amazonaws.com/b?x=1', undefined],
  ['ftp://host/b', undefined],
])('reads %s', (text, storage) => {
  expect(parseColdStorage(text)).toEqual(storage);
});

it.each([
  ['payloads=7, spans=30', { payloads: 7, spans: 30 }],
  ['spans=0', undefined],
  ['spans=1,spans=2', undefined],
  ['scores=1', undefined],
  ['', undefined],
])('reads days: %j', (text, after) => {
  expect(parseColdAfter(text)).toEqual(after);
});

it('writes what the engine is told so that nothing in it is taken for markup', () => {
  const { disks } = coldDisk({
    ...{ kind: 's3', endpoint: 'http://h/b/', credentials: { key: 'a<b', secret: 'c&d' } },
  });
  expect(disks).toContain(
    '<access_key_id>a&lt;b</access_key_id><secret_access_key>c&amp;d</secret_access_key>',
  );
});

it('tells a table where its rows are to lie, once, and takes it back', () => {
  const told = tierStatements(PLAIN, TABLE, TIERING, ONE_SERVER);
  expect(told.map((each) => each.replace(/ SETTINGS.*/, ''))).toEqual([
    "ALTER TABLE spans MODIFY SETTING storage_policy = 'hot_and_cold', materialize_ttl_recalculate_only = 1",
    "ALTER TABLE spans MODIFY TTL toDate(start_time) + toIntervalDay(30) TO VOLUME 'cold'",
    'ALTER TABLE spans MATERIALIZE TTL',
  ]);
  expect(tierStatements(TOLD, TABLE, TIERING, ONE_SERVER)).toEqual([]);
  expect(tierStatements(TOLD, TABLE, { ...TIERING, after: {} }, ONE_SERVER)).toEqual([
    'ALTER TABLE spans REMOVE TTL',
  ]);
  expect(tierStatements(TOLD, TABLE, undefined, ONE_SERVER)).toEqual(['ALTER TABLE spans REMOVE TTL']);
  expect(tierStatements(PLAIN, TABLE, undefined, ONE_SERVER)).toEqual([]);
});

it('tells all servers of a cluster, in statements that they can read', async () => {
  const { driver, close } = await openTestEngine('embedded');
  const told = tierStatements(PLAIN, TABLE, TIERING, clustered('main'));
  expect(told).toHaveLength(3);
  for (const statement of told) {
    expect(statement).toMatch(/^ALTER TABLE spans_local ON CLUSTER 'main' /);
    await driver.query(`EXPLAIN AST ${statement}`);
  }
  await close();
});
