import { context, trace } from '@opentelemetry/api';
import { heartbeatSchema, presenceReportSchema, runReportSchema } from '@pharos/core/api/live-reports';
import { scoreCreateSchema } from '@pharos/core/api/scores';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { type Pharos, type StartOptions, start } from './index.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { answering, Receiver } from './testing/receiver.ts';

let server: Receiver;
let clock: ManualClock;
let pharos: Pharos;
const problems: string[] = [];
const begin = (options: StartOptions = {}): Pharos => {
  pharos = start({
    ...{ url: server.url, secretKey: 'sk-1', environment: 'test', clock, random: () => 0.5 },
    agent: { name: 'support', version: '1.2', instance: 'i-1' },
    onProblem: (message) => problems.push(message),
    ...options,
  });
  return pharos;
};

beforeEach(async () => {
  problems.length = 0;
  clock = new ManualClock();
  server = await new Receiver().listen();
});
afterEach(async () => {
  await pharos.shutdown();
  await server.close();
});

/** What has been told to a path, in order, each of it as the server's contract has it. */
async function told<Schema extends z.ZodType>(path: string, field: string, schema: Schema) {
  await pharos.flush(5_000);
  return server.received
    .filter((request) => request.path === path)
    .flatMap(({ body }) => {
      const json = JSON.parse(body.toString());
      return (Array.isArray(json) ? json : json[field]) as unknown[];
    })
    .map((each) => schema.parse(each) as z.output<Schema>);
}
const runs = () => told('/api/v1/agents/runs', 'runs', runReportSchema);
const heartbeats = () => told('/api/v1/agents/heartbeats', 'heartbeats', heartbeatSchema);
const presence = () => told('/api/v1/presence', 'reports', presenceReportSchema);
const scores = () => told('/api/v1/scores', '', scoreCreateSchema);

test('An agent lives from the start on, tells so in its interval, and says when it ends', async () => {
  begin({ agent: { name: 'support', version: '1.2', instance: 'i-1', heartbeatSeconds: 5 } });
  expect(await heartbeats()).toMatchObject([
    { agent: 'support', version: '1.2', instance: 'i-1', says: 'ready', intervalSeconds: 5 },
  ]);
  clock.advance(5_000);
  expect(await heartbeats()).toHaveLength(2);
  await pharos.shutdown();
  expect(await heartbeats()).toMatchObject([{}, {}, { says: 'stopping', at: '2026-11-26T12:00:05.000Z' }]);
});

test('A run is announced when it begins, gets on with each step and tool, and ends', async () => {
  const { agent } = begin();
  let finish: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const running = agent.run(
    'answer',
    async (run) => {
      await run.step('read', () => Promise.resolve());
      await run.tool('search', () => waiting);
    },
    { userId: 'user-1', sessionId: 'session-1' },
  );
  await vi.waitFor(async () => expect(await runs()).toHaveLength(3));
  finish();
  await running;
  const all = await runs();
  expect(all.map(({ event, step }) => [event, step])).toEqual([
    ['started', ''],
    ['progress', 'read'],
    ['progress', 'search'],
    ['ended', ''],
  ]);
  const ids = { agent: 'support', version: '1.2', instance: 'i-1', userId: 'user-1', sessionId: 'session-1' };
  for (const report of all) expect(report).toMatchObject({ ...ids, runId: all[0]?.runId });
  expect(all.at(-1)?.outcome).toBe('ok');
});

test('What a run throws goes on as it was, and the run ends with it', async () => {
  const { agent } = begin();
  const failure = new RangeError('too far');
  const aborted = new DOMException('given up', 'AbortError');
  expect(() => agent.run('at once', () => throwing(failure))).toThrow(failure);
  await expect(agent.run('later', () => Promise.reject(failure))).rejects.toBe(failure);
  await expect(agent.run('aborted', () => Promise.reject(aborted))).rejects.toBe(aborted);
  const ended = (await runs()).filter(({ event }) => event === 'ended');
  expect(ended.map(({ outcome }) => outcome)).toEqual(['error', 'error', 'cancelled']);
});

test('What is run gives what it gives, at once or later', async () => {
  const { agent } = begin();
  expect(agent.run('at once', () => 7)).toBe(7);
  expect(await agent.run('later', async () => 7)).toBe(7);
});

test('A run within a run is a step of it', async () => {
  const { agent } = begin();
  await agent.run('outer', () =>
    agent.run('inner', async () => agent.step('deep', () => 1), { agent: 'helper' }),
  );
  expect((await runs()).map(({ event, step, agent: name }) => [event, step, name])).toEqual([
    ['started', '', 'support'],
    ['progress', 'inner', 'support'],
    ['progress', 'deep', 'support'],
    ['ended', '', 'support'],
  ]);
});

test('Runs at the same time are told apart', async () => {
  const { agent } = begin();
  await Promise.all(['a', 'b'].map((name) => agent.run(name, async () => agent.step(name, () => 1))));
  const all = await runs();
  const ofStep = (step: string) => all.find((report) => report.step === step)?.runId;
  expect(ofStep('a')).not.toBe(ofStep('b'));
  expect(new Set(all.map(({ runId }) => runId)).size).toBe(2);
});

