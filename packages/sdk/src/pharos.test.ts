import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { agentListSchema, runListSchema } from '@pharos/core/api/agents';
import { eventPageSchema } from '@pharos/core/api/events';
import { metricAnswerSchema } from '@pharos/core/api/metrics';
import { spanSchema, traceListSchema, traceSchema } from '@pharos/core/api/spans';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type RunningApp, startTestServer, type TestProject } from '../../server/src/testing/test-server.ts';
import { type Pharos, QuotaExceededError, type StartOptions, start } from './index.ts';
import { ManualClock } from './testing/manual-clock.ts';

let server: RunningApp;
let project: TestProject;
let pharos: Pharos;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
afterEach(() => pharos.shutdown());

const problems: string[] = [];
async function begin(options: StartOptions = {}): Promise<Pharos> {
  problems.length = 0;
  project = await server.newProject();
  pharos = start({
    ...{ url: server.url, secretKey: project.secretKey, environment: 'staging', release: '2.0' },
    agent: { name: 'support', version: '1.2' },
    onProblem: (message) => problems.push(message),
    ...options,
  });
  return pharos;
}
const spansOf = async (traceId: string) => {
  const { spans } = traceSchema.parse(await server.get(`/api/v1/traces/${traceId}`, project.headers));
  return spanSchema.array().parse(spans);
};

