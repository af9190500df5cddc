import { agentDetailSchema, agentListSchema, runListSchema } from '@pharos/core/api/agents';
import { reportsTakenSchema } from '@pharos/core/api/live-reports';
import { NO_END_TIME } from '@pharos/core/span';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { scopeTo } from '../../store/scope.ts';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aSpan } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

/** The watcher looks once a second. */
const POLL = { timeout: 20_000, interval: 100 };

let store: ReadStore;
let app: TestApp;
let sender: Client;
let reader: Client;
let project: string;

beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
});
afterAll(async () => {
  await app.close();
  await store.close();
});
beforeEach(async () => {
  project = (await app.aSecondProject()).projectId;
  sender = app.withKey(await app.aKey(['ingest'], project));
  reader = app.withKey(await app.aKey(['read'], project));
});

const beats = (...heartbeats: object[]) => sender.post('/api/v1/agents/heartbeats', { heartbeats });
const reports = (...runs: object[]) => sender.post('/api/v1/agents/runs', { runs });
const agents = async () => (await reader.get('/api/v1/agents')).as(agentListSchema).data;
const agent = async (name: string, query = '') =>
  (await reader.get(`/api/v1/agents/${name}${query}`)).as(agentDetailSchema);
const runs = async () => (await reader.get('/api/v1/runs?state=running')).as(runListSchema).data;
const ago = (seconds: number) => new Date(app.clock.nowMs() - seconds * 1000).toISOString();
const nsAgo = (seconds: number) => BigInt(app.clock.nowMs() - seconds * 1000) * 1_000_000n;
const aRun = (index: number, seconds: number, over = {}) =>
  aSpan({
    ...{ traceId: `run-${index}`, spanId: 'root', kind: 'agent', agentName: 'planner', agentVersion: '1.0' },
    ...{ startNs: nsAgo(seconds), endNs: nsAgo(seconds) + 1_000_000_000n, ...over },
  });

describe('what applications report', () => {
  test('is taken one by one: what is wrong is refused by its place, and the rest counts', async () => {
    const told = await beats(
      { agent: 'planner', instance: 'pod-1', version: '1.0' },
      { agent: 'planner' },
      { agent: 'planner', instance: 'pod-2', intervalSeconds: 0 },
      { agent: 'planner', instance: 'pod-3', colour: 'red' },
    );
    const { accepted, refused } = told.as(reportsTakenSchema);
    expect(accepted).toBe(1);
    expect(refused.map(({ index }) => index)).toEqual([1, 2, 3]);
    expect(refused[1]?.message).toContain('intervalSeconds');
    expect((await agents()).map(({ instances }) => instances.length)).toEqual([1]);
  });

  test('is refused whole when it is no batch, or a batch of too many', async () => {
    expect((await sender.post('/api/v1/agents/runs', { heartbeats: [] })).status).toBe(400);
    expect((await beats()).status).toBe(400);
    expect((await reports(...Array.from({ length: 1_001 }, () => ({})))).status).toBe(400);
  });

  test('asks for a key that may send, and shows to one that may read', async () => {
    const body = { heartbeats: [{ agent: 'planner', instance: 'pod-1' }] };
    expect((await app.nobody.post('/api/v1/agents/heartbeats', body)).status).toBe(401);
    expect((await reader.post('/api/v1/agents/heartbeats', body)).status).toBe(403);
    expect((await sender.get('/api/v1/agents')).status).toBe(403);
  });

  test('is seen by its own project alone', async () => {
    await beats({ agent: 'planner', instance: 'pod-1' });
    await reports({ runId: 'r1', event: 'started', agent: 'planner' });
    const stranger = app.withKey(await app.aKey(['read']));
    expect((await stranger.get('/api/v1/agents')).as(agentListSchema).data).toEqual([]);
    expect((await stranger.get('/api/v1/runs')).as(runListSchema).data).toEqual([]);
    expect((await stranger.get('/api/v1/agents/planner')).status).toBe(404);
  });
});

