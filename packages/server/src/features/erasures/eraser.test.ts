import { type Erasure, erasureDetailSchema, erasurePreviewSchema } from '@pharos/core/api/erasures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hideUsersWith } from '../../pseudonym.ts';
import { NOTHING_OF_USERS, PLACES, SETTINGS } from '../../store/records/erasure/places.ts';
import type { Driver } from '../../store/telemetry/driver.ts';
import { createTelemetryErasure } from '../../store/telemetry/erasure/erasure.ts';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aModelCall } from '../../testing/spans.ts';
import { type TestApp, testApp } from '../../testing/test-app.ts';

let store: ReadStore;
let app: TestApp;
let erasures: string;
/** So many changes of the engine are made before it dies. */
let livesFor = Number.POSITIVE_INFINITY;
beforeAll(async () => {
  store = await openReadStore();
  const dying = new Proxy(store.driver, {
    get(driver, name) {
      const member: unknown = Reflect.get(driver, name);
      if (name === 'command') return commandThatDies;
      return typeof member === 'function' ? member.bind(driver) : member;
    },
  });
  const commandThatDies: Driver['command'] = async (...call) => {
    if (livesFor === 0) throw new Error('killed');
    livesFor -= 1;
    return store.driver.command(...call);
  };
  app = await testApp({}, { telemetry: { ...store.telemetry, erasure: createTelemetryErasure(dying) } });
  erasures = `/api/v1/projects/${app.projectId}/erasures`;
}, 60_000);
afterAll(async () => {
  await app.close();
  await store.close();
});

const call = (n: number, userId: string) =>
  aModelCall({ traceId: `t${n}`, spanId: `s${n}`, userId, input: { text: `said by ${userId}` } });
const ask = async (userId: string) => (await app.owner.post(erasures, { userId })).at('id') as string;
const get = async (id: string) => (await app.owner.get(`${erasures}/${id}`)).as(erasureDetailSchema);
const ended = async (id: string) => {
  await expect
    .poll(async () => (await get(id)).state, { timeout: 20_000, interval: 20 })
    .toMatch(/done|failed/);
  return get(id);
};
const counts = ({ erased }: Pick<Erasure, 'erased'>) =>
  Object.fromEntries(erased.filter(({ count }) => count > 0).map(({ place, count }) => [place, count]));
const rows = async (table: string) =>
  Number((await store.driver.query<{ n: string }>(`SELECT count() AS n FROM ${table}`))[0]?.n);

test('One that died in between goes on, and has counted nothing twice', async () => {
  await store.put(app.projectId, { spans: [call(1, 'ada'), call(2, 'ada'), call(3, 'bob')] });
  livesFor = 1;
  const first = await ask('ada');
  await expect.poll(async () => (await get(first)).error, { timeout: 20_000, interval: 20 }).toMatch(/again/);
  expect([await rows('payloads'), await rows('spans')]).toEqual([1, 3]);
  expect((await get(first)).receipt).toBeNull();
  livesFor = Number.POSITIVE_INFINITY;
  // Whoever asks next makes it go on.
  await ask('nobody');
  const { state, error, receipt } = await ended(first);
  expect({ state, error }).toEqual({ state: 'done', error: '' });
  expect(counts(receipt ?? { erased: [] })).toEqual({
    ...{ spans: 2, payloads: 2, trace_index: 2, user_activity: 1, user_index: 1 },
  });
  expect(counts(await ended(await ask('ada')))).toEqual({});
  expect([await rows('payloads'), await rows('spans')]).toEqual([1, 1]);
});

test('One that fails again and again is given up, and no longer knows whose it was', async () => {
  await store.put(app.projectId, { spans: [call(6, 'carol')] });
  livesFor = 0;
  const id = await ask('carol');
  // Whoever asks next makes it be tried again.
  for (let others = 0; others < 20 && (await get(id)).state !== 'failed'; others += 1)
    await ended(await ask('nobody'));
  livesFor = Number.POSITIVE_INFINITY;
  expect(await ended(id)).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/Ask for it again/),
    receipt: null,
  });
  const row = await app.records.selectFrom('erasures').select('ids').where('id', '=', id).executeTakeFirst();
  expect(row).toEqual({ ids: null });
});

test('A user is erased by their pseudonym too', async () => {
  await app.records
    .insertInto('userPseudonyms')
    .values({ projectId: app.projectId, secret: 'of this project', enabled: false })
    .execute();
  const pseudonym = hideUsersWith('of this project')('dora');
  await store.put(app.projectId, { spans: [call(4, 'dora'), call(5, pseudonym)] });
  const done = await ended(await ask('dora'));
  expect(done.receipt?.ids).toBe(2);
  expect(counts(done)).toMatchObject({ spans: 2, user_index: 2 });
  expect(await rows('spans')).toBe(2);
});

