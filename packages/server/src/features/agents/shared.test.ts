import { agentListSchema, runListSchema } from '@pharos/core/api/agents';
import { expect, test } from 'vitest';
import { openReadStore } from '../../testing/read-store.ts';
import { type TestApp, testApp } from '../../testing/test-app.ts';
import { embeddedRecords } from '../../testing/test-records.ts';
import { redisReachable, TEST_REDIS } from '../../testing/test-redis.ts';

test.runIf(await redisReachable())('two servers on one Redis show the same truth', async () => {
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
  const servers: TestApp[] = [await aServer(), await aServer()];
  const [one, other] = servers as [TestApp, TestApp];
  const key = await one.aKey(['ingest', 'read']);
  const who = { agent: 'planner', instance: 'pod-1' };
  await one.withKey(key).post('/api/v1/agents/heartbeats', { heartbeats: [who] });
  await other.withKey(key).post('/api/v1/agents/runs', { runs: [{ ...who, runId: 'r1', event: 'started' }] });
  const seen = async (server: TestApp) => ({
    agents: (await server.withKey(key).get('/api/v1/agents')).as(agentListSchema).data,
    runs: (await server.withKey(key).get('/api/v1/runs')).as(runListSchema).data,
  });
  const [first, second] = [await seen(one), await seen(other)];
  expect(first).toEqual(second);
  expect(first).toMatchObject({ agents: [{ name: 'planner', state: 'running' }], runs: [{ runId: 'r1' }] });
  for (const server of servers) server.clock.advance(30_000);
  expect((await seen(other)).agents).toMatchObject([{ state: 'offline', reason: { code: 'silent' } }]);
  expect((await seen(one)).agents.map(({ state }) => state)).toEqual(['offline']);
  for (const server of servers) await server.close();
  await records.dispose();
  await telemetry.close();
});
