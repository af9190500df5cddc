import { expect, test } from 'vitest';
import { watchLive } from '../../testing/live-stream.ts';
import { useMortalServer } from '../../testing/mortal-server.ts';

const POLL = { timeout: 60_000, interval: 50 };
const server = useMortalServer();
const post = (path: string, body: object) =>
  fetch(`${server.url}${path}`, { method: 'POST', headers: server.headers, body: JSON.stringify(body) });

test('after kill -9 whoever connects again sees what is so', async () => {
  const viewer = await watchLive(server.url, server.headers);
  const who = { agent: 'writer', instance: 'w1' };
  await post('/api/v1/agents/heartbeats', { heartbeats: [{ ...who, intervalSeconds: 600 }] });
  await post('/api/v1/agents/runs', {
    runs: [{ ...who, runId: 'run', event: 'started', step: 'draft', userId: 'ada' }],
  });
  await post('/api/v1/presence', { reports: [{ userId: 'ada', page: '/orders' }] });
  // Until it is told since when, the state is not on disk.
  await expect
    .poll(() => viewer.of('agents')?.writer, POLL)
    .toMatchObject({ state: 'running', since: expect.any(String) });
  await expect.poll(() => viewer.total('arrivals'), POLL).toBe(1);
  const seen = { agents: viewer.of('agents'), runs: viewer.of('runs'), arrivals: viewer.of('arrivals') };
  await server.crash();
  await viewer.ended;

  await server.start();
  const again = await watchLive(server.url, server.headers);
  await expect.poll(() => again.of('agents'), POLL).toEqual(seen.agents);
  await expect.poll(() => again.of('runs'), POLL).toEqual(seen.runs);
  await expect.poll(() => again.of('arrivals'), POLL).toEqual(seen.arrivals);
  await expect.poll(() => again.total('transitions'), POLL).toBeGreaterThan(0);
  again.leave();
}, 180_000);
