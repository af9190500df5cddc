import { eventPageSchema } from '@pharos/core/api/events';
import { onlinePageSchema } from '@pharos/core/api/presence';
import { scorePageSchema } from '@pharos/core/api/scores';
import { spanSchema } from '@pharos/core/api/spans';
import { userIdsSchema } from '@pharos/core/api/user-ids';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

const ADA = 'ada@example.com';
const PSEUDONYM = /^pu-[\da-f]{32}$/;

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  project = await server.newProject();
  await hide(true);
});

const send = async (method: string, path: string, body: unknown, of = project) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { ...of.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as unknown;
};
const path = (rest = '', of = project) => `/api/v1/projects/${of.projectId}/user-ids${rest}`;
const hide = (pseudonymous: boolean) => send('PUT', path(), { pseudonymous });
const pseudonymOf = async (userId: string, of = project) =>
  z.object({ pseudonym: z.string() }).parse(await send('POST', path('/pseudonym', of), { userId }, of))
    .pseudonym;
const ask = (url: string) => server.get<unknown>(url, project.headers);

const hex = (n: number, length: number) => n.toString(16).padStart(length, '0');
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const nowNs = (aheadMs = 0) => String(BigInt(Date.now() + aheadMs) * 1_000_000n);
/** A model call of a user, as OTLP. */
const spend = (n: number, userId: string, attributes: unknown[] = []) =>
  send('POST', '/v1/traces', {
    resourceSpans: [
      {
        resource: { attributes: [text('service.name', 'shop')] },
        scopeSpans: [
          {
            spans: [
              {
                ...{ traceId: hex(n, 32), spanId: hex(n, 16), name: 'chat' },
                ...{ startTimeUnixNano: nowNs(-1_000), endTimeUnixNano: nowNs() },
                attributes: [
                  text('gen_ai.operation.name', 'chat'),
                  text('gen_ai.request.model', 'gpt-4.1'),
                  { key: 'gen_ai.usage.input_tokens', value: { intValue: '900' } },
                  text('user.id', userId),
                  text('gen_ai.prompt', `I am ${userId}`),
                  ...attributes,
                ],
              },
            ],
          },
        ],
      },
    ],
  });
const spansOf = async (n: number) => {
  const { spans } = z.object({ spans: z.array(spanSchema) }).parse(await ask(`/api/v1/traces/${hex(n, 32)}`));
  return spans;
};

test('A user is one pseudonym in spans, presence, events, feedback and runs, and the id is nowhere', async () => {
  const at = new Date().toISOString();
  await spend(1, ADA, [text('metadata', `{"user_id":"${ADA}"}`), text('enduser.id', ADA)]);
  await send('POST', '/api/v1/presence', { reports: [{ userId: ADA, sessionId: 's1' }] });
  const properties = { placedBy: ADA, user_id: 'bob@example.com', plan: 'free' };
  await send('POST', '/api/v1/events', { events: [{ name: 'placed', userId: ADA, at, properties }] });
  await send('POST', '/api/v1/scores', {
    name: 'thumb',
    value: true,
    source: 'feedback',
    author: ADA,
    traceId: hex(1, 32),
  });
  await send('POST', '/api/v1/agents/runs', {
    runs: [{ runId: 'r1', event: 'started', agent: 'support', userId: ADA }],
  });
  const ada = await pseudonymOf(ADA);
  expect(ada).toMatch(PSEUDONYM);

  const [span] = await spansOf(1);
  expect(span?.userId).toBe(ada);
  expect(JSON.stringify(span?.attributes)).not.toContain(ADA);
  const online = onlinePageSchema.parse(await ask('/api/v1/users/online'));
  expect(online.data.map(({ userId }) => userId)).toEqual([ada]);
  const events = eventPageSchema.parse(await ask(`/api/v1/events?user=${ada}`));
  expect(events.data).toMatchObject([
    {
      name: 'placed',
      properties: { placedBy: ada, user_id: await pseudonymOf('bob@example.com'), plan: 'free' },
    },
  ]);
  const scores = scorePageSchema.parse(await ask('/api/v1/scores'));
  expect(scores.data.map(({ author }) => author)).toEqual([ada]);
  expect(JSON.stringify(await ask('/api/v1/runs?state=running'))).toContain(ada);
  for (const url of ['/api/v1/users', '/api/v1/users/online', '/api/v1/events', '/api/v1/runs?state=running'])
    expect([url, JSON.stringify(await ask(url)).includes(ADA)]).toEqual([url, false]);
});

