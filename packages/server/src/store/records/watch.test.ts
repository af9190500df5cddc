import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { beforeAll, expect, test } from 'vitest';
import { embeddedRecords, type TestRecords } from '../../testing/test-records.ts';
import { watchRecords } from './watch.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const secondsAgo = (seconds: number) => new Date(NOW - 1_000 * seconds);
let store: TestRecords;
const registry = new Registry();
beforeAll(async () => {
  store = await embeddedRecords();
  watchRecords(registry, store.records, { nowMs: () => NOW });
  const at = secondsAgo(9_000);
  await sql`insert into projects (id, name, created_at) values ('p', 'p', ${at})`.execute(store.records);
  for (const [id, enabled] of [
    ['on', true],
    ['off', false],
  ] as const)
    await sql`insert into channels (id, project_id, kind, name, enabled, config, secrets, created_at, updated_at, updated_by)
      values (${id}, 'p', 'webhook', ${id}, ${enabled}, '{}', '{}', ${at}, ${at}, 'ada')`.execute(
      store.records,
    );
  await sql`insert into alert_documents (id, project_id, kind, definition, created_at, updated_at, updated_by)
    values ('rule', 'p', 'rule', '{}', ${at}, ${at}, 'ada')`.execute(store.records);
});

const figure = async (name: string) => (await registry.getSingleMetric(name)?.get())?.values[0]?.value;
let deliveries = 0;
const deliver = (channel: string, subject: string, state: string, dueAt: Date, endedAt: Date | null = null) =>
  sql`insert into deliveries (project_id, channel_id, key, subject, notice, state, since, due_at, created_at, ended_at)
    values ('p', ${channel}, ${String(++deliveries)}, ${subject}, '{}', ${state}, ${dueAt}, ${dueAt}, ${dueAt}, ${endedAt})`.execute(
    store.records,
  );

test('tells how long the rule that waits longest has been due', async () => {
  expect(await figure('pharos_alert_overdue_seconds')).toBe(0);
  await sql`insert into alert_standings (rule_id, standings, due_at) values ('rule', '{}', ${secondsAgo(240)})`.execute(
    store.records,
  );
  expect(await figure('pharos_alert_overdue_seconds')).toBe(240);
});

test('tells how long the delivery has been due that could be made', async () => {
  await deliver('off', '', 'waiting', secondsAgo(5_000));
  await deliver('on', 'incident', 'waiting', secondsAgo(-60));
  await deliver('on', 'incident', 'waiting', secondsAgo(900));
  expect(await figure('pharos_delivery_overdue_seconds')).toBe(0);
  await deliver('on', '', 'sending', secondsAgo(300));
  expect(await figure('pharos_delivery_overdue_seconds')).toBe(300);
});

test('counts what was given up within the last hour', async () => {
  await deliver('on', '', 'dead', secondsAgo(9_000), secondsAgo(8_000));
  await deliver('on', '', 'dead', secondsAgo(9_000), secondsAgo(60));
  expect(await figure('pharos_deliveries_dead')).toBe(1);
});

test('tells how large the records are', async () => {
  expect(await figure('pharos_records_bytes')).toBeGreaterThan(1_000_000);
});

test('shows nothing once records do not answer', async () => {
  await store.dispose();
  expect(await figure('pharos_deliveries_dead')).toBeUndefined();
});
