import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { incidentDetailSchema, incidentPageSchema, whatChangedSchema } from '@pharos/core/api/incidents';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { aReadProject, openReadApp, type ReadProject } from '../../testing/read-app.ts';
import { aModelCall, aSpan, failedWith } from '../../testing/spans.ts';
import type { Client } from '../../testing/test-app.ts';

/** Rules are evaluated, and who is to be told is seen to, once a second. */
const PATIENCE = { timeout: 20_000, interval: 100 };
const idSchema = z.object({ id: z.string() });

const { store, app } = await openReadApp({ PHAROS_EGRESS_ALLOW: '127.0.0.1' });
let project: ReadProject;
let admin: Client;
beforeEach(async () => {
  project = await aReadProject(app);
  admin = app.withKey(await app.aKey(['admin'], project.projectId));
});

const over = (limit: number, more = {}) => ({ kind: 'threshold', op: '>', limit, ...more });
const aRule = (watch: object, more: object = {}) => ({
  ...{ name: 'errors of models', watch: { kind: 'metric', ...watch }, delaySeconds: 0, ...more },
});
const failing = aRule(
  { metric: 'spanErrorRate', by: ['model'], condition: over(0.5) },
  { severity: 'critical' },
);

const make = async (path: string, body: object) => {
  const answer = await admin.post(`/api/v1/alerts/${path}`, body as Record<string, unknown>);
  expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
  return answer.as(idSchema).id;
};
const incidents = async (query = '') =>
  (await project.reader.get(`/api/v1/alerts/incidents${query}`)).as(incidentPageSchema).data;
const incident = async (id: string) =>
  (await project.reader.get(`/api/v1/alerts/incidents/${id}`)).as(incidentDetailSchema);
const kinds = async (id: string) => (await incident(id)).events.map(({ kind }) => kind);

let spans = 0;
const nsAgo = (ms: number) => BigInt(app.clock.nowMs() - ms) * 1_000_000n;
/** Calls of models that were made a moment ago: how many of each, and whether they failed. */
const called = (calls: Record<string, { ok?: number; failed?: number }>) =>
  store.put(project.projectId, {
    spans: Object.entries(calls).flatMap(([model, { ok = 0, failed = 0 }]) =>
      Array.from({ length: ok + failed }, (_, i) =>
        aSpan({
          ...aModelCall(),
          ...{ traceId: `t${++spans}`, spanId: 's', model, startNs: nsAgo(1000), endNs: nsAgo(900) },
          ...(i < failed ? failedWith('it broke') : {}),
        }),
      ),
    ),
  });
/** A minute later, so that rules are evaluated anew. */
const later = (minutes = 1) => app.clock.advance(minutes * 60_000);

