import { questionSchema } from '@pharos/core/question';
import { BUILT_IN, retentionOf } from '@pharos/core/retention/kinds';
import { expect, test } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aCost, aModelCall } from '../../../testing/spans.ts';
import { OURS, openFilledStore } from '../read/testing/filled-store.ts';
import { createTelemetryRetention } from '../retention/retention.ts';
import { RollupKeeper } from './keeper.ts';
import { summedColumn } from './rollups.ts';
import { dropUnusedRollups, migrateRollups, ROLLUP_HOURS, ROLLUP_SUMS } from './schema.ts';

const call = (day: string) => {
  const startNs = BigInt(Date.parse(`${day}T10:00:00Z`)) * 1_000_000n;
  return aModelCall({ traceId: day, spanId: day, startNs, endNs: startNs + 1n, cost: aCost('1') });
};
const question = questionSchema.parse({
  metrics: ['cost', 'spans'],
  from: '2026-01-01T00:00:00Z',
  to: '2026-04-01T00:00:00Z',
});
const SEALED = 'hour IN (SELECT hour FROM rollup_hours_00000000 WHERE sealed_at > 0)';

test('Sums of hours whose spans are gone are taken over by a version that sums up otherwise', async () => {
  const clock = fakeClock('2026-03-31T12:00:00Z');
  const { driver, reader, put, close } = await openFilledStore(clock, { engine: 'embedded' });
  const rollups = new RollupKeeper({ driver, quietMs: 0, onError: () => undefined });
  await put(OURS, { spans: [call('2026-02-19'), call('2026-03-29')] });
  await rollups.pass();
  const keeping = { own: new Map(), others: retentionOf({ spans: 30 }, BUILT_IN) };
  await createTelemetryRetention(driver, clock).enforce(keeping, new AbortController().signal);
  const [hours, sums] = [ROLLUP_HOURS.name, ROLLUP_SUMS];
  for (const statement of [
    `CREATE TABLE rollup_hours_00000000 AS ${hours}`,
    `INSERT INTO rollup_hours_00000000 SELECT * FROM ${hours}`,
    `CREATE TABLE rollups_00000000 AS ${sums}`,
    `INSERT INTO rollups_00000000 SELECT * FROM ${sums}`,
    `ALTER TABLE rollups_00000000 ADD COLUMN sum_of_before UInt64`,
    `ALTER TABLE rollups_00000000 DROP COLUMN ${summedColumn('count()')}`,
    `ALTER TABLE ${hours} DELETE WHERE ${SEALED} SETTINGS mutations_sync = 2`,
    `ALTER TABLE ${sums} DELETE WHERE ${SEALED} SETTINGS mutations_sync = 2`,
  ])
    await driver.command(statement);
  const ask = async () => (await reader.ask(OURS, question)).series[0];
  expect((await ask())?.exact.cost).toBe('1');
  await migrateRollups(driver);
  await migrateRollups(driver);
  expect((await ask())?.exact.cost).toBe('2');
  await dropUnusedRollups(driver);
  const answer = await ask();
  // What the other version did not sum up is not known of them.
  expect([answer?.exact.cost, answer?.totals.spans]).toEqual(['2', 1]);
  await rollups.stop();
  await close();
});
