import { expect, test } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import { aSpan } from '../../testing/spans.ts';
import { SCHEMA } from '../schema-version.ts';
import { dropTable, dropView } from './ddl.ts';
import { fillDue } from './fills.ts';
import { migrate } from './migrate.ts';
import { createReader } from './read/reader.ts';
import { OURS, openFilledStore } from './read/testing/filled-store.ts';
import { dropUnusedRollups, MARKS_VIEW, ROLLUP_HOURS, ROLLUP_SUMS } from './rollups/schema.ts';
import { noteBrought } from './schema-mark.ts';
import { openTestEngine } from './testing/engines.ts';
import { VIEWS } from './views.ts';

const COUNT = `SELECT user_id, uniqExact(slot) AS slots FROM user_activity GROUP BY user_id ORDER BY user_id`;

test('a table that a release brings is filled from what earlier ones stored, once it is there and not twice', async () => {
  const { driver, put, close } = await openFilledStore(fakeClock());
  const views = ['user_activity_of_spans', 'user_index_of_spans'];
  for (const statement of [
    ...views.flatMap((name) => dropView(name, driver.layout)),
    ...['user_activity', 'user_index'].flatMap((name) => dropTable(name, driver.layout)),
  ])
    await driver.command(statement);
  const spans = ['ada', 'bob', ''].map((userId, n) => aSpan({ spanId: `${n}`, userId }));
  await put(OURS, { spans });
  const known = async () => ({
    activity: await driver.query(COUNT),
    index: await driver.query(
      'SELECT user_id, uniqExact(first_seen, last_seen) AS times FROM user_index GROUP BY user_id ORDER BY user_id',
    ),
  });
  await migrate(driver, { textIndex: true });
  expect(await known()).toEqual({ activity: [], index: [] });
  await put(OURS, { spans: [aSpan({ spanId: '9', userId: 'cem' })] });
  expect((await known()).index).toEqual([{ user_id: 'cem', times: '1' }]);
  expect(await fillDue(driver, VIEWS, { settledMs: 60_000 })).toBe(2);
  const firstUser = () => createReader(driver, fakeClock()).firstUserMs(OURS);
  await expect(firstUser()).rejects.toThrow('still worked out of what was stored before the upgrade');
  await fillDue(driver, VIEWS, { settledMs: 0 });
  expect(await firstUser()).toBeDefined();
  const filled = {
    activity: ['ada', 'bob', 'cem'].map((user_id) => ({ user_id, slots: '1' })),
    index: ['ada', 'bob', 'cem'].map((user_id) => ({ user_id, times: '1' })),
  };
  expect(await known()).toEqual(filled);
  await migrate(driver, { textIndex: true });
  expect(await fillDue(driver, VIEWS, { settledMs: 0 })).toBe(0);
  expect(await known()).toEqual(filled);
  await close();
});

test('a store that a newer release made is used as long as that one allows it, and refused after', async () => {
  const { driver, close } = await openFilledStore(fakeClock());
  await noteBrought(driver, { version: 9, leastReader: SCHEMA.version, release: '9.0.0' });
  await migrate(driver, { textIndex: true });
  await noteBrought(driver, { version: 9, leastReader: 8, release: '9.0.0' });
  await expect(migrate(driver, { textIndex: true })).rejects.toThrow(
    `Pharos 9.0.0 brought it to schema 9, which versions before schema 8 may not use, and this is Pharos ${SCHEMA.release} of schema ${SCHEMA.version}`,
  );
  await close();
});

test('sums of hours that another version keeps stay where it may be running, and go where it cannot', async () => {
  const { driver, close } = await openTestEngine('embedded');
  const others = ['rollup_hours', 'rollup_marks_view', 'rollups'];
  for (const statement of [
    `CREATE TABLE rollups AS ${ROLLUP_SUMS}`,
    `CREATE TABLE rollup_hours AS ${ROLLUP_HOURS.name}`,
    `CREATE MATERIALIZED VIEW rollup_marks_view TO rollup_hours AS ${MARKS_VIEW.select('spans')}`,
  ])
    await driver.command(statement);
  const left = async () =>
    (
      await driver.query<{ name: string }>(
        `SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'rollup%' ORDER BY name`,
      )
    ).map(({ name }) => name);
  const own = [MARKS_VIEW.name, ROLLUP_HOURS.name, ROLLUP_SUMS];
  await dropUnusedRollups(driver, 7);
  expect(await left()).toEqual([...others, ...own].sort());
  await dropUnusedRollups(driver);
  expect(await left()).toEqual([...own].sort());
  await close();
});
