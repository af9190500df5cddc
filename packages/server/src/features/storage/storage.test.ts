import { type Storage, storageSchema } from '@pharos/core/api/storage';
import { expect, test } from 'vitest';
import { STORED_TABLES } from '../../store/telemetry/storage/tables.ts';
import { aReadProject, openReadApp } from '../../testing/read-app.ts';
import { aLog, aModelCall } from '../../testing/spans.ts';
import type { Client } from '../../testing/test-app.ts';

const DAY_NS = 86_400_000_000_000n;
const { store, app } = await openReadApp({ PHAROS_RETENTION: 'logs=60' });
await store.driver.command('SYSTEM STOP MERGES');

const todayNs = BigInt(Math.floor(app.clock.nowMs() / 86_400_000)) * DAY_NS;
let ids = 0;
const calls = (count: number, daysAgo: number) =>
  Array.from({ length: count }, () => {
    const startNs = todayNs - BigInt(daysAgo) * DAY_NS;
    const input = { text: `question ${++ids}` };
    return aModelCall({ traceId: `t${ids}`, spanId: `s${ids}`, startNs, endNs: startNs + 1n, input });
  });
const path = (project: string, query = '') => `/api/v1/projects/${project}/storage${query}`;
const ask = async (client: Client, project: string, query = '') =>
  (await client.get(path(project, query))).as(storageSchema);
const kindOf = ({ kinds }: Storage, kind: string) => kinds.find((each) => each.kind === kind);

test('Who administers every project sees what all take and what is free; with a second project of others nobody does', async () => {
  const { projectId, owner } = app;
  expect((await ask(owner, projectId)).server).toMatchObject({
    recordsBytes: expect.any(Number),
    disk: { freeBytes: expect.any(Number), sizeBytes: expect.any(Number) },
    fullOn: null,
  });
  const [reader, admin, viewer] = [
    app.withKey(await app.aKey(['read'], projectId)),
    app.withKey(await app.aKey(['admin'], projectId)),
    await app.aMember('viewer', projectId),
  ];
  expect((await ask(admin, projectId)).server?.disk?.freeBytes).toBeGreaterThan(0);
  for (const each of [reader, viewer]) expect((await ask(each, projectId)).server).toBeNull();
  await aReadProject(app);
  for (const each of [owner, admin]) expect((await ask(each, projectId)).server).toBeNull();
});

test('What projects take adds up to what the engine has, and the small one sees nothing of the large one', async () => {
  const [small, large] = [await aReadProject(app), await aReadProject(app)];
  await store.put(large.projectId, { spans: [...calls(400, 1), ...calls(300, 3)] });
  await store.put(small.projectId, { spans: [...calls(2, 1), ...calls(2, 2)] });
  const [ours, theirs] = [await ask(small.reader, small.projectId), await ask(large.reader, large.projectId)];
  const [disk] = await store.driver.query<{ bytes: string }>(
    `SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND table IN {tables:Array(String)}`,
    { tables: STORED_TABLES.map(({ table }) => table) },
  );
  expect(ours.bytes + theirs.bytes).toBe(Number(disk?.bytes));
  expect([
    kindOf(ours, 'spans')
      ?.byAge.map((bytes) => bytes > 0)
      .slice(0, 5),
    ours.server,
  ]).toEqual([[false, true, true, false, false], null]);
  // Two days in which one is nearly alone: what it shares with the other is next to nothing.
  expect(ours.bytes).toBeLessThan(theirs.bytes);
  expect((await small.reader.get(path(large.projectId))).status).toBe(404);
});

test('Kinds are told with their days, how they grow, and where that leads under what the project keeps', async () => {
  const { projectId, owner, reader } = await aReadProject(app);
  const logs = Array.from({ length: 40 }, (_, daysAgo) =>
    aLog({ timeNs: todayNs - BigInt(daysAgo) * DAY_NS, body: `line ${daysAgo}` }),
  );
  await store.put(projectId, { logs });
  await app.records
    .insertInto('media')
    .values({
      ...{ projectId, id: 'a', sha256: 'a', contentType: 'image/png', bytes: 5_000, secret: 's' },
      ...{ createdAt: new Date(app.clock.nowMs()), uploadedAt: new Date(app.clock.nowMs() - 86_400_000) },
    })
    .execute();
  const found = await ask(reader, projectId);
  expect(found.today).toBe(new Date(app.clock.nowMs()).toISOString().slice(0, 10));
  const { byAge = [], older = 0, bytes, rows, keptDays, perDay } = kindOf(found, 'logs') ?? {};
  expect([byAge.length, rows, keptDays]).toEqual([30, 40, 60]);
  expect(byAge.every((each) => each > 0)).toBe(true);
  expect(byAge.reduce((sum, each) => sum + each, older)).toBe(bytes);
  expect(perDay).toBe(Math.round(byAge.slice(1, 8).reduce((sum, each) => sum + each, 0) / 7));
  expect(kindOf(found, 'files')).toMatchObject({ rows: 1, bytes: 5_000, keptDays: null, perDay: 5_000 });
  expect(found.forecast).toMatchObject({ level: null, perDayForEver: 5_000 });
  expect(found.forecast?.inDays.map(({ days }) => days)).toEqual([30, 90, 365]);

  const two = await ask(reader, projectId, '?days=2');
  expect(kindOf(two, 'logs')).toMatchObject({ byAge: byAge.slice(0, 2), bytes });
  expect(two.forecast).toEqual(found.forecast);
  await owner.put(`/api/v1/projects/${projectId}/retention`, { days: { logs: 9 } });
  const kept = await ask(reader, projectId);
  expect(kindOf(kept, 'logs')?.keptDays).toBe(9);
  expect(kept.forecast?.inDays[2]?.bytes).toBeLessThan(found.forecast?.inDays[2]?.bytes ?? 0);
});

test('A project that sent nothing takes nothing, and what cannot be asked is said', async () => {
  const { projectId, reader, sdk } = await aReadProject(app);
  expect(await ask(reader, projectId)).toMatchObject({ bytes: 0, rows: 0, kinds: [], server: null });
  for (const query of ['?days=0', '?days=401', '?days=many', '?days=1.5']) {
    const answer = await reader.get(path(projectId, query));
    expect([query, answer.status, answer.at('error.details.0.path')]).toEqual([query, 400, '/days']);
  }
  expect((await sdk.get(path(projectId))).status).toBe(403);
  expect((await app.nobody.get(path(projectId))).status).toBe(401);
});
