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

test('shows bytes by kind, all of them together what is on disk', async () => {
  const { driver, close } = await openTestEngine('embedded');
  const registry = new Registry();
  watchEngine(registry, driver);
  await driver.command('SYSTEM STOP MERGES');
  await driver.command(`INSERT INTO spans (project_id, trace_id, span_id) VALUES ('p', 't', 's')`);
  const [disk] = await driver.query<{ bytes: string }>(
    'SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = currentDatabase()',
  );
  const { values = [] } = (await registry.getSingleMetric('pharos_engine_bytes')?.get()) ?? {};
  const bytes = new Map(values.map(({ labels, value }) => [labels.kind, value]));
  expect([bytes.get('spans'), bytes.get('other')].every((each) => Number(each) > 0)).toBe(true);
  expect([...bytes.values()].reduce((sum, each) => sum + each, 0)).toBe(Number(disk?.bytes));
  await close();
  expect((await registry.getSingleMetric('pharos_engine_bytes')?.get())?.values).toEqual([]);
});