describe('GET /api/v1/agents', () => {
  test('tells the state of an agent from what its processes say, and from when they say nothing any more', async () => {
    await beats({ agent: 'planner', instance: 'pod-1', says: 'starting', intervalSeconds: 5, host: 'a' });
    expect(await agents()).toMatchObject([
      { name: 'planner', state: 'starting', instances: [{ instance: 'pod-1', host: 'a' }] },
    ]);
    await beats({ agent: 'planner', instance: 'pod-1', intervalSeconds: 5, version: '2' });
    expect(await agents()).toMatchObject([{ state: 'idle', versions: ['2'] }]);
    await reports({ runId: 'r1', event: 'started', agent: 'planner', instance: 'pod-1' });
    expect(await agents()).toMatchObject([{ state: 'running', runsInFlight: 1 }]);
    app.clock.advance(15_000);
    expect(await agents()).toMatchObject([
      {
        state: 'offline',
        reason: { code: 'silent', figures: { missed: 3, silentMs: 15_000, intervalSeconds: 5 } },
        runsInFlight: 0,
      },
    ]);
    await beats({ agent: 'planner', instance: 'pod-1', says: 'stopping' });
    expect(await agents()).toMatchObject([{ state: 'offline', reason: { code: 'stopped' } }]);
  });

  test('lists agents seen only in spans as unknown, with how the last hour was and the last error', async () => {
    const failed = aRun(3, 90, { status: 'error', statusMessage: 'no such order' });
    await store.put(project, { spans: [aRun(1, 30), aRun(2, 60), failed, aRun(4, 7_200)] });
    expect(await agents()).toEqual([
      {
        name: 'planner',
        versions: ['1.0'],
        state: 'unknown',
        reason: { code: 'onlySpans', figures: { runs: 0 } },
        since: null,
        instances: [],
        runsInFlight: 0,
        lastHour: { requests: 3, errors: 1, successRate: 2 / 3, p95Ms: expect.closeTo(1000, 0) },
        lastError: { at: ago(90), message: 'no such order', traceId: 'run-3', spanId: 'root' },
      },
    ]);
  });

  test('tells that more fails than usual, and that runs take longer', async () => {
    const before = Array.from({ length: 30 }, (_, index) => aRun(index, 7_200 + index));
    const slow = Array.from({ length: 6 }, (_, index) =>
      aRun(100 + index, 60, { endNs: nsAgo(60) + 9_000_000_000n }),
    );
    await store.put(project, { spans: [...before, ...slow] });
    await beats({ agent: 'planner', instance: 'pod-1' });
    expect(await agents()).toMatchObject([
      { state: 'degraded', reason: { code: 'slower', figures: { runs: 6 } } },
    ]);
    await store.put(project, {
      spans: slow.map((span) => ({ ...span, status: 'error' as const })),
    });
    app.clock.advance(5_000);
    expect(await agents()).toMatchObject([
      { state: 'failing', reason: { code: 'runsFail', figures: { errorRate: 1 } } },
    ]);
  });

  test('tells which instance fails while the others do not, where spans name theirs', async () => {
    const from = (instance: string) => ({ resource: new Map([['service.instance.id', instance]]) });
    const runs = Array.from({ length: 24 }, (_, index) =>
      aRun(index, 60, index < 18 ? from('pod-1') : { ...from('pod-2'), status: 'error' as const }),
    );
    await store.put(project, { spans: runs });
    await beats({ agent: 'planner', instance: 'pod-1' }, { agent: 'planner', instance: 'pod-2' });
    expect(await agents()).toMatchObject([
      {
        ...{
          state: 'failing',
          reason: { code: 'runsFail', instance: 'pod-2', figures: { runs: 6, errors: 6 } },
        },
        instances: [
          { instance: 'pod-1', state: 'idle' },
          { instance: 'pod-2', state: 'failing' },
        ],
      },
    ]);
  });

  test('comes in pages by name', async () => {
    await beats(...['c', 'a', 'b'].map((name) => ({ agent: name, instance: '1' })));
    const first = (await reader.get('/api/v1/agents?limit=2')).as(agentListSchema);
    const rest = (await reader.get(`/api/v1/agents?limit=2&cursor=${first.nextCursor}`)).as(agentListSchema);
    expect([...first.data, ...rest.data].map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(rest.nextCursor).toBeNull();
  });
});

describe('GET /api/v1/runs', () => {
  test('lists runs in flight, the oldest first, for how long against the usual and with what they do', async () => {
    await store.put(project, {
      spans: [
        ...Array.from({ length: 20 }, (_, index) => aRun(index, 7_200)),
        aRun(50, 40, {
          traceId: 'open',
          name: 'search',
          endNs: nsAgo(40),
          attributes: new Map([[NO_END_TIME, true]]),
        }),
      ],
    });
    await reports(
      { runId: 'told', event: 'started', agent: 'planner', userId: 'ada', at: ago(20) },
      { runId: 'told', event: 'progress', agent: 'planner', step: 'book a room', at: ago(3) },
      { runId: 'over', event: 'started', agent: 'planner', at: ago(20) },
      { runId: 'over', event: 'ended', agent: 'planner', outcome: 'error', at: ago(2) },
    );
    expect(await runs()).toMatchObject([
      { runId: 'open', step: 'search', elapsedMs: 40_000, source: 'spans', stuck: true },
      {
        ...{ runId: 'told', step: 'book a room', userId: 'ada', source: 'reports', stuck: false },
        ...{ startedAt: ago(20), lastProgressAt: ago(3), elapsedMs: 20_000 },
        usualMs: expect.closeTo(1000, 0),
      },
    ]);
    await reports({ runId: 'open', event: 'ended', agent: 'planner' });
    expect((await runs()).map(({ runId }) => runId)).toEqual(['told']);
  });

  test('tells that a hanging tool keeps a run, and so its agent, stuck', async () => {
    await beats({ agent: 'planner', instance: 'pod-1', intervalSeconds: 600 });
    const run = { runId: 'r1', agent: 'planner', instance: 'pod-1' };
    await reports({ ...run, event: 'started' }, { ...run, event: 'progress', step: 'call the CRM' });
    app.clock.advance(601_000);
    expect(await runs()).toMatchObject([{ stuck: true, step: 'call the CRM' }]);
    expect(await agents()).toMatchObject([
      { state: 'stuck', reason: { code: 'noProgress', run: 'r1', step: 'call the CRM' } },
    ]);
    await reports({ ...run, event: 'progress', step: 'answer' });
    expect(await agents()).toMatchObject([{ state: 'running' }]);
  });
});

describe('GET /api/v1/agents/:name', () => {
  test('takes a run for ended when its span is, though the report of its end was lost, and when not, not', async () => {
    await beats({ agent: 'planner', instance: 'pod-1', intervalSeconds: 600 });
    const started = { event: 'started', agent: 'planner', instance: 'pod-1', at: ago(1) };
    await reports(...['ended', 'in-flight', 'within'].map((runId) => ({ ...started, runId })));
    await store.put(project, {
      spans: [
        aRun(1, 1, { traceId: 'ended' }),
        aRun(2, 1, { traceId: 'in-flight', attributes: new Map([[NO_END_TIME, true]]) }),
        aRun(3, 1, { traceId: 'within', spanId: 'part', parentSpanId: 'root' }),
      ],
    });
    expect(await runs()).toHaveLength(3);
    app.clock.advance(20_000);
    await expect.poll(runs, POLL).toHaveLength(2);
    expect((await runs()).map(({ runId }) => runId).sort()).toEqual(['in-flight', 'within']);
  });

  test('tells since when, the timeline of states with their reasons, uptime and time to repair', async () => {
    const began = app.clock.nowMs();
    const stored = (state: string) =>
      expect
        .poll(async () => {
          const all = await store.telemetry.agentStates.latest(scopeTo(project));
          return all.map((each) => `${each.instance} ${each.state}`).sort();
        }, POLL)
        .toEqual([` ${state}`, `pod-1 ${state}`]);
    await beats({ agent: 'planner', instance: 'pod-1' });
    await stored('idle');
    app.clock.advance(30_000);
    await stored('offline');
    app.clock.advance(10_000);
    await beats({ agent: 'planner', instance: 'pod-1' });
    await stored('idle');
    app.clock.advance(20_000);
    const { timeline, ...told } = await agent('planner');
    const at = (seconds: number) => new Date(began + seconds * 1000).toISOString();
    expect(timeline).toMatchObject([
      { from: at(0), to: at(30), state: 'idle' },
      { from: at(30), to: at(40), state: 'offline', reason: { code: 'silent', figures: { missed: 3 } } },
      { from: at(40), to: at(60), state: 'idle' },
    ]);
    expect(told).toMatchObject({ since: at(40), uptime: 50 / 60, mttrMs: 10_000, failures: 1 });
    const part = await agent('planner', `?from=${at(35)}&to=${at(45)}`);
    expect(part.timeline.map(({ state }) => state)).toEqual(['offline', 'idle']);
    expect((await reader.get(`/api/v1/agents/planner?from=${at(45)}&to=${at(35)}`)).status).toBe(400);
  });
});