test('Users of sessions that go on at the same time are told apart', async () => {
  const { users } = begin();
  await Promise.all(
    ['a', 'b'].map((user) =>
      users.session({ sessionId: `s-${user}` }, async () => {
        await Promise.resolve();
        users.identify(user);
        await Promise.resolve();
        users.presence({ page: '/chat', country: 'de' });
      }),
    ),
  );
  expect(await presence()).toMatchObject([
    { userId: 'a', sessionId: 's-a', state: 'active', country: 'DE' },
    { userId: 'b', sessionId: 's-b', page: '/chat' },
  ]);
});

test('Feedback is a score of the run it is given in, else of the session, else of what is named', async () => {
  const { users, agent } = begin();
  let runId: string | undefined;
  users.session({ userId: 'user-1', sessionId: 's-1' }, () => {
    agent.run('answer', (run) => {
      runId = run.runId;
      users.feedback({ value: true, comment: 'right' });
    });
    users.feedback({ value: 4, name: 'stars' });
  });
  users.feedback({ value: 'wrong', traceId: 'a'.repeat(32) });
  expect(await scores()).toMatchObject([
    {
      traceId: runId,
      value: true,
      comment: 'right',
      source: 'feedback',
      author: 'user-1',
      environment: 'test',
    },
    { sessionId: 's-1', value: 4, name: 'stars' },
    { traceId: 'a'.repeat(32), value: 'wrong' },
  ]);
});

test('What a rule finds leaves no process: neither in spans nor in reports', async () => {
  const { agent, users, tokens } = begin({
    redact: [
      'email',
      'card',
      'secret',
      /tiger/i,
      { key: 'password' },
      (_key, text) => text.replace('Berlin', '…'),
    ],
  });
  const hidden = [
    ...['eve@example.com', '4111 1111 1111 1111', 'sk-abcdefghijklmnop1234', 'Tiger', 'swordfish', 'Berlin'],
  ];
  const text = `kept ${hidden.filter((each) => each !== 'swordfish').join(' and ')}`;
  expect(() =>
    agent.run(
      text,
      (run) => {
        run.tool('look', () => text, { input: { text }, attributes: { password: 'swordfish' } });
        run.decision('way', { options: [text], chosen: text, reason: text });
        tokens.usage({ model: 'm', input: [{ role: 'user', content: text }] }, { input: 1 });
        users.presence({ userId: 'eve@example.com', page: `/${text}` });
        throw new Error(text);
      },
      { input: text },
    ),
  ).toThrow(text);
  await pharos.flush(5_000);
  const sent = server.received.map(({ body }) => body.toString('latin1')).join('\n');
  expect(sent).toContain('kept ');
  for (const each of hidden) expect(sent).not.toContain(each);
});

test('Where a rule fails, nothing of the text is sent', async () => {
  const { users } = begin({
    redact: [
      () => {
        throw new Error('bug');
      },
    ],
  });
  users.presence({ userId: 'user-1' });
  expect(await presence()).toMatchObject([{ userId: '[redacted]' }]);
});

test('Without a key everything runs and nothing is sent', async () => {
  const { agent, quota } = begin({ secretKey: '' });
  expect(agent.run('answer', () => 1)).toBe(1);
  expect(await quota.check({ tokens: 1 })).toMatchObject({ allowed: true, degraded: true });
  expect(await pharos.flush(5_000)).toBe(true);
  expect(server.received).toHaveLength(0);
  expect(problems[0]).toContain('PHAROS_SECRET_KEY');
});

test('A provider that the program has set up is joined and left alone', async () => {
  const spans: string[] = [];
  const tracer = {
    startSpan: (name: string) => {
      spans.push(name);
      return trace.wrapSpanContext({ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: 1 });
    },
  };
  const theirs = { getTracer: () => tracer as never };
  trace.setGlobalTracerProvider(theirs);
  try {
    const { agent } = begin();
    await agent.run('answer', () => Promise.resolve());
    expect(spans).toEqual(['answer']);
    expect((await runs()).map(({ runId }) => runId)).toEqual(['ab'.repeat(16), 'ab'.repeat(16)]);
    await pharos.shutdown();
    expect(trace.getTracer('x').startSpan('still theirs').spanContext().traceId).toBe('ab'.repeat(16));
  } finally {
    trace.disable();
    context.disable();
  }
});

test('A tracer that throws is no matter of the program', async () => {
  const startSpan = () => throwing(new Error('broken'));
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) as never });
  try {
    const { agent } = begin();
    expect(agent.run('answer', (run) => run.step('read', () => 5))).toBe(5);
  } finally {
    trace.disable();
  }
});

test.each([
  { onUnavailable: 'allow' as const, allowed: true },
  { onUnavailable: 'deny' as const, allowed: false },
])(
  'When quotas cannot be asked a check answers as it is told to: $onUnavailable',
  async ({ onUnavailable, allowed }) => {
    const { quota } = begin();
    server.answer = answering(503);
    expect(await quota.check({ tokens: 1 }, { onUnavailable })).toMatchObject({ allowed, degraded: true });
    server.answer = () => undefined;
    expect(await quota.check({ tokens: 1 }, { onUnavailable, timeoutMs: 30 })).toMatchObject({ allowed });
    server.answer = answering(200, {}, 'no JSON');
    expect(await quota.check({ tokens: 1 }, { onUnavailable })).toMatchObject({ allowed });
    server.answer = answering(503);
    const guarded = quota.guard({ tokens: 1 }, () => 'done', { onUnavailable });
    if (allowed) expect(await guarded).toBe('done');
    else await expect(guarded).rejects.toThrow('Quotas cannot be read');
    server.answer = answering(200);
  },
);

const throwing = (error: unknown): never => {
  throw error;
};
