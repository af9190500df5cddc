import { eventReportSchema } from '@pharos/core/api/events';
import { customEventOf } from '@pharos/core/events/custom-event';
import { nowNs } from '@pharos/core/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import { scopeTo } from '../scope.ts';
import { dropTable } from './ddl.ts';
import type { Driver } from './driver.ts';
import { createEventStore } from './events.ts';
import { migrate } from './migrate.ts';
import { createReader } from './read/reader.ts';
import { ENGINES, openTestEngine } from './testing/engines.ts';
import { mergeParts } from './testing/merge-parts.ts';

describe.each(ENGINES)('events in the telemetry store, %s', (engine) => {
  const clock = fakeClock();
  let driver: Driver;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ driver, close } = await openTestEngine(engine));
  });
  afterAll(() => close());

  const placed = (eventId: string, properties = {}) => ({
    projectId: 'ours',
    event: customEventOf(
      eventReportSchema.parse({
        ...{ name: 'placed', eventId, userId: 'ada', properties },
        at: new Date(clock.nowMs()).toISOString(),
      }),
      nowNs(clock),
      () => '',
    ),
  });
  const stored = async () =>
    (await createReader(driver, clock).events(scopeTo('ours'), { limit: 10 })).data.map(
      ({ eventId, properties }) => [eventId, properties],
    );

  test('that are told again replace themselves, before and after parts are merged', async () => {
    const store = createEventStore(driver, clock);
    await store.append([placed('e1', { total: 1 }), placed('e2')]);
    await store.append([placed('e1', { total: 1 })]);
    const once = [
      ['e2', {}],
      ['e1', { total: 1 }],
    ];
    expect(await stored()).toEqual(once);
    await mergeParts(driver, 'events');
    expect(await stored()).toEqual(once);
  });

  test('are taken by a store of an earlier release, which had none', async () => {
    for (const statement of dropTable('events', driver.layout)) await driver.command(statement);
    await migrate(driver, { textIndex: true });
    await createEventStore(driver, clock).append([placed('e3')]);
    expect(await stored()).toEqual([['e3', {}]]);
  });
});
