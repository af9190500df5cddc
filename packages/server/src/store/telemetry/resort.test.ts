import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import { aModelCall } from '../../testing/spans.ts';
import { createTable, dropTable } from './ddl.ts';
import type { Driver } from './driver.ts';
import { ONE_SERVER } from './layout.ts';
import { migrate } from './migrate.ts';
import { type FilledStore, OURS, openFilledStore } from './read/testing/filled-store.ts';
import { resort } from './resort.ts';
import { type Background, inBackground } from './rollups/roll-up.ts';
import { PAYLOADS } from './schema.ts';

const AT = Date.parse('2026-11-20T12:00:00Z');
const DAY_MS = 86_400_000;
const EARLIER = {
  ...PAYLOADS,
  columns: PAYLOADS.columns.filter(({ name }) => name !== 'session_id'),
  orderBy: 'project_id, trace_id, span_id',
};

let store: FilledStore;
let engine: Background;
const signal = new AbortController().signal;
beforeAll(async () => {
  store = await openFilledStore(fakeClock('2026-11-20T15:00:00Z'), { engine: 'embedded' });
  engine = inBackground(store.driver, signal);
});
afterAll(() => store.close());

const call = (trace: number, day: number, text: string) =>
  aModelCall({
    ...{ traceId: `trace ${trace}`, spanId: `span ${trace}`, sessionId: 'session' },
    startNs: BigInt(AT - day * DAY_MS) * 1_000_000n,
    input: { text },
  });
const orderOf = async (driver: Driver) =>
  (
    await driver.query<{ name: string; key: string }>(
      `SELECT name, sorting_key AS key FROM system.tables WHERE database = currentDatabase() AND name LIKE 'payloads%' ORDER BY name`,
    )
  ).map(({ name, key }) => `${name}: ${key}`);
const texts = async () =>
  (
    await store.driver.query<{ input: string }>(
      `SELECT argMax(input, ver) AS input FROM payloads GROUP BY trace_id, span_id ORDER BY input`,
    )
  ).map(({ input }) => input);
const searched = async (word: string) =>
  (await store.reader.traces(OURS, { filter: word, from: '2026-11-01T00:00:00Z', limit: 50 })).data.length;

/** A store as the release before left it. */
async function asBefore(days = 4): Promise<void> {
  for (const statement of [
    ...dropTable('payloads', ONE_SERVER),
    ...dropTable('payloads_resorted', ONE_SERVER),
  ])
    await store.driver.command(statement);
  for (const statement of createTable(EARLIER, ONE_SERVER)) await store.driver.command(statement);
  await migrate(store.driver, { textIndex: true });
  await store.put(OURS, {
    spans: Array.from({ length: 12 }, (_, n) => call(n, n % days, `early ${String(n).padStart(2, '0')}`)),
  });
}

const EARLY = Array.from({ length: 12 }, (_, n) => `{"text":"early ${String(n).padStart(2, '0')}"}`);

test('text that an earlier release stored comes to lie by session, with what was written in between, and is found', async () => {
  await asBefore();
  expect(await orderOf(store.driver)).toEqual(['payloads: project_id, trace_id, span_id']);
  // Whatever is written while it is copied, before or after the two change places.
  let written = 0;
  const busy: Background = {
    ...engine,
    command: async (sql, params) => {
      written += 1;
      await store.put(OURS, { spans: [call(100 + written, written % 3, `late ${100 + written}`)] });
      await store.put(OURS, { spans: [call(0, 0, `early anew ${100 + written}`)] });
      if (written > 6) return engine.command(sql, params);
      await engine.command(sql, params);
    },
  };
  await resort(busy, PAYLOADS);
  expect(await orderOf(store.driver)).toEqual([`payloads: ${PAYLOADS.orderBy}`]);
  const late = Array.from({ length: written }, (_, n) => `{"text":"late ${101 + n}"}`);
  const anew = `{"text":"early anew ${100 + written}"}`;
  expect(await texts()).toEqual([anew, ...EARLY.slice(1), ...late].sort());
  expect(await searched('early')).toBe(12);
  await resort(engine, PAYLOADS);
  expect(await texts()).toHaveLength(12 + written);
}, 90_000);

test('broken off after any of its statements it goes on where it was', async () => {
  for (let fatal = 1; ; fatal++) {
    await asBefore(2);
    let left = fatal;
    const dying: Background = {
      ...engine,
      command: async (sql, params) => {
        await engine.command(sql, params);
        left -= 1;
        if (left === 0) throw new Error('the process died');
      },
    };
    const died = await resort(dying, PAYLOADS).then(
      () => false,
      () => true,
    );
    expect(await texts()).toEqual(EARLY);
    await resort(engine, PAYLOADS);
    expect(await texts()).toEqual(EARLY);
    expect(await orderOf(store.driver)).toEqual([`payloads: ${PAYLOADS.orderBy}`]);
    if (!died) return;
  }
}, 90_000);
