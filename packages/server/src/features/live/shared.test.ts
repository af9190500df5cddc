import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { watchLive } from '../../testing/live-stream.ts';
import { openReadStore } from '../../testing/read-store.ts';
import { type TestApp, testApp } from '../../testing/test-app.ts';
import { embeddedRecords } from '../../testing/test-records.ts';
import { redisReachable, TEST_REDIS } from '../../testing/test-redis.ts';

const POLL = { timeout: 60_000, interval: 50 };

test.runIf(await redisReachable())(
  'viewers of two servers on one Redis see the same',
  async () => {
    const telemetry = await openReadStore();
    const records = await embeddedRecords();
    const aServer = () =>
      testApp(
        {
          PHAROS_REDIS_URL: TEST_REDIS,
          PHAROS_ADMIN_EMAIL: 'a@example.com',
          PHAROS_ADMIN_PASSWORD: 'long enough 1',
        },
        { telemetry: telemetry.telemetry, store: { ...records, dispose: () => Promise.resolve() } },
      );
    const [one, other] = [await aServer(), await aServer()];
    const key = await one.aKey(['ingest', 'read']);
    const urlOf = async ({ app: { server } }: TestApp) => {
      await server.listen({ host: '127.0.0.1', port: 0 });
      return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    };
    const headers = { authorization: `Bearer ${key}` };
    const [first, second] = [
      await watchLive(await urlOf(one), headers),
      await watchLive(await urlOf(other), headers),
    ];
    const who = { agent: 'planner', instance: 'pod-1' };
    await one.withKey(key).post('/api/v1/agents/heartbeats', { heartbeats: [who] });
    await other
      .withKey(key)
      .post('/api/v1/agents/runs', { runs: [{ ...who, runId: 'r1', event: 'started' }] });
    await one.withKey(key).post('/api/v1/presence', { reports: [{ userId: 'ada', country: 'DE' }] });
    await other.withKey(key).post('/api/v1/presence', { reports: [{ userId: 'bob' }] });
    for (const viewer of [first, second]) {
      await expect.poll(() => viewer.of('agents'), POLL).toMatchObject({ planner: { state: 'running' } });
      await expect.poll(() => Object.keys(viewer.of('runs') ?? {}), POLL).toEqual(['r1']);
      await expect.poll(() => viewer.total('users'), POLL).toBe(2);
      await expect.poll(() => viewer.total('sessions'), POLL).toBe(2);
      await expect.poll(() => viewer.total('transitions'), POLL).toBeGreaterThan(0);
    }
    for (const topic of ['agents', 'runs', 'users', 'arrivals', 'sessions', 'transitions'] as const)
      await expect.poll(() => first.of(topic), POLL).toEqual(second.of(topic));
    // Nobody tells of this: time alone ends the sessions, and one of the servers finds it first.
    for (const { clock } of [one, other]) clock.advance(300_000);
    for (const viewer of [first, second]) {
      await expect.poll(() => viewer.total('users'), POLL).toBe(0);
      await expect.poll(() => viewer.total('sessions'), POLL).toBe(4);
    }
    expect(first.of('sessions')).toEqual(second.of('sessions'));
    for (const viewer of [first, second]) viewer.leave();
    for (const server of [one, other]) await server.close();
    await records.dispose();
    await telemetry.close();
  },
  120_000,
);
