import { incidentPageSchema } from '@pharos/core/api/incidents';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { aReadProject, openReadApp, type ReadProject } from '../../testing/read-app.ts';
import { aModelCall, aSpan, failedWith } from '../../testing/spans.ts';
import type { Client } from '../../testing/test-app.ts';

const PATIENCE = { timeout: 20_000, interval: 100 };
const { store, app } = await openReadApp();

let project: ReadProject;
let admin: Client;
beforeEach(async () => {
  project = await aReadProject(app);
  admin = app.withKey(await app.aKey(['admin'], project.projectId));
});

const make = async (watch: object, more: object = {}) => {
  const answer = await admin.post('/api/v1/alerts/rules', { name: 'r', watch, delaySeconds: 0, ...more });
  expect(answer.status).toBe(201);
  return String(answer.at('id'));
};
const list = async (query = '') =>
  (await project.reader.get(`/api/v1/alerts/incidents${query}`)).as(incidentPageSchema);
const told = async () => (await list()).data.map(({ title, state, value }) => [title, state, value]);
const later = (minutes = 1) => app.clock.advance(minutes * 60_000);
let spans = 0;
const failed = (type: string, times = 1, message = '') =>
  store.put(project.projectId, {
    spans: Array.from({ length: times }, () =>
      aSpan({
        ...aModelCall(),
        ...{ traceId: `t${++spans}`, spanId: 's', ...failedWith(type, message) },
        startNs: BigInt(app.clock.nowMs() - 1000) * 1_000_000n,
        endNs: BigInt(app.clock.nowMs() - 900) * 1_000_000n,
      }),
    ),
  });

describe('a rule', () => {
  test('that watches errors fires for one that was never seen, once it happened often enough', async () => {
    await make({ kind: 'errors', leastCount: 2 });
    await failed('the disk is full');
    await failed('SkyFell', 2, 'no air\n  above 9 km');
    later();
    await vi.waitFor(
      async () => expect(await told()).toEqual([['r: SkyFell: no air above <n> km', 'firing', 2]]),
      PATIENCE,
    );
    const [incident] = (await list()).data;
    expect(incident).toMatchObject({
      group: [expect.stringMatching(/^[\da-f]{16}$/)],
      labels: { error: incident?.group[0], errorMessage: 'SkyFell: no air above <n> km' },
    });
    // Nothing more of it within its window: it is over.
    later(61);
    await vi.waitFor(
      async () => expect(await told()).toMatchObject([[expect.any(String), 'ended', 2]]),
      PATIENCE,
    );
  });

  test('that watches agents fires for one whose heartbeats stopped', async () => {
    await make({ kind: 'agents' });
    const heartbeat = { agent: 'planner', instance: 'pod-1', version: '1', intervalSeconds: 15 };
    const beat = () => project.sdk.post('/api/v1/agents/heartbeats', { heartbeats: [heartbeat] });
    await beat();
    later(2);
    await vi.waitFor(async () => expect(await told()).toEqual([['r: planner', 'firing', null]]), PATIENCE);
    later();
    await beat();
    await vi.waitFor(async () => expect(await told()).toEqual([['r: planner', 'ended', null]]), PATIENCE);
  });

  test('that watches quotas fires for one of which so much is used', async () => {
    await failed('x', 9);
    const quota = { name: 'requests', scope: { type: 'project' }, measure: 'requests', limit: '10' };
    const window = { type: 'calendar', unit: 'month' };
    expect((await admin.post('/api/v1/quotas', { ...quota, window })).status).toBe(201);
    await make({ kind: 'quotas', percent: 95 });
    const near = await make({ kind: 'quotas', percent: 90 }, { name: 'near' });
    later();
    await vi.waitFor(async () => expect(await told()).toEqual([['near: requests', 'firing', 0.9]]), PATIENCE);
    expect((await list(`?rule=${near}`)).data).toHaveLength(1);
    expect((await list('?rule=other')).data).toEqual([]);
  });

  test('that is turned off ends what it fired, and fires anew when it is turned on', async () => {
    const rule = { name: 'r', watch: { kind: 'errors' }, delaySeconds: 0 };
    const id = await make(rule.watch);
    await failed('the sky fell');
    later();
    await vi.waitFor(
      async () => expect(await told()).toMatchObject([[expect.any(String), 'firing', 1]]),
      PATIENCE,
    );
    expect((await admin.put(`/api/v1/alerts/rules/${id}`, { ...rule, enabled: false })).status).toBe(200);
    expect(await told()).toMatchObject([[expect.any(String), 'ended', 1]]);
    later();
    await vi.waitFor(async () => {
      const standing = await project.reader.get(`/api/v1/alerts/rules/${id}/standing`);
      expect(standing.at('groups')).toEqual([]);
    }, PATIENCE);
    await admin.put(`/api/v1/alerts/rules/${id}`, rule);
    later();
    await vi.waitFor(
      async () => expect(await told()).toMatchObject([[expect.any(String), 'firing', 1]]),
      PATIENCE,
    );
  });
});

test('incidents are listed page by page, by state and severity', async () => {
  await make({ kind: 'errors' }, { severity: 'critical' });
  await failed('one');
  await failed('two');
  await failed('three');
  later();
  await vi.waitFor(async () => expect((await list()).data).toHaveLength(3), PATIENCE);
  const first = await list('?limit=2');
  const second = await list(`?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  expect(second.nextCursor).toBeNull();
  expect(new Set([...first.data, ...second.data].map(({ id }) => id)).size).toBe(3);
  expect((await list('?state=ended')).data).toEqual([]);
  expect((await list('?state=open&severity=critical')).data).toHaveLength(3);
  expect((await list('?severity=info')).data).toEqual([]);
  expect((await project.reader.get('/api/v1/alerts/incidents?cursor=x')).status).toBe(400);
});
