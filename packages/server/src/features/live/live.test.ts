import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type TestViewer, watchLive } from '../../testing/live-stream.ts';
import { jsonTraces } from '../../testing/otlp.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

const POLL = { timeout: 10_000, interval: 20 };

let server: RunningApp;
let ours: TestProject;
let viewers: TestViewer[];
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  ours = await server.newProject();
  viewers = [];
});
afterEach(async () => {
  for (const viewer of viewers) viewer.leave();
  await Promise.all(viewers.map(({ ended }) => ended));
});

const watch = async (query = '', project = ours) => {
  const viewer = await watchLive(server.url, project.headers, query);
  viewers.push(viewer);
  return viewer;
};
const post = async (path: string, body: object, { headers } = ours) => {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
};
/** The value of one of the server's own metrics. */
const metric = async (name: string) => {
  const text = await (await fetch(`${server.url}/metrics`, { headers: ours.headers })).text();
  return Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
};
const beat = (agent: string, over = {}) =>
  post('/api/v1/agents/heartbeats', { heartbeats: [{ agent, instance: 'pod-1', ...over }] });
const run = (event: string, over = {}) =>
  post('/api/v1/agents/runs', {
    runs: [{ runId: 'r1', event, agent: 'planner', instance: 'pod-1', ...over }],
  });
const presence = (...reports: object[]) => post('/api/v1/presence', { reports });

