import { afterAll, beforeAll, expect, it } from 'vitest';
import { jsonTraces } from '../../testing/otlp.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

let running: RunningApp;
let project: TestProject;
beforeAll(async () => {
  running = await startTestServer();
  project = await running.newProject();
});
afterAll(() => running.close());

const post = async (path: string, body: string) => {
  const headers = { ...project.headers, 'content-type': 'application/json' };
  const answer = await fetch(running.url + path, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { quota: { used: string } | null };
};
const send = (span: number, minutesAgo: number, tokens: number) =>
  post(
    '/v1/traces',
    jsonTraces([
      {
        traceId: `${span}`.padStart(32, 'a'),
        spanId: `${span}`.padStart(16, 'b'),
        name: 'chat',
        startNs: BigInt(Date.now() - minutesAgo * 60_000) * 1_000_000n,
        endNs: BigInt(Date.now()) * 1_000_000n,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': 'gpt-4.1',
          'gen_ai.usage.input_tokens': tokens,
          'user.id': 'ada',
        },
      },
    ]).toString(),
  );

it('what is sent is counted a moment later, once, and not what is older than the window', async () => {
  await send(1, 0, 100);
  const window = { type: 'rolling', unit: 'hour' };
  await post(
    '/api/v1/quotas',
    JSON.stringify({ name: 'q', scope: { type: 'eachUser' }, measure: 'tokens', window, limit: '1000' }),
  );
  const used = async () => (await post('/api/v1/quotas/check', JSON.stringify({ user: 'ada' }))).quota?.used;
  expect(await used()).toBe('100');
  await send(2, 0, 20);
  await send(2, 0, 20);
  await send(3, 180, 3);
  await expect.poll(used, { timeout: 10_000 }).toBe('120');
  await send(4, 30, 4_000);
  await expect.poll(used, { timeout: 10_000 }).toBe('4120');
});
