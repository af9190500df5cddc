import { agentDetailSchema, runListSchema } from '@pharos/core/api/agents';
import { decisionsSchema, pathRunsSchema, pathsSchema } from '@pharos/core/api/paths';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningApp, startTestServer, type TestProject } from '../../server/src/testing/test-server.ts';
import { type Pharos, start } from './index.ts';

const POLL = { timeout: 30_000, interval: 100 };
/** Nothing is usual yet, so a run that tells nothing for ten minutes is stuck. */
const TEN_MINUTES = 600_001;

let aheadMs = 0;
let server: RunningApp;
let project: TestProject;
let pharos: Pharos;
beforeAll(async () => {
  server = await startTestServer({}, { clock: { nowMs: () => Date.now() + aheadMs } });
  project = await server.newProject();
  pharos = start({
    ...{ url: server.url, secretKey: project.secretKey },
    agent: { name: 'support', version: '1.2', heartbeatSeconds: 600 },
  });
});
afterAll(async () => {
  await pharos.shutdown();
  await server.close();
});
const ask = (path: string) => server.get<unknown>(path, project.headers);
const paths = async () => pathsSchema.parse(await ask('/api/v1/agents/support/paths'));
const runs = async (query: string) =>
  pathRunsSchema.parse(await ask(`/api/v1/agents/support/paths/runs?${query}`)).data;

test('A tool that hangs shows the agent stuck at that step, and once it gave up its run is a dead end', async () => {
  let giveUp = (_error: Error) => {};
  const hangs = new Promise<string>((_, reject) => {
    giveUp = reject;
  });
  let runId: string | undefined;
  const ended = pharos.agent
    .run('answer', (run) => {
      runId = run.runId;
      return run.tool('call the CRM', () => hangs, { input: { customer: 42 } });
    })
    .catch((error: Error) => error.message);
  const inFlight = async () => runListSchema.parse(await ask('/api/v1/runs?state=running')).data;
  await expect.poll(inFlight, POLL).toMatchObject([{ runId, step: 'call the CRM', stuck: false }]);

  aheadMs = TEN_MINUTES;
  expect(await inFlight()).toMatchObject([{ runId, step: 'call the CRM', stuck: true }]);
  expect(agentDetailSchema.parse(await ask('/api/v1/agents/support'))).toMatchObject({
    state: 'stuck',
    reason: { code: 'noProgress', run: runId, step: 'call the CRM' },
  });

  giveUp(new Error('the CRM did not answer'));
  expect(await ended).toBe('the CRM did not answer');
  await expect
    .poll(async () => {
      aheadMs += 60_000;
      return runs('finding=deadEnd');
    }, POLL)
    .toMatchObject([{ traceId: runId, outcome: 'error', findings: [{ step: 'tool:call the CRM' }] }]);
  expect((await inFlight()).map((run) => run.runId)).not.toContain(runId);
});

test('A loop is named by its tool, and a decision by what was chosen', async () => {
  const traceId = pharos.agent.run('answer again', (run) => {
    run.decision('route', { options: ['search', 'ask'], chosen: 'search' });
    run.step('look it up', () => {
      for (const page of [1, 1, 2, 1])
        run.tool('search', () => 'nothing', { input: { query: 'refund', page } });
    });
    run.output('There is nothing.');
    return run.runId;
  });
  await expect
    .poll(async () => {
      aheadMs += 60_000;
      return runs('finding=loop');
    }, POLL)
    .toMatchObject([{ traceId, findings: [{ kind: 'loop', step: 'tool:search', times: 3 }] }]);

  const { variants, findings } = await paths();
  expect(variants.map(({ steps }) => steps)).toContainEqual([
    ...['agent:support', 'chain:route', 'chain:look it up', 'tool:search'],
  ]);
  expect(findings.find(({ kind }) => kind === 'loop')).toMatchObject({
    runs: 1,
    places: [{ step: 'tool:search', times: 3, example: { traceId } }],
  });
  const { decisions } = decisionsSchema.parse(await ask('/api/v1/agents/support/decisions'));
  expect(decisions).toMatchObject([
    {
      name: 'route',
      options: [
        { option: 'search', count: 1, versions: [{ version: '1.2' }] },
        { option: 'ask', count: 0 },
      ],
    },
  ]);
});