describe('a live stream', () => {
  test('begins with all there is and tells within a second what becomes of agents and runs', async () => {
    await beat('planner');
    const viewer = await watch();
    await expect.poll(() => viewer.of('agents'), POLL).toMatchObject({ planner: { state: 'idle' } });
    // States are stored once a second: one that is over sooner is not told.
    const states = () => Object.values(viewer.of('transitions') ?? {}).map(({ state }) => state);
    await expect.poll(() => states().toSorted(), POLL).toEqual(['idle']);
    await run('started', { step: 'plan', userId: 'ada' });
    const began = performance.now();
    await expect
      .poll(() => viewer.of('runs'), POLL)
      .toMatchObject({ r1: { agent: 'planner', step: 'plan', userId: 'ada', stuck: false } });
    expect(viewer.lastAt() - began).toBeLessThan(1_000);
    await expect.poll(() => viewer.of('agents'), POLL).toMatchObject({ planner: { state: 'running' } });
    await run('progress', { step: 'search' });
    await expect.poll(() => viewer.of('runs'), POLL).toMatchObject({ r1: { step: 'search' } });
    await run('ended');
    await expect.poll(() => viewer.of('runs'), POLL).toEqual({});
    await expect.poll(() => states().toSorted(), POLL).toEqual(['idle']);
    await expect.poll(() => viewer.of('agents')?.planner?.since, POLL).not.toBeNull();
    await beat('planner', { says: 'stopping' });
    await expect.poll(() => states().toSorted(), POLL).toEqual(['idle', 'offline']);
    expect(viewer.text().match(/^event: snapshot$/gm)).toHaveLength(1);
    expect(viewer.text()).toMatch(/^event: changes\nid: \d+\ndata: \{/m);
  });

  test('tells who is online, by what they are counted, and what becomes of their sessions', async () => {
    const viewer = await watch('?topics=users,arrivals,sessions');
    await presence(
      { userId: 'ada', sessionId: 's', country: 'DE', page: '/orders' },
      { userId: 'bob', state: 'idle', country: 'DE' },
    );
    await expect.poll(() => viewer.total('users'), POLL).toBe(2);
    expect(viewer.of('users')).toMatchObject({
      country: [{ value: 'DE', users: 2 }],
      state: expect.arrayContaining([{ value: 'idle', users: 1 }]),
    });
    await expect.poll(() => viewer.of('arrivals'), POLL).toMatchObject({ ada: { page: '/orders' } });
    await presence({ userId: 'ada', sessionId: 's', state: 'left' });
    await expect.poll(() => Object.keys(viewer.of('arrivals') ?? {}), POLL).toEqual(['bob']);
    const told = () =>
      Object.values(viewer.of('sessions') ?? {}).map(({ userId, event }) => `${userId} ${event}`);
    await expect.poll(() => told().toSorted(), POLL).toEqual(['ada ended', 'ada started', 'bob started']);
    expect(viewer.of('agents')).toBeUndefined();
  });

  test('tells what ends and what fails as it is stored, a batch that is sent again once', async () => {
    const viewer = await watch('?topics=rates,errors');
    const nowNs = BigInt(Date.now()) * 1_000_000n;
    const ended = (spanId: string, over = {}) => ({
      ...{ traceId: spanId.repeat(2), spanId, name: 'answer' },
      ...{ startNs: nowNs - 2_000_000_000n, endNs: nowNs - 1_000_000_000n, ...over },
    });
    const batch = jsonTraces([
      ended('00000000000000aa'),
      ended('00000000000000bb', { status: { code: 2, message: 'no such order' } }),
    ]);
    const sendBatch = () =>
      fetch(`${server.url}/v1/traces`, {
        method: 'POST',
        headers: { ...ours.headers, 'content-type': 'application/json' },
        body: new Uint8Array(batch),
      });
    for (const _ of [1, 2]) expect((await sendBatch()).status).toBe(200);
    await expect.poll(() => viewer.total('rates'), POLL).toBe(2);
    await expect
      .poll(() => Object.values(viewer.of('errors') ?? {}), POLL)
      .toMatchObject([{ message: 'no such order', place: 'answer' }]);
    expect(Object.values(viewer.of('rates') ?? {})).toMatchObject([{ requests: 2, requestErrors: 1 }]);
  });

  test('is not begun by a request that would read none of it', async () => {
    for (const path of ['stream', 'traces']) {
      const head = { method: 'HEAD', headers: ours.headers };
      expect((await fetch(`${server.url}/api/v1/live/${path}`, head)).status).toBe(404);
    }
    expect(await metric('pharos_live_viewers')).toBe(0);
  });

  test('shows nothing of another project', async () => {
    const theirs = await server.newProject();
    const [viewer, foreign] = [await watch(), await watch('', theirs)];
    await beat('planner');
    await presence({ userId: 'ada' });
    await expect.poll(() => Object.keys(viewer.of('agents') ?? {}), POLL).toEqual(['planner']);
    await post('/api/v1/agents/heartbeats', { heartbeats: [{ agent: 'own', instance: '1' }] }, theirs);
    await expect.poll(() => Object.keys(foreign.of('agents') ?? {}), POLL).toEqual(['own']);
    expect(foreign.text()).not.toMatch(/planner|ada/);
  });

  test('is told the same to whoever comes later, and begins anew for whoever comes again', async () => {
    await beat('planner');
    await beat('writer', { says: 'starting' });
    const first = await watch('?topics=agents');
    await expect.poll(() => Object.keys(first.of('agents') ?? {}), POLL).toHaveLength(2);
    const second = await watch('?topics=agents');
    await vi.waitFor(() => expect(second.of('agents')).toEqual(first.of('agents')), POLL);
    first.leave();
    await beat('planner', { says: 'stopping' });
    const again = await watch('?topics=agents');
    await expect.poll(() => again.of('agents')?.planner, POLL).toMatchObject({ state: 'offline' });
    await vi.waitFor(() => expect(again.of('agents')).toEqual(second.of('agents')), POLL);
  });

  test('refuses topics that there are not, and whoever has no right to look', async () => {
    const refused = await fetch(`${server.url}/api/v1/live/stream?topics=agents,moon`, {
      headers: ours.headers,
    });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('There is no topic');
    expect((await watchLive(server.url, {})).status).toBe(401);
    const ingest = await server.newProject(['ingest']);
    expect((await watchLive(server.url, ingest.headers)).status).toBe(403);
  });

  test('counts those who watch, and looks at nothing where nobody does', async () => {
    await expect.poll(() => metric('pharos_live_viewers'), POLL).toBe(0);
    const viewer = await watch();
    expect(await metric('pharos_live_viewers')).toBe(1);
    viewer.leave();
    await expect.poll(() => metric('pharos_live_viewers'), POLL).toBe(0);
  });
});
