import type { ApiScore } from '@pharos/core/api/scores';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
});
afterAll(() => server.close());

const ask = async (method: string, path: string, body?: unknown, of = project) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      'x-auth-token': of.secretKey,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
};
const scoresOf = async (traceId: string, of = project) =>
  (await server.get<{ data: ApiScore[] }>(`/api/v1/scores?traceId=${traceId}`, of.headers)).data;

let count = 0;
const newTrace = () => `trace_${count++}`;
const failure = (statusCode: number) => ({
  error: expect.any(String),
  message: expect.any(String),
  statusCode,
});
const TRACKED = { status: 200, body: { message: 'Event tracked' } };

describe.each(['/api/track_event', '/api/events/track'])('POST %s', (path) => {
  test('takes a vote, of which the last counts', async () => {
    const trace_id = newTrace();
    const vote = (value: number, feedback?: string) => ({
      trace_id,
      event_type: 'thumbs_up_down',
      metrics: { vote: value },
      event_details: { feedback, page: '/help' },
    });
    expect(await ask('POST', path, vote(1))).toEqual(TRACKED);
    await ask('POST', path, vote(-1, '不对'));
    expect(await scoresOf(trace_id)).toMatchObject([
      {
        name: 'thumbs_up_down',
        type: 'numeric',
        value: -1,
        comment: '不对',
        source: 'feedback',
        metadata: { page: '/help' },
      },
    ]);
  });

  test('takes any other event, by its own id only once', async () => {
    const trace_id = newTrace();
    const sold = {
      trace_id,
      event_type: 'purchase',
      metrics: { amount: 12.5, items: 2 },
      timestamp: 1_790_000_000_000,
    };
    for (const event_id of ['a', 'a', 'b']) await ask('POST', path, { ...sold, event_id });
    await ask('POST', path, { trace_id, event_type: 'opened', metrics: {} });
    const scores = await scoresOf(trace_id);
    expect(scores.map(({ name, value }) => [name, value]).sort()).toEqual([
      ['opened', 1],
      ['purchase.amount', 12.5],
      ['purchase.amount', 12.5],
      ['purchase.items', 2],
      ['purchase.items', 2],
    ]);
    expect(scores.at(-1)?.time).toBe('2026-09-21T14:13:20.000Z');
  });

  test('refuses what is none', async () => {
    const trace_id = newTrace();
    for (const body of [
      {},
      [],
      { trace_id, event_type: 'x', metrics: { a: 'b' } },
      { trace_id, event_type: 'thumbs_up_down', metrics: { vote: 2 } },
    ])
      expect(await ask('POST', path, body)).toEqual({ status: 400, body: failure(400) });
    const wrong = { ...project, secretKey: 'sk-lw-wrong' };
    expect(await ask('POST', path, {}, wrong)).toEqual({ status: 401, body: failure(401) });
  });
});

describe('experiments', () => {
  test('are begun, and what their rows were judged becomes scores of their traces', async () => {
    const [first, second] = [newTrace(), newTrace()];
    const experiment_slug = 'support-regression';
    expect(
      await ask('POST', '/api/experiment/init', { experiment_slug, experiment_type: 'BATCH_EVALUATION_V2' }),
    ).toEqual({
      status: 200,
      body: { path: '/', slug: experiment_slug },
    });
    const judged = { evaluator: 'exact', name: 'exact', status: 'processed', details: null, label: null };
    const run = {
      experiment_slug,
      run_id: 'rapid-kind-heron',
      dataset: [{ index: 1, entry: { q: 'x' }, trace_id: second }],
      evaluations: [
        { ...judged, index: 0, trace_id: first, score: 1, passed: true, inputs: { q: '你好' } },
        { ...judged, index: 1, score: 0, passed: false },
        { ...judged, index: 2, status: 'error' },
      ],
    };
    const path = '/api/evaluations/batch/log_results';
    const answer = await ask('POST', path, run);
    expect(answer).toEqual({
      status: 200,
      body: { message: 'ok, but 1 evaluations name no trace and are not kept' },
    });
    await ask('POST', path, run);
    const scores = await scoresOf(first);
    expect(scores.map(({ name, value }) => [name, value]).sort()).toEqual([
      ['exact', 1],
      ['exact.passed', 1],
    ]);
    expect(scores[0]).toMatchObject({
      source: 'evaluation',
      author: 'exact',
      metadata: { experiment: experiment_slug, run_id: 'rapid-kind-heron', index: 0, inputs: { q: '你好' } },
    });
    expect(await scoresOf(second)).toHaveLength(2);
    const empty = { experiment_slug, run_id: 'r', dataset: [], evaluations: [], targets: [] };
    expect(await ask('POST', path, empty)).toEqual({ status: 200, body: { message: 'ok' } });
    expect(await ask('POST', '/api/experiment/init', {})).toEqual({ status: 400, body: failure(400) });
  });

  test('are another project’s own, whatever their ids', async () => {
    const other = await server.newProject();
    const trace_id = newTrace();
    const run = (score: number) => ({
      experiment_slug: 'e',
      run_id: 'r',
      evaluations: [{ evaluator: 'exact', index: 0, trace_id, score }],
    });
    await ask('POST', '/api/evaluations/batch/log_results', run(1));
    await ask('POST', '/api/evaluations/batch/log_results', run(0), other);
    expect(await scoresOf(trace_id)).toMatchObject([{ value: 1 }]);
    expect(await scoresOf(trace_id, other)).toMatchObject([{ value: 0 }]);
  });
});

