import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { heartbeatSchema, presenceReportSchema, runReportSchema } from '@pharos/core/api/live-reports';
import { quotaCheckSchema } from '@pharos/core/api/quotas';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Receiver } from './testing/receiver.ts';

const EXAMPLE = fileURLToPath(new URL('../../../examples/python/report.py', import.meta.url));

let server: Receiver;
let allowed: boolean;
beforeEach(async () => {
  allowed = true;
  server = await new Receiver().listen();
  server.answer = ({ path }, response) =>
    void response.end(
      JSON.stringify(path === '/api/v1/quotas/check' ? { allowed } : { accepted: 1, refused: [] }),
    );
});
afterEach(() => server.close());

async function runExample(url = server.url) {
  const env = { ...process.env, PHAROS_URL: url, PHAROS_SECRET_KEY: 'sk-1' };
  const child = spawn('python3', [EXAMPLE], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code, printed };
}
const told = (path: string, field?: string): unknown[] =>
  server.received.flatMap((request, at) => {
    if (request.path !== path) return [];
    const body = server.json(at) as Record<string, unknown[]>;
    return field === undefined ? [body] : (body[field] ?? []);
  });

test('A Python program tells that it lives, what it runs and who is there, as the contract has it', async () => {
  expect(await runExample()).toEqual({ code: 0, printed: '' });
  for (const { headers } of server.received) expect(headers.authorization).toBe('Bearer sk-1');

  const heartbeats = told('/api/v1/agents/heartbeats', 'heartbeats').map((each) =>
    heartbeatSchema.parse(each),
  );
  expect(heartbeats.map(({ says }) => says)).toEqual(['ready', 'stopping']);
  const runs = told('/api/v1/agents/runs', 'runs').map((each) => runReportSchema.parse(each));
  expect(runs.map(({ event, step, outcome }) => [event, step, outcome])).toEqual([
    ['started', '', 'ok'],
    ['progress', 'look it up', 'ok'],
    ['progress', 'answer', 'ok'],
    ['ended', '', 'ok'],
  ]);
  expect(new Set([...runs, ...heartbeats].map(({ instance }) => instance)).size).toBe(1);
  const presence = told('/api/v1/presence', 'reports').map((each) => presenceReportSchema.parse(each));
  expect(presence).toMatchObject([
    { userId: 'user-1', sessionId: 'session-1', state: 'active', page: '/chat', platform: 'web' },
    { userId: 'user-1', state: 'left' },
  ]);
  expect(told('/api/v1/quotas/check').map((each) => quotaCheckSchema.parse(each))).toMatchObject([
    { user: 'user-1', tokens: '1200' },
  ]);
});

test('A Python program whose quota is used up runs nothing', async () => {
  allowed = false;
  expect(await runExample()).toMatchObject({ code: 0, printed: 'user-1 has used up what is theirs\n' });
  expect(told('/api/v1/agents/runs')).toEqual([]);
});

test('A Python program goes on when nobody is there to be told', async () => {
  const { url } = server;
  await server.close();
  const { code, printed } = await runExample(url);
  expect(code).toBe(0);
  expect(printed).toContain('/api/v1/agents/runs');
  server = await new Receiver().listen();
});
