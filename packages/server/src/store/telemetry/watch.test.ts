import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { openTestEngine } from './testing/engines.ts';
import { watchEngine } from './watch.ts';

test('shows the parts and the merges of the engine, and nothing once it is gone', async () => {
  const { driver, close } = await openTestEngine('embedded');
  const registry = new Registry();
  watchEngine(registry, driver);
  const figure = async (name: string) => (await registry.getSingleMetric(name)?.get())?.values[0]?.value;
  await driver.command('CREATE TABLE pairs (n UInt8) ENGINE = MergeTree ORDER BY n');
  await driver.command('SYSTEM STOP MERGES');
  // What the schema keeps of itself has parts too.
  const before = (await figure('pharos_engine_parts')) ?? 0;
  for (const n of [1, 2, 3]) await driver.command(`INSERT INTO pairs VALUES (${n})`);
  expect(await figure('pharos_engine_parts')).toBe(before + 3);
  expect(await figure('pharos_engine_merges')).toBe(0);
  await close();
  expect(await figure('pharos_engine_parts')).toBeUndefined();
});
