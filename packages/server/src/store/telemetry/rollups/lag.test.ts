import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { openTestEngine } from '../testing/engines.ts';
import { watchLag } from './lag.ts';
import { ROLLUP_HOURS } from './schema.ts';

test('tells how long the hour that is not summed up has been at rest, and nothing once the engine is gone', async () => {
  const { driver, close } = await openTestEngine();
  const registry = new Registry();
  watchLag(registry, driver);
  const lag = async () =>
    (await registry.getSingleMetric('pharos_rollup_lag_seconds')?.get())?.values[0]?.value;
  const mark = (hour: number, marked: string, rolled: string) =>
    driver.command(
      `INSERT INTO ${ROLLUP_HOURS.name} (project_id, hour, marked_at, rolled_at) SELECT 'p', ${hour}, ${marked}, ${rolled}`,
    );
  const ago = (seconds: number) => `toUInt64(toUnixTimestamp64Micro(now64(6)) - ${seconds} * 1000000)`;
  expect(await lag()).toBe(0);
  await mark(1, ago(5_000), ago(4_000));
  expect(await lag()).toBe(0);
  await mark(2, ago(600), '0');
  await mark(3, ago(60), '0');
  expect(await lag()).toBeGreaterThanOrEqual(600);
  expect(await lag()).toBeLessThan(660);
  await mark(2, '0', ago(0));
  expect(await lag()).toBeLessThan(120);
  await close();
  expect(await lag()).toBeUndefined();
});