async function post(path: string, body: unknown) {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { ...project.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

test('A run is a trace with its steps, its decision, its tools and its model calls', async () => {
  const { agent, tokens } = await begin();
  const answer = agent.run(
    'answer a question',
    async (run) => {
      const way = run.decision('route', { options: ['search', 'ask'], chosen: 'search', reason: 'a fact' });
      await run.step('look it up', async () => {
        await run.tool(way, async () => ({ hits: 3 }), { input: { query: 'refund' } });
      });
      return tokens.generation({ model: 'gpt-4.1', provider: 'openai', input: 'Refund?' }, async (call) => {
        call.usage({ input: 412, output: 56, cachedRead: 128 });
        call.output('Within 30 days.');
        return 'Within 30 days.';
      });
    },
    { userId: 'user-1', sessionId: 'session-1', input: 'May I send it back?' },
  );
  expect(await answer).toBe('Within 30 days.');
  expect(await pharos.flush()).toBe(true);
  expect(pharos.counts().spans).toMatchObject({ sent: 5, dropped: 0, refused: 0 });

  const { data } = traceListSchema.parse(await server.get('/api/v1/traces', project.headers));
  expect(data).toHaveLength(1);
  const spans = await spansOf(data[0]?.traceId ?? '');
  const named = (name: string) => spans.find((span) => span.name === name);
  const root = named('answer a question');
  expect(root).toMatchObject({
    ...{ kind: 'agent', agentName: 'support', parentSpanId: null, status: 'unset' },
    ...{ userId: 'user-1', sessionId: 'session-1', environment: 'staging', release: '2.0' },
  });
  expect(JSON.stringify(root?.input)).toContain('May I send it back?');
  expect(JSON.stringify(root?.output)).toContain('Within 30 days.');
  expect(named('route')).toMatchObject({
    parentSpanId: root?.spanId,
    attributes: {
      'pharos.decision.name': 'route',
      'pharos.decision.options': ['search', 'ask'],
      'pharos.decision.chosen': 'search',
      'pharos.decision.reason': 'a fact',
    },
  });
  const step = named('look it up');
  expect(step).toMatchObject({ kind: 'chain', parentSpanId: root?.spanId, userId: 'user-1' });
  const tool = named('search');
  expect(tool).toMatchObject({ kind: 'tool', toolName: 'search', parentSpanId: step?.spanId });
  expect(JSON.stringify([tool?.input, tool?.output])).toMatch(/refund.*hits/);
  expect(named('chat gpt-4.1')).toMatchObject({
    ...{ kind: 'llm', model: 'gpt-4.1', provider: 'openai', parentSpanId: root?.spanId },
    usage: { input: 284, cachedRead: 128, output: 56, total: 468 },
  });
});

test('An error that a tool throws is on its span and on the run', async () => {
  const { agent } = await begin();
  const failure = new TypeError('no such order');
  let runId = '';
  const running = agent.run('refund', (run) => {
    runId = run.runId ?? '';
    return run.tool('orders', () => Promise.reject(failure));
  });
  await expect(running).rejects.toBe(failure);
  await pharos.flush();
  const spans = await spansOf(runId);
  for (const span of spans) expect(span).toMatchObject({ status: 'error', statusMessage: 'no such order' });
  expect(spans.flatMap(({ events }) => events)).toMatchObject([
    { attributes: { 'exception.type': 'TypeError', 'exception.message': 'no such order' } },
    { attributes: { 'exception.type': 'TypeError' } },
  ]);
});

test('A run that streams its answer goes on until the last piece, and what is done for a piece is a part of it', async () => {
  const { agent } = await begin();
  const runs: string[] = [];
  async function* answer(tool: () => Promise<string>) {
    runs.push(agent.runId ?? '');
    agent.output('Within 30 days.');
    yield 'Within ';
    yield await tool();
  }
  const days = () => agent.tool('days', async () => '30 days.');
  const inFlight = async () =>
    runListSchema.parse(await server.get('/api/v1/runs?state=running', project.headers)).data;

  const whole = agent.run('answer', () => answer(days));
  expect(await whole.next()).toEqual({ done: false, value: 'Within ' });
  await pharos.flush();
  expect(await inFlight()).toMatchObject([{ runId: runs[0] }]);
  expect(await whole.next()).toEqual({ done: false, value: '30 days.' });
  expect((await whole.next()).done).toBe(true);

  for await (const _piece of await agent.run('half an answer', async () => answer(days))) break;
  const failure = new Error('no calendar');
  const failing = agent.run('answer', () => answer(() => Promise.reject(failure)));
  await failing.next();
  await expect(failing.next()).rejects.toBe(failure);
  expect(await failing.next()).toEqual({ done: true, value: undefined });

  await pharos.flush();
  expect(await inFlight()).toEqual([]);
  const [full, half, failed] = await Promise.all(runs.map(spansOf));
  expect(full?.map(({ name }) => name).sort()).toEqual(['answer', 'days']);
  expect(full?.find(({ name }) => name === 'days')?.parentSpanId).toBe(
    full?.find(({ name }) => name === 'answer')?.spanId,
  );
  expect(JSON.stringify(full)).toContain('Within 30 days.');
  expect(half).toMatchObject([{ name: 'half an answer', status: 'unset' }]);
  expect(failed).toMatchObject([{ name: 'answer', status: 'error', statusMessage: 'no calendar' }]);
});

test('A run of another agent than the one of the program bears no version of it', async () => {
  const { agent } = await begin();
  let finish: () => void = () => undefined;
  const running = agent.run('plan', () => new Promise<void>((resolve) => (finish = resolve)), {
    agent: 'planner',
  });
  await pharos.flush();
  const { data } = runListSchema.parse(await server.get('/api/v1/runs?state=running', project.headers));
  expect(data).toMatchObject([{ agent: 'planner', version: '' }]);
  finish();
  await running;
});

test('Feedback is a score of its trace', async () => {
  const { agent, users } = await begin();
  let runId: string | undefined;
  agent.run('answer', (run) => {
    runId = run.runId;
    users.feedback({ name: 'thumb', value: true, comment: 'good' });
  });
  expect(await pharos.flush()).toBe(true);
  const scores = await server.get(`/api/v1/scores?traceId=${runId}`, project.headers);
  expect(scores).toMatchObject({
    data: [{ name: 'thumb', type: 'boolean', comment: 'good', source: 'feedback', traceId: runId }],
  });
});

test('What a user does in a session is an event of theirs, and of the trace it happens in', async () => {
  const { agent, users } = await begin({ redact: ['email'] });
  let runId: string | undefined;
  users.session({ userId: 'user-1', sessionId: 'session-1' }, () => {
    agent.run('answer', (run) => {
      runId = run.runId;
      users.event('order placed', { total: 12.5, gift: true, note: 'for ada@example.com' });
    });
    users.event('page left', {}, { page: '/cart' });
  });
  users.event('shop closed', {}, { userId: 'user-2', at: '2026-11-26T12:00:00.000Z' });
  expect(await pharos.flush()).toBe(true);
  expect(pharos.counts().events).toMatchObject({ sent: 3, dropped: 0, refused: 0 });
  const from = '2026-11-26T00:00:00.000Z';
  const { data } = eventPageSchema.parse(await server.get(`/api/v1/events?from=${from}`, project.headers));
  const named = (name: string) => data.find((event) => event.name === name);
  const who = { userId: 'user-1', sessionId: 'session-1' };
  expect(named('order placed')).toMatchObject({
    ...who,
    traceId: runId,
    properties: { total: 12.5, gift: true },
  });
  expect(JSON.stringify(named('order placed')?.properties)).not.toContain('ada@');
  expect(named('page left')).toMatchObject({ ...who, traceId: '', page: '/cart' });
  expect(named('shop closed')).toMatchObject({ userId: 'user-2', time: '2026-11-26T12:00:00.000Z' });
});

test('A quota guards what is run: it is held, then settled with what was spent, and refused when nothing is left', async () => {
  const { quota, users } = await begin();
  await post('/api/v1/quotas', {
    ...{ name: 'Tokens of a user a day', scope: { type: 'eachUser' }, measure: 'tokens', limit: '1000' },
    ...{ window: { type: 'calendar', unit: 'day', timeZone: 'UTC' }, thresholds: [80], action: 'deny' },
    onUnavailable: 'deny',
  });
  await users.session({ userId: 'user-1' }, async () => {
    const done = quota.guard({ tokens: 900 }, async (spent) => {
      expect(await quota.check({ tokens: 200 })).toMatchObject({ allowed: false, remaining: '100' });
      spent({ tokens: 300 });
      return 'done';
    });
    expect(await done).toBe('done');
    expect(await pharos.flush()).toBe(true);
    expect(await quota.check({ tokens: 200 })).toMatchObject({
      allowed: true,
      remaining: '700',
      degraded: false,
    });

    const failure = new Error('the model is down');
    const failed = quota.guard({ tokens: 700 }, () => Promise.reject(failure));
    await expect(failed).rejects.toBe(failure);
    await pharos.flush();
    expect(await quota.check({})).toMatchObject({ remaining: '700' });

    const refused = quota.guard({ tokens: 701 }, () => Promise.reject(new Error('must not run')));
    await expect(refused).rejects.toThrow(QuotaExceededError);
    await expect(refused).rejects.toThrow('Tokens of a user a day');
  });
  expect(await quota.check({ user: 'user-2', tokens: 1000 })).toMatchObject({ allowed: true });
  expect(problems.filter((problem) => /^(quotas|settlements)/.test(problem))).toEqual([]);
});

test('A live process is an agent that runs, its run is in flight with its step, its user is online; all are gone when told', async () => {
  const { agent, users } = await begin({
    agent: { name: 'support', version: '1.2', instance: 'i-1' },
  });
  let finish: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const running = users.session({ userId: 'user-1', sessionId: 'session-1' }, () =>
    agent.run('answer', async (run) => {
      users.presence({ page: '/chat', platform: 'web' });
      await run.tool('search', () => waiting);
    }),
  );
  expect(await pharos.flush()).toBe(true);
  const inFlight = async () =>
    runListSchema.parse(await server.get('/api/v1/runs?state=running', project.headers)).data;
  const agentNow = async () =>
    agentListSchema.parse(await server.get('/api/v1/agents', project.headers)).data[0];
  const online = async () => JSON.stringify(await server.get('/api/v1/users/online', project.headers));

  expect(await inFlight()).toMatchObject([
    { agent: 'support', instance: 'i-1', step: 'search', userId: 'user-1', source: 'reports' },
  ]);
  expect(await agentNow()).toMatchObject({
    ...{ name: 'support', state: 'running' },
    instances: [{ instance: 'i-1', version: '1.2', intervalSeconds: 10 }],
  });
  expect(await online()).toContain('user-1');

  finish();
  await running;
  users.presence({ userId: 'user-1', sessionId: 'session-1', state: 'left' });
  expect(await pharos.shutdown()).toBe(true);
  expect(await inFlight()).toEqual([]);
  expect(await agentNow()).toMatchObject({ instances: [{ runsInFlight: 0 }] });
  expect(await agentNow()).not.toMatchObject({ state: 'running' });
  expect(await online()).not.toContain('user-1');
  expect(problems).toEqual([]);
});

test('What a program measures, and what is measured of its process, is asked for by instance', async () => {
  const clock = new ManualClock(Date.now() - 60_000);
  const { metrics } = await begin({ clock, processMetrics: 15, agent: { name: 'support', instance: 'i-1' } });
  metrics.gauge('stock', 7, { shop: 'Bonn' });
  metrics.count('orders', 2, { shop: 'Bonn' });
  metrics.count('orders', 3, { shop: 'Bonn' });
  metrics.gauge('stock', Number.NaN);
  clock.advance(15_000);
  expect(await pharos.flush()).toBe(true);
  expect(pharos.counts().metrics).toMatchObject({ refused: 0, dropped: 0 });

  const ask = async (metric: string, aggregation: string) => {
    const from = new Date(Date.now() - 600_000).toISOString();
    const to = new Date(Date.now() + 60_000).toISOString();
    const groupBy = ['service.instance.id'];
    const answer = await post('/api/v1/metrics/query', { metric, aggregation, from, to, groupBy });
    return metricAnswerSchema.parse(answer).series;
  };
  const ofInstance = (total: unknown) => [{ group: ['i-1'], total }];
  expect(await ask('stock', 'last')).toEqual(ofInstance(7));
  expect(await ask('orders', 'sum')).toEqual(ofInstance(5));
  for (const metric of ['process.cpu.utilization', 'process.memory.usage', 'nodejs.eventloop.utilization'])
    expect(await ask(metric, 'last')).toEqual(ofInstance(expect.any(Number)));
  const network = await ask('system.network.io', 'sum');
  expect(network).toEqual(process.platform === 'linux' ? ofInstance(expect.any(Number)) : []);
});

test("A provider of the program's own sends by the SDK, what others trace in a session included", async () => {
  const { agent, users, spanProcessor } = await begin({ tracing: 'join' });
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [spanProcessor] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  try {
    let runId: string | undefined;
    await users.session({ userId: 'user-1', sessionId: 'session-1' }, () =>
      agent.run('answer', async (run) => {
        runId = run.runId;
        await Promise.resolve();
        trace.getTracer('an instrumentation').startSpan('GET /orders').end();
      }),
    );
    expect(await pharos.flush()).toBe(true);
    const spans = await spansOf(runId ?? '');
    expect(spans.map(({ name }) => name).sort()).toEqual(['GET /orders', 'answer']);
    for (const span of spans) expect(span).toMatchObject({ userId: 'user-1', sessionId: 'session-1' });
  } finally {
    trace.disable();
    context.disable();
  }
});