describe('a rule', () => {
  test('opens an incident of each group in which it is bad, and ends it when that is over', async () => {
    const ruleId = await make('rules', failing);
    later();
    await called({ bad: { ok: 1, failed: 3 }, good: { ok: 4 } });
    later();
    const [found] = await vi.waitFor(async () => {
      const all = await incidents();
      expect(all).toHaveLength(1);
      return all;
    }, PATIENCE);
    expect(found).toMatchObject({
      ...{ ruleId, title: 'errors of models: bad', severity: 'critical', state: 'firing' },
      ...{ group: ['bad'], value: 0.75, limit: 0.5 },
      labels: { model: 'bad', rule: 'errors of models', severity: 'critical', kind: 'metric' },
    });
    await called({ bad: { ok: 20 } });
    later();
    await vi.waitFor(async () => expect((await incidents())[0]?.state).toBe('ended'), PATIENCE);
    expect(await kinds(found?.id ?? '')).toEqual(['opened', 'ended']);
  });

  test('tells what changed: the release that fails, not those that are as they were', async () => {
    const calls = (release: string, { ok = 0, failed = 0 }, msAgo: number) =>
      Array.from({ length: ok + failed }, (_, i) =>
        aSpan({
          ...aModelCall(),
          ...{ traceId: `t${++spans}`, spanId: 's', model: 'm', release, startNs: nsAgo(msAgo) },
          ...{ endNs: nsAgo(msAgo - 100), ...(i < failed ? failedWith('it broke') : {}) },
        }),
      );
    const ruleId = await make('rules', failing);
    const before = [...calls('v1', { ok: 20 }, 420_000), ...calls('v2', { ok: 20 }, 420_000)];
    const after = [...calls('v1', { ok: 10 }, 1_000), ...calls('v2', { failed: 25 }, 1_000)];
    await store.put(project.projectId, { spans: [...before, ...after] });
    later();
    const id = await vi.waitFor(async () => (await incidents())[0]?.id ?? expect.fail(), PATIENCE);
    const path = `/api/v1/alerts/incidents/${id}/what-changed`;
    const [first] = (await project.reader.get(path)).as(whatChangedSchema).suspects;
    expect(first).toMatchObject({
      ...{ dimension: 'release', value: 'v2', metric: 'spanErrorRate' },
      ...{ before: { value: 0, rows: 20 }, after: { value: 1, rows: 25 } },
      filters: [
        { field: 'model', op: '=', values: ['m'] },
        { field: 'status', op: '=', values: ['error'] },
        { field: 'release', op: '=', values: ['v2'] },
      ],
    });
    const other = await aReadProject(app);
    expect((await other.reader.get(path)).status).toBe(404);
    // It is told of the rule as it was.
    await admin.delete(`/api/v1/alerts/rules/${ruleId}`);
    expect((await project.reader.get(path)).as(whatChangedSchema).suspects[0]).toEqual(first);
  });

  test('is summed up with all others by how its groups stand, before it was looked at as well', async () => {
    const summaries = async () => (await project.reader.get('/api/v1/alerts/rules/standings')).at('data');
    const [off, on] = [await make('rules', { ...failing, enabled: false }), await make('rules', failing)];
    const unseen = { evaluatedAt: null, error: null, groups: {} };
    expect(await summaries()).toContainEqual({ ...unseen, ruleId: off });
    later();
    await called({ bad: { failed: 3 }, good: { ok: 4 }, fine: { ok: 1 } });
    later();
    await vi.waitFor(
      async () =>
        expect(await summaries()).toEqual(
          expect.arrayContaining([
            { ...unseen, ruleId: off },
            { ruleId: on, evaluatedAt: expect.any(String), error: null, groups: { firing: 1, ok: 2 } },
          ]),
        ),
      PATIENCE,
    );
    const other = await aReadProject(app);
    expect((await other.reader.get('/api/v1/alerts/rules/standings')).at('data')).toEqual([]);
  });

  test('is taken on, given to somebody, spoken of and ended by people, each noted with who did it', async () => {
    await make('rules', failing);
    later();
    await called({ bad: { failed: 3 } });
    later();
    const id = await vi.waitFor(async () => (await incidents())[0]?.id ?? expect.fail(), PATIENCE);
    const change = (body: Record<string, unknown>) => admin.patch(`/api/v1/alerts/incidents/${id}`, body);
    await change({ acknowledged: true, assignee: 'ada', comment: 'looking' });
    // Said once more it is no news.
    await change({ acknowledged: true, assignee: 'ada' });
    const ended = (await change({ resolved: true })).as(incidentDetailSchema);
    expect(ended).toMatchObject({ state: 'ended', assignee: 'ada', acknowledgedBy: expect.any(String) });
    expect(ended.events.map(({ kind }) => kind)).toEqual([
      'opened',
      'acknowledged',
      'assigned',
      'commented',
      'resolved',
    ]);
    expect((await change({})).status).toBe(400);
    expect((await project.reader.get('/api/v1/alerts')).at('data')).toEqual([]);
  });

  test.each([
    ['an unknown metric', 'rules', aRule({ metric: 'no', condition: over(1) }), 'unknown metric'],
    ['a policy that is not there', 'rules', { ...failing, policy: 'none' }, 'There is no policy none'],
    [
      'a channel that is not there',
      'policies',
      { name: 'p', steps: [{ targets: [{ type: 'channel', id: 'c' }] }] },
      'There is no channel c',
    ],
    ['a silence that matches everything', 'silences', { matchers: [], comment: 'x' }, 'matchers'],
  ])('that names %s is refused with what is wrong', async (_, path, body, message) => {
    const answer = await admin.post(`/api/v1/alerts/${path}`, body as Record<string, unknown>);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(message);
  });

  test('is of its project alone', async () => {
    const id = await make('rules', failing);
    const other = await aReadProject(app);
    expect((await other.reader.get(`/api/v1/alerts/rules/${id}`)).status).toBe(404);
    expect((await other.reader.get(`/api/v1/alerts/rules/${id}/standing`)).status).toBe(404);
    expect((await other.reader.get('/api/v1/alerts/rules')).at('data')).toEqual([]);
  });

  test('that is taken away ends what it fired', async () => {
    const ruleId = await make('rules', failing);
    later();
    await called({ bad: { failed: 3 } });
    later();
    await vi.waitFor(async () => expect(await incidents()).toHaveLength(1), PATIENCE);
    expect((await admin.delete(`/api/v1/alerts/rules/${ruleId}`)).status).toBe(204);
    expect((await incidents())[0]?.state).toBe('ended');
  });

  test('says of the past when it would have fired', async () => {
    const start = app.clock.nowMs();
    for (const failed of [0, 3, 3, 0]) {
      await called({ m: { ok: 1, failed } });
      later(5);
    }
    const range = `from=${new Date(start - 300_000).toISOString()}&to=${new Date(app.clock.nowMs()).toISOString()}`;
    const answer = await project.reader.post(`/api/v1/alerts/rules/backtest?${range}`, failing);
    expect(answer.status).toBe(200);
    expect(answer.at('episodes')).toMatchObject([{ group: ['m'], worst: 0.75 }]);
  });
});

