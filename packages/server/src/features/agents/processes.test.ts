import { agentDetailSchema } from '@pharos/core/api/agents';
import { expect, test } from 'vitest';
import { useMortalServer } from '../../testing/mortal-server.ts';
import { startNode } from '../../testing/server-process.ts';

const POLL = { timeout: 60_000, interval: 100 };

/** An agent that runs something and says once a second that it lives. */
const AGENT = `
const [, url, secret] = process.argv;
const post = (path, body) => fetch(url + path, {
  method: 'POST',
  headers: { authorization: 'Bearer ' + secret, 'content-type': 'application/json' },
  body: JSON.stringify(body),
}).catch(() => undefined);
const who = { agent: 'planner', instance: 'pid-' + process.pid, version: '1.4.2' };
const beat = () => post('/api/v1/agents/heartbeats', { heartbeats: [{ ...who, intervalSeconds: 1, host: 'here' }] });
await beat();
await post('/api/v1/agents/runs', { runs: [{ ...who, runId: 'run-1', event: 'started', step: 'search' }] });
setInterval(beat, 1000);
console.log('lives');`;

const server = useMortalServer();

async function agent(name: string) {
  const answer = await fetch(`${server.url}/api/v1/agents/${name}`, { headers: server.headers });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return agentDetailSchema.parse(await answer.json());
}
async function post(path: string, body: object): Promise<unknown> {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: server.headers,
    body: JSON.stringify(body),
  });
  return answer.json();
}
const statesOf = async (name: string) => (await agent(name)).timeline.map(({ state }) => state);

test('an agent that is killed shows offline within its window, and all that was known of agents outlives a server that is killed', async () => {
  const writer = { agent: 'writer', instance: 'w1', version: '2', intervalSeconds: 600 };
  const run = { runId: 'w-run', event: 'started', agent: 'writer', instance: 'w1', step: 'draft' };
  const taken = { accepted: 1, refused: [] };
  expect(await post('/api/v1/agents/heartbeats', { heartbeats: [writer] })).toEqual(taken);
  expect(await post('/api/v1/agents/runs', { runs: [run] })).toEqual(taken);

  const planner = startNode(['--input-type=module', '-e', AGENT, server.url, server.secretKey], {});
  await planner.says('lives');
  await expect.poll(async () => (await statesOf('planner')).at(-1), POLL).toBe('running');
  expect(await agent('planner')).toMatchObject({
    state: 'running',
    runs: [{ runId: 'run-1', step: 'search' }],
  });
  planner.kill('SIGKILL');
  await planner.ended;
  await expect.poll(async () => (await statesOf('planner')).at(-1), POLL).toBe('offline');

  const killed = await agent('planner');
  const { from, reason } = killed.timeline.at(-1) ?? {};
  const heard = Date.parse(killed.instances[0]?.lastHeardAt ?? '');
  const silent = Date.parse(from ?? '') - heard;
  // Three heartbeats of a second, and a second until the next look: a busy machine may be late with it.
  expect(silent).toBeGreaterThanOrEqual(3_000);
  expect(silent).toBeLessThan(8_000);
  expect(reason).toMatchObject({ code: 'silent', figures: { silentMs: silent, intervalSeconds: 1 } });
  expect(killed).toMatchObject({ state: 'offline', since: from, runs: [], runsInFlight: 0 });
  await expect.poll(async () => (await statesOf('writer')).at(-1), POLL).toBe('running');
  const wrote = await agent('writer');

  await server.crash();
  await server.start();
  const again = await agent('planner');
  expect(again).toMatchObject({ state: 'offline', since: killed.since, versions: ['1.4.2'] });
  expect(again.instances).toEqual(
    killed.instances.map((each) => ({ ...each, reason: again.instances[0]?.reason })),
  );
  expect(again.timeline.map((each) => each.from)).toEqual(killed.timeline.map((each) => each.from));
  expect(await agent('writer')).toMatchObject({
    state: 'running',
    since: wrote.since,
    instances: [{ instance: 'w1', version: '2', state: 'running', intervalSeconds: 600 }],
    runs: [{ runId: 'w-run', step: 'draft', startedAt: wrote.runs[0]?.startedAt }],
  });
}, 180_000);
