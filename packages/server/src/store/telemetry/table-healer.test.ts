import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EngineError } from './engine-errors.ts';
import { brokenTable } from './table-healer.ts';
import { openTestEngine } from './testing/engines.ts';

test('a merged part that a full disk left empty is replaced by those it was merged of, and nothing is lost', async () => {
  const { driver, close } = await openTestEngine('embedded');
  await driver.command('CREATE TABLE pairs (n UInt8) ENGINE = MergeTree ORDER BY n');
  for (const n of [1, 2, 3]) await driver.command(`INSERT INTO pairs VALUES (${n})`);
  await driver.command('OPTIMIZE TABLE pairs FINAL');
  const part = "FROM system.parts WHERE database = currentDatabase() AND table = 'pairs' AND active";
  const [merged] = await driver.query<{ path: string }>(`SELECT path ${part}`);
  for (const name of readdirSync(merged?.path ?? ''))
    if (name.includes('.cmrk')) truncateSync(join(merged?.path ?? '', name), 0);
  await driver.command('SYSTEM DROP MARK CACHE');

  const sum = () => driver.query<{ sum: string }>('SELECT sum(n) AS sum FROM pairs WHERE NOT ignore(n)');
  await expect(sum()).rejects.toSatisfy((error) => brokenTable(error) !== undefined);
  expect(await sum()).toEqual([{ sum: '6' }]);
  await close();
});

test('only what the engine calls corrupted, and says where, is a broken part', () => {
  const path = '/data/store/b05/b053750c-baa0-4574-af52-5e9f635fa4f6/20261119_3_31_3/data.cmrk4';
  const message = `Code: 246. DB::Exception: Empty marks file '${path}': 0, must be: 24`;
  expect(brokenTable(new EngineError(message, 246))).toBe('b053750c-baa0-4574-af52-5e9f635fa4f6');
  expect(brokenTable(new EngineError(message, 241))).toBeUndefined();
  expect(brokenTable(new EngineError('Code: 246. Something else', 246))).toBeUndefined();
  expect(brokenTable(new Error(message))).toBeUndefined();
});