test('What the records tell of a user goes, and settings that name them are told', async () => {
  const { records, projectId } = app;
  const at = new Date('2026-09-21T12:00:00Z');
  const by = { updatedAt: at, updatedBy: 'me' };
  const own = { projectId, createdAt: at };
  const definition = (type: string, value?: string) =>
    JSON.stringify({ scope: { type, ...(value && { value }) } });
  await records
    .insertInto('quotas')
    .values([
      { id: 'q1', ...own, ...by, definition: definition('eachUser') },
      { id: 'q2', ...own, ...by, definition: definition('model') },
      { id: 'q3', ...own, ...by, definition: definition('user', 'eve') },
    ])
    .execute();
  const crossed = {
    projectId,
    quotaName: 'q',
    threshold: 50,
    measure: 'tokens',
    limitAmount: '1',
    used: '1',
  } as const;
  await records
    .insertInto('quotaEvents')
    .values(
      ['q1', 'q2'].flatMap((quotaId) =>
        ['eve', 'bob'].map((subject) => ({ ...crossed, quotaId, subject, windowStart: at, at })),
      ),
    )
    .execute();
  await records
    .insertInto('alertDocuments')
    .values({
      id: 'r1',
      ...own,
      ...by,
      kind: 'rule',
      definition: JSON.stringify({ filter: 'user:eve' }),
    } as never)
    .execute();
  const standing = { phase: 'ok' };
  const standings = JSON.stringify({ '["eve"]': standing, '["bob"]': standing });
  await records
    .insertInto('alertStandings')
    .values({ ruleId: 'r1', standings, dueAt: new Date('2099-01-01') } as never)
    .execute();
  const incident = (id: string, user: string) => ({
    ...{ id, projectId, ruleId: 'r1', groupKey: JSON.stringify([user]), labels: JSON.stringify({ user }) },
    ...{ rule: '{}', course: '{}', openedAt: at, endedAt: at },
  });
  await records
    .insertInto('incidents')
    .values([incident('i1', 'eve'), incident('i2', 'bob')] as never)
    .execute();
  const made = {
    sections: [{ kind: 'table', dimension: 'user', rows: [{ group: 'eve' }, { group: 'bob' }] }],
  };
  await records
    .insertInto('reportRuns')
    .values({
      id: 'run',
      projectId,
      request: '{}',
      state: 'done',
      createdAt: at,
      made: JSON.stringify(made),
    } as never)
    .execute();

  const preview = (await app.owner.post(`${erasures}/preview`, { userId: 'eve' })).as(erasurePreviewSchema);
  expect(preview.named).toEqual([{ place: 'alertDocuments', count: 1 }]);
  const done = await ended(await ask('eve'));
  const expected = { quotaEvents: 1, quotas: 1, incidents: 1, alertStandings: 1, reportRuns: 1 };
  expect(counts(done)).toEqual(expected);
  expect(counts({ erased: preview.found })).toEqual(expected);
  expect(done.receipt?.named).toEqual(preview.named);

  const [events, left, incidents, [run]] = [
    await records.selectFrom('quotaEvents').select(['quotaId', 'subject']).orderBy('id').execute(),
    await records
      .selectFrom('alertStandings')
      .select('standings')
      .where('ruleId', '=', 'r1')
      .executeTakeFirst(),
    await records.selectFrom('incidents').select('id').where('projectId', '=', projectId).execute(),
    await records.selectFrom('reportRuns').select('made').where('id', '=', 'run').execute(),
  ];
  expect(events.map(({ quotaId, subject }) => `${quotaId} ${subject}`)).toEqual([
    'q1 bob',
    'q2 eve',
    'q2 bob',
  ]);
  expect(left).toEqual({ standings: { '["bob"]': standing } });
  expect(incidents).toEqual([{ id: 'i2' }]);
  expect(JSON.stringify(run)).not.toContain('eve');
});

test('Every table of the records says what it holds of users', async () => {
  const said = new Set<string>([
    ...[...PLACES, ...SETTINGS].map(({ table }) => table),
    ...Object.keys(NOTHING_OF_USERS),
  ]);
  const tables = (await app.records.introspection.getTables()).map(({ name }) =>
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
  expect(tables.length).toBeGreaterThan(30);
  expect(tables.filter((name) => !said.has(name) && !name.includes('igrations'))).toEqual([]);
});