test('evaluators are not run: they are skipped, and guardrails let pass', async () => {
  const skipped = { status: 'skipped', details: expect.any(String) };
  const data = { data: { input: 'x' }, settings: {} };
  for (const name of ['ragas/faithfulness', 'my-evaluator']) {
    expect((await ask('POST', `/api/evaluations/${name}/evaluate`, data)).body).toEqual(skipped);
    for (const [path, body] of [
      [`/api/guardrails/${name}/evaluate`, data],
      [`/api/evaluations/${name}/evaluate`, { ...data, as_guardrail: true }],
    ] as const)
      expect((await ask('POST', path, body)).body).toEqual({ ...skipped, passed: true });
  }
  expect((await ask('GET', '/api/evaluations/list')).body).toEqual({ evaluators: {} });
});

test.each([
  ['GET', '/api/prompts/team/support-system?version=3'],
  ['POST', '/api/prompts'],
  ['GET', '/api/dataset/refunds'],
  ['GET', '/api/evaluators'],
])('%s %s: not here, and it says so', async (method, path) => {
  expect(await ask(method, path, method === 'POST' ? {} : undefined)).toEqual({
    status: 404,
    body: { ...failure(404), message: `Pharos has no ${method} ${path.split('?')[0]}.` },
  });
});

describe('traces', () => {
  const at = 1_790_000_000_000;
  const story = (trace_id: string, user_id: string) => ({
    trace_id,
    metadata: { user_id, thread_id: 'chat-1', labels: ['eu'] },
    spans: [
      {
        type: 'llm',
        span_id: 's-1',
        name: 'answer',
        model: 'gpt-4.1',
        input: { type: 'chat_messages', value: [{ role: 'user', content: '在哪里？' }] },
        output: { type: 'text', value: 'On its way.' },
        metrics: { prompt_tokens: 100, completion_tokens: 20, cache_read_input_tokens: 40 },
        timestamps: { started_at: at, finished_at: at + 100 },
      },
      {
        type: 'rag',
        span_id: 's-2',
        parent_id: 's-1',
        contexts: [{ document_id: 'kb-1', content: 'two days' }],
        error: { has_error: true, message: 'late', stacktrace: ['at x'] },
        timestamps: { started_at: at + 10, finished_at: at + 20 },
      },
    ],
    evaluations: [{ evaluation_id: 'e', name: 'tone', label: 'kind' }],
  });

  test.each(['/api/trace', '/api/traces'])('are read as LangWatch tells them, at %s', async (path) => {
    const trace_id = newTrace();
    await ask('POST', '/api/collector', story(trace_id, 'ada'));
    const { status, body } = await ask('GET', `${path}/${trace_id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      trace_id,
      project_id: project.projectId,
      metadata: { user_id: 'ada', thread_id: 'chat-1', labels: ['eu'] },
      timestamps: { started_at: at },
      metrics: { total_time_ms: 100, prompt_tokens: 100, completion_tokens: 20 },
      error: null,
      spans: [
        {
          span_id: 's-1',
          parent_id: null,
          type: 'llm',
          model: 'gpt-4.1',
          input: { type: 'chat_messages', value: [{ role: 'user', content: '在哪里？' }] },
          output: { type: 'text', value: 'On its way.' },
          metrics: { prompt_tokens: 100, completion_tokens: 20, tokens_estimated: false },
        },
        {
          span_id: 's-2',
          parent_id: 's-1',
          type: 'rag',
          contexts: [{ document_id: 'kb-1', content: 'two days' }],
          error: { has_error: true, message: 'late', stacktrace: ['at x'] },
        },
      ],
      evaluations: [{ evaluation_id: 'e', name: 'tone', label: 'kind', passed: null }],
    });
    const other = await server.newProject();
    expect(await ask('GET', `${path}/${trace_id}`, undefined, other)).toEqual({
      status: 404,
      body: failure(404),
    });
  });

  test('are found by time and by who was in them, page by page', async () => {
    const users = await server.newProject();
    for (const user of ['ada', 'ben', 'ada'])
      await ask('POST', '/api/collector', story(newTrace(), user), users);
    const range = { startDate: at - 1000, endDate: '2026-09-22T00:00:00Z' };
    const find = async (more: object) =>
      (await ask('POST', '/api/traces/search', { ...range, ...more }, users)).body as {
        traces: { trace_id: string }[];
        pagination: { totalHits: number; scrollId?: string };
      };
    const first = await find({ pageSize: 2 });
    expect([first.traces.length, first.pagination]).toEqual([2, { totalHits: 3, scrollId: '2' }]);
    const second = await find({ pageSize: 2, scrollId: '2' });
    expect(second.pagination).toEqual({ totalHits: 3 });
    expect(new Set([...first.traces, ...second.traces].map(({ trace_id }) => trace_id)).size).toBe(3);
    expect((await find({ filters: { 'metadata.user_id': ['ada'] } })).pagination.totalHits).toBe(2);
    for (const more of [{ filters: { 'topics.topics': ['x'] } }, { query: 'parcel' }, { startDate: 'soon' }])
      expect(await find(more)).toEqual(failure(400));
  });
});