test('A span that is told in pieces has the pseudonym too, whichever piece names its user', async () => {
  const ids = { id: 'trace-1', timestamp: new Date().toISOString() };
  const piece = (id: string, type: string, body: object) =>
    send('POST', '/api/public/ingestion', {
      batch: [{ id, type, timestamp: ids.timestamp, body: { ...ids, ...body } }],
    });
  await piece('e1', 'trace-create', { name: 'chat', input: ADA, metadata: { who: ADA } });
  await piece('e2', 'trace-create', { userId: ADA, metadata: { who: ADA } });
  const trace = JSON.stringify(await ask('/api/v1/traces/trace-1'));
  expect(trace).toContain(await pseudonymOf(ADA));
  // What was said stays as it was.
  expect(trace).toMatch(/"input":[^}]*ada@example.com/);
  const stored = JSON.stringify(await ask('/api/v1/users'));
  expect(stored).not.toContain(ADA);
});

test('A vote by Langtrace’s SDKs is known by the pseudonym, in its answer and in its id too', async () => {
  const vote = { userId: ADA, userScore: 1, traceId: hex(9, 32), spanId: hex(9, 16) };
  const answers = [await send('POST', '/api/evaluation', vote), await send('PUT', '/api/evaluation', vote)];
  const scores = await ask(`/api/v1/scores?traceId=${hex(9, 32)}`);
  expect(scorePageSchema.parse(scores).data.map(({ author }) => author)).toEqual([await pseudonymOf(ADA)]);
  expect(JSON.stringify([answers, scores])).not.toContain(ADA);
});

test('A quota for each user counts them as before, asked for by their id', async () => {
  await send('POST', '/api/v1/quotas', {
    ...{ name: 'Tokens', scope: { type: 'eachUser' }, measure: 'tokens', limit: '1000', action: 'deny' },
    ...{
      window: { type: 'calendar', unit: 'day', timeZone: 'UTC' },
      thresholds: [80],
      onUnavailable: 'deny',
    },
  });
  await spend(2, ADA);
  const check = async (user: string) =>
    z
      .object({ allowed: z.boolean() })
      .parse(await send('POST', '/api/v1/quotas/check', { user, tokens: '500' }));
  await expect.poll(() => check(ADA), { timeout: 20_000 }).toEqual({ allowed: false });
  expect(await check(await pseudonymOf(ADA))).toEqual({ allowed: false });
  expect(await check('bob')).toEqual({ allowed: true });
});

test('Turned off, ids are kept as they are sent; turned on again, users are who they were', async () => {
  const before = await pseudonymOf(ADA);
  await hide(false);
  expect(userIdsSchema.parse(await ask(path()))).toEqual({ pseudonymous: false });
  await spend(3, ADA);
  expect((await spansOf(3))[0]?.userId).toBe(ADA);
  await hide(true);
  await spend(4, ADA);
  expect((await spansOf(4))[0]?.userId).toBe(before);
  // What was stored stays as it is.
  expect((await spansOf(3))[0]?.userId).toBe(ADA);
});

test('Each project has a secret of its own, which no answer tells', async () => {
  const ours = await pseudonymOf(ADA);
  const theirs = await server.newProject();
  await send('PUT', path('', theirs), { pseudonymous: true }, theirs);
  expect(await pseudonymOf(ADA, theirs)).not.toBe(ours);
  expect(await pseudonymOf(ours)).toBe(ours);
  expect(await ask(path())).toEqual({ pseudonymous: true });
  await expect(send('POST', path('/pseudonym', theirs), { userId: ADA })).rejects.toThrow('404');
});

test('Only admins see and change it, and find out who somebody is', async () => {
  const reader = await server.newProject(['read', 'ingest']);
  for (const [method, rest, body] of [
    ['PUT', '', { pseudonymous: true }],
    ['POST', '/pseudonym', { userId: ADA }],
  ] as const)
    await expect(send(method, path(rest, reader), body, reader)).rejects.toThrow('403');
});
