import { LIFE_STANDS, sessionListSchema } from '@pharos/core/api/session-list';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aSpan } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

const MINUTE = 60_000;

let store: ReadStore;
let app: TestApp;
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
  await tell();
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const ago = (minutes: number) => new Date(app.clock.nowMs() - minutes * MINUTE).toISOString();

/** What was told of each session, and at how many minutes ago. */
const TOLD: Readonly<Record<string, readonly (readonly [minutesAgo: number, state: string])[]>> = {
  here: [
    [9, 'active'],
    [1, 'active'],
  ],
  resting: [
    [4, 'active'],
    [2, 'idle'],
  ],
  gone: [
    [22, 'active'],
    [20, 'left'],
    [19, 'left'],
  ],
  late: [
    [30, 'active'],
    [20, 'left'],
  ],
  lost: [[30, 'active']],
  back: [
    [20, 'active'],
    [10, 'active'],
    [7, 'left'],
  ],
  again: [
    [60, 'active'],
    [2, 'active'],
  ],
  onlyLeft: [[3, 'left']],
  untold: [],
};

async function tell() {
  const sdk = app.withKey(await app.aKey(['ingest']));
  const names = Object.keys(TOLD);
  const reports = names.flatMap((sessionId) =>
    (TOLD[sessionId] ?? []).map(([minutes, state]) => ({
      ...{ userId: `user of ${sessionId}`, sessionId, at: ago(minutes), state },
    })),
  );
  const taken = await sdk.post('/api/v1/presence', { reports: reports.toReversed() });
  expect(taken.status).toBe(200);
  const startNs = BigInt(app.clock.nowMs() - 15 * MINUTE) * 1_000_000n;
  const spans = names.map((sessionId) =>
    aSpan({ traceId: `trace of ${sessionId}`, sessionId, startNs, endNs: startNs + 1n }),
  );
  await store.put(app.projectId, { spans });
}

async function list(query: Record<string, string>, project = app.projectId, by: Client = app.owner) {
  const asked = new URLSearchParams({ project, from: ago(60), to: ago(0), ...query });
  return (await by.get(`/api/v1/sessions?${asked}`)).as(sessionListSchema);
}

describe('the list of sessions', () => {
  test('tells where each stands in its life, and nothing where nothing was told', async () => {
    const { data } = await list({});
    const lives = new Map(data.map(({ sessionId, life }) => [sessionId, life]));
    const at = (minutes: number) => ago(minutes);
    expect(lives.get('here')).toEqual({
      ...{ phase: 'active', event: 'resumed', at: at(1), by: 'report', resumed: 1 },
    });
    expect(lives.get('resting')).toMatchObject({ phase: 'idle', event: 'idle', at: at(2), resumed: 0 });
    expect(lives.get('gone')).toMatchObject({ phase: 'ended', event: 'ended', at: at(20), by: 'report' });
    expect(lives.get('late')).toMatchObject({ phase: 'ended', event: 'ended', at: at(25), by: 'timeout' });
    expect(lives.get('lost')).toMatchObject({ phase: 'ended', event: 'ended', at: at(25), by: 'timeout' });
    expect(lives.get('back')).toMatchObject({ phase: 'ended', by: 'report', at: at(7), resumed: 1 });
    expect(lives.get('again')).toMatchObject({ phase: 'active', event: 'started', resumed: 0 });
    expect(lives.get('onlyLeft')).toMatchObject({ phase: 'ended', event: 'ended', at: at(3) });
    expect(lives.get('untold')).toBeNull();
  });

  test.each([
    ['active', ['again', 'here']],
    ['idle', ['resting']],
    ['left', ['back', 'gone', 'onlyLeft']],
    ['silent', ['late', 'lost']],
    ['resumed', ['back', 'here']],
  ])('of which only those are asked for that are %s', async (life, expected) => {
    const { data } = await list({ life });
    expect(data.map(({ sessionId }) => sessionId).sort()).toEqual(expected);
    const among = await list({ life, filter: `session:${expected[0]}` });
    expect(among.data.map(({ sessionId }) => sessionId)).toEqual([expected[0]]);
  });

  test('sees nothing of what was told in another project, and knows no other life', async () => {
    const theirs = await app.aSecondProject();
    const startNs = BigInt(app.clock.nowMs() - 15 * MINUTE) * 1_000_000n;
    await store.put(theirs.projectId, {
      spans: [aSpan({ traceId: 'theirs', sessionId: 'here', startNs, endNs: startNs + 1n })],
    });
    const { data } = await list({}, theirs.projectId, theirs.owner);
    expect(data).toMatchObject([{ sessionId: 'here', life: null }]);
    for (const life of LIFE_STANDS)
      expect((await list({ life }, theirs.projectId, theirs.owner)).data).toEqual([]);
    const asked = `/api/v1/sessions?project=${app.projectId}&life=asleep`;
    expect((await app.owner.get(asked)).status).toBe(400);
  });
});