describe('who is told', () => {
  let server: Server;
  let told: { reason: string; text: string; incidents: { title: string }[] }[];
  let policy: object;
  beforeEach(async () => {
    told = [];
    server = createServer((request, reply) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        told.push(JSON.parse(Buffer.concat(parts).toString('utf8')));
        reply.end('{}');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const made = await admin.post('/api/v1/channels', { name: 'hook', kind: 'webhook', config: { url } });
    expect(made.status).toBe(201);
    const targets = [{ type: 'channel', id: made.as(idSchema).id }];
    policy = { name: 'team', isDefault: true, waitSeconds: 0, steps: [{ targets }] };
  });
  afterEach(() => {
    server.close();
  });
  const reasons = () =>
    told.map(({ reason, incidents: some }) => [reason, some.map(({ title }) => title).join()]);

  test('is whom the policy of the project names, of the beginning and of the end, each once', async () => {
    await make('policies', policy);
    await make('rules', failing);
    later();
    await called({ bad: { failed: 3 } });
    later();
    await vi.waitFor(() => expect(reasons()).toEqual([['opened', 'errors of models: bad']]), PATIENCE);
    expect(told[0]?.text).toContain('Error rate of steps 100 % (limit 50 %)');
    await called({ bad: { ok: 20 } });
    later();
    await vi.waitFor(
      () => expect(reasons().slice(1)).toEqual([['ended', 'errors of models: bad']]),
      PATIENCE,
    );
    const [ended] = await incidents();
    const { events } = await incident(ended?.id ?? '');
    expect(events.map(({ kind }) => kind)).toEqual(['opened', 'told', 'ended', 'told']);
    expect(events[1]?.data).toMatchObject({ reason: 'opened', policy: 'team', channels: ['hook'] });
  });

  test('is nobody while a silence matches, which shows what it mutes', async () => {
    await make('policies', policy);
    await make('rules', failing);
    const matchers = [{ label: 'model', op: '~', value: 'b*' }];
    const [startsAt, endsAt] = [0, 3_600_000].map((ms) => new Date(app.clock.nowMs() + ms).toISOString());
    const silence = await make('silences', { matchers, startsAt, endsAt, comment: 'release' });
    later();
    await called({ bad: { failed: 3 }, worse: { failed: 3 } });
    later();
    await vi.waitFor(() => expect(reasons()).toEqual([['opened', 'errors of models: worse']]), PATIENCE);
    const muted = (await incidents()).find(({ group }) => group[0] === 'bad');
    expect(muted?.mutedBy).toBe(`silence:${silence}`);
    const preview = await project.reader.post('/api/v1/alerts/silences/preview', { matchers });
    expect(preview.at('data')).toMatchObject([{ id: muted?.id }]);
    expect((await admin.delete(`/api/v1/alerts/silences/${silence}`)).status).toBe(204);
  });
});
