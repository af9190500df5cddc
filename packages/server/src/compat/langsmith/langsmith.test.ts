import type { ApiTrace } from '@pharos/core/api/spans';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
});
afterAll(() => server.close());

const ask = async (method: string, path: string, sent?: unknown, of = project) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      'x-api-key': of.secretKey,
      ...(sent !== undefined && { 'content-type': 'application/json' }),
    },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

let ids = 0;
const newId = () => `01a20a2f-d7a5-7000-9000-${String(++ids).padStart(12, '0')}`;
const at = (ms: number) => new Date(1_790_000_000_000 + ms).toISOString();
const scoresOf = async (traceId: string) =>
  (await server.get<ApiTrace>(`/api/v1/traces/${traceId}`, project.headers)).scores;

const post = (run: object) =>
  ask('POST', '/runs', { run_type: 'chain', start_time: at(0), end_time: at(9), ...run });

describe('feedback', () => {
  test('finds the trace of the run that it names, which may come later', async () => {
    const [traceId, id] = [newId(), newId()];
    const feedback = { id, run_id: traceId, key: 'user-feedback', score: 1, comment: 'Solved my problem' };
    const { status, body } = await ask('POST', '/feedback', {
      ...feedback,
      feedback_source: { type: 'app', metadata: {} },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...feedback, feedback_source: { type: 'app' } });
    await post({ id: traceId, name: 'support' });
    await expect
      .poll(() => scoresOf(traceId))
      .toMatchObject([
        { scoreId: id, name: 'user-feedback', value: 1, source: 'feedback', comment: 'Solved my problem' },
      ]);
  });

  test.each<[object, object]>([
    [{ score: 0.75 }, { type: 'numeric', value: 0.75 }],
    [{ score: true }, { type: 'boolean', value: 1 }],
    [{ value: 'friendly' }, { type: 'categorical', label: 'friendly' }],
    [
      { score: 2, value: 'good' },
      { type: 'numeric', value: 2, label: 'good' },
    ],
    [{ value: { a: 1 } }, { type: 'categorical', metadata: { value: { a: 1 } } }],
    [{ comment: 'Well said' }, { type: 'text', label: 'Well said' }],
    [{ correction: { answer: 'no' } }, { type: 'text', metadata: { correction: { answer: 'no' } } }],
    [{ score: null }, { type: 'text', label: null }],
  ])('of %j is a score, and is read as it was sent', async (said, score) => {
    const [traceId, id] = [newId(), newId()];
    await post({ id: traceId, name: 'support' });
    await ask('POST', '/feedback', { id, run_id: traceId, trace_id: traceId, key: 'k', ...said });
    expect(await scoresOf(traceId)).toMatchObject([score]);
    expect((await ask('GET', `/feedback/${id}`)).body).toMatchObject({
      id,
      run_id: traceId,
      key: 'k',
      ...said,
    });
  });

  test('is changed in what is named, cleared by null, and deleted', async () => {
    const [traceId, id] = [newId(), newId()];
    await post({ id: traceId, name: 'support' });
    await ask('POST', '/feedback', {
      id,
      run_id: traceId,
      trace_id: traceId,
      key: 'k',
      score: 1,
      comment: 'yes',
      correction: { a: 1 },
    });
    await ask('PATCH', `/feedback/${id}`, { score: 0.5, comment: null });
    expect((await ask('GET', `/feedback/${id}`)).body).toMatchObject({
      score: 0.5,
      comment: null,
      correction: { a: 1 },
    });
    expect((await ask('DELETE', `/feedback/${id}`)).status).toBe(202);
    expect(await ask('GET', `/feedback/${id}`)).toEqual({
      status: 404,
      body: { detail: `Feedback ${id} not found` },
    });
  });

  test('keeps what its form has no word for, and tells whoever may only send nothing of it', async () => {
    const [traceId, scoreId] = [newId(), newId()];
    const own = {
      scoreId,
      traceId,
      name: 'tone',
      value: 0.2,
      comment: 'a secret',
      source: 'annotation',
      environment: 'prod',
      metadata: { a: 1 },
    };
    await ask('POST', '/api/v1/scores', own);
    const changed = await ask('PATCH', `/feedback/${scoreId}`, { score: 0.9 });
    expect(JSON.stringify(changed.body)).not.toContain('secret');
    expect((await ask('GET', `/api/v1/scores/${scoreId}`)).body).toMatchObject({ ...own, value: 0.9 });
  });

  test('is listed by run, key and source, page by page', async () => {
    const runs = [newId(), newId()];
    for (const run_id of runs)
      for (const [key, type] of [
        ['helpful', 'app'],
        ['tone', 'model'],
        ['tone', 'api'],
      ])
        await ask('POST', '/feedback', {
          id: newId(),
          run_id,
          trace_id: run_id,
          key,
          score: 1,
          feedback_source: { type },
        });
    const list = async (query: string) =>
      (await ask('GET', `/feedback?${query}`)).body as unknown as object[];
    const both = runs.map((run) => `run=${run}`).join('&');
    expect(await list(both)).toHaveLength(6);
    expect(await list(`run=${runs[0]}&key=tone`)).toHaveLength(2);
    expect(await list(`${both}&source=model`)).toMatchObject([{ key: 'tone' }, { key: 'tone' }]);
    expect(await list(`${both}&source=nobody`)).toEqual([]);
    expect([...(await list(`${both}&limit=4`)), ...(await list(`${both}&limit=4&offset=4`))]).toHaveLength(6);
  });

  test('of a span of OpenTelemetry finds it by what the SDK calls its run', async () => {
    const [traceId, spanId] = ['5b8efff798038103d269b633813fc60c', 'eee19b7ec3c1b174'];
    const run_id = '00000000-0000-0000-eee1-9b7ec3c1b174';
    const trace_id = '5b8efff7-9803-8103-d269-b633813fc60c';
    const [start, end] = ['1790000000000000000', '1790000001000000000'];
    const span = { traceId, spanId, name: 'otel', startTimeUnixNano: start, endTimeUnixNano: end };
    await ask('POST', '/otel/v1/traces', { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
    for (const named of [{}, { trace_id }, { trace_id: run_id }])
      await ask('POST', '/feedback', { id: newId(), run_id, key: 'k', score: 1, ...named });
    const scores = await scoresOf(traceId);
    expect(scores).toMatchObject([{ spanId }, { spanId }, { spanId }]);
    const read = await ask('GET', `/feedback?run=${run_id}`);
    expect(read.body).toMatchObject([
      { run_id, trace_id },
      { run_id, trace_id },
      { run_id, trace_id },
    ]);
    expect((await ask('GET', `/runs/${run_id}`)).body).toMatchObject({ id: run_id, trace_id, name: 'otel' });
    const { body } = await ask('POST', '/runs/query', { trace: trace_id });
    expect(body.runs).toMatchObject([{ id: run_id }]);
  });

  test('that cannot be taken is refused in a sentence', async () => {
    expect(await ask('POST', '/feedback', { run_id: newId(), score: 1 })).toEqual({
      status: 400,
      body: { detail: 'a feedback must have a key' },
    });
    expect(await ask('POST', '/feedback', { key: 'k', session_id: newId() })).toMatchObject({ status: 400 });
    expect(await ask('POST', '/feedback/tokens', { run_id: newId(), feedback_key: 'k' })).toEqual({
      status: 501,
      body: { detail: expect.stringContaining('presigned') },
    });
  });

  test('of another project is not there', async () => {
    const [other, id] = [await server.newProject(), newId()];
    await ask('POST', '/feedback', { id, run_id: newId(), key: 'k', score: 1 });
    expect((await ask('GET', `/feedback/${id}`, undefined, other)).status).toBe(404);
    expect((await ask('DELETE', `/feedback/${id}`, undefined, other)).status).toBe(404);
    expect((await ask('GET', `/feedback/${id}`)).status).toBe(200);
  });
});

describe('runs and projects', () => {
  const [root, call] = [newId(), newId()];
  const order = `20260921T141320000000Z${root}`;
  beforeAll(async () => {
    const shared = { trace_id: root, session_name: 'reading' };
    await post({
      ...shared,
      id: root,
      name: 'support',
      dotted_order: order,
      tags: ['eu'],
      extra: { metadata: { user_id: 'ada', plan: 'pro' } },
    });
    await ask('POST', '/runs', {
      ...shared,
      id: call,
      name: 'ChatOpenAI',
      run_type: 'llm',
      parent_run_id: root,
      dotted_order: `${order}.20260921T141320000001Z${call}`,
      start_time: at(1),
      inputs: { messages: [{ role: 'user', content: 'Hi' }] },
      extra: { metadata: { ls_model_name: 'gpt-4.1' } },
    });
    await ask('PATCH', `/runs/${call}`, {
      end_time: at(5),
      outputs: {
        usage_metadata: { input_tokens: 10, output_tokens: 2, total_tokens: 12 },
        choices: [{ message: { role: 'assistant', content: 'Hello' } }],
      },
    });
    await ask('POST', '/runs', {
      id: newId(),
      name: 'open',
      run_type: 'tool',
      session_name: 'other',
      start_time: at(2),
    });
    await post({
      id: newId(),
      name: 'broken',
      run_type: 'parser',
      session_name: 'other',
      error: 'ValueError: no',
    });
  });
  const query = async (body: object) =>
    (await ask('POST', '/runs/query', { start_time: at(0), end_time: at(1000), ...body })).body as {
      runs: { name: string; id: string }[];
      cursors: { next: string | null };
    };
  const names = async (body: object) => (await query(body)).runs.map(({ name }) => name).sort();

  test('are read one by one', async () => {
    expect((await ask('GET', `/runs/${call}`)).body).toMatchObject({
      id: call,
      trace_id: root,
      parent_run_id: root,
      dotted_order: `${order}.20260921T141320000001Z${call}`,
      run_type: 'llm',
      status: 'success',
      inputs: { messages: [{ role: 'user', content: 'Hi' }] },
      outputs: { role: 'assistant', content: 'Hello' },
      prompt_tokens: 10,
      completion_tokens: 2,
      total_tokens: 12,
    });
    expect((await ask('GET', `/runs/${root.replaceAll('-', '').toUpperCase()}`)).body).toMatchObject({
      id: root,
      parent_run_id: null,
      prompt_tokens: 10,
      completion_tokens: 2,
      total_tokens: 12,
      extra: { metadata: { user_id: 'ada', plan: 'pro' } },
      tags: ['eu'],
      start_time: at(0),
      end_time: at(9),
    });
    const missing = newId();
    expect(await ask('GET', `/runs/${missing}`)).toEqual({
      status: 404,
      body: { detail: `Run ${missing} not found` },
    });
    const other = await server.newProject();
    expect((await ask('GET', `/runs/${root}`, undefined, other)).status).toBe(404);
  });

  test('are found by what they are', async () => {
    expect(await names({ trace: root })).toEqual(['ChatOpenAI', 'support']);
    expect(await names({ trace: root, is_root: true })).toEqual(['support']);
    expect(await names({ trace: root, is_root: false })).toEqual(['ChatOpenAI']);
    expect(await names({ parent_run: root })).toEqual(['ChatOpenAI']);
    expect(await names({ id: [call, newId()] })).toEqual(['ChatOpenAI']);
    expect(await names({ run_type: 'llm' })).toEqual(['ChatOpenAI']);
    expect(await names({ run_type: 'parser' })).toEqual(['broken']);
    expect(await names({ error: true })).toEqual(['broken']);
    expect(await names({ trace: root, start_time: at(1), end_time: null })).toEqual(['ChatOpenAI']);
    expect((await query({ error: true })).runs).toMatchObject([{ status: 'error', error: 'ValueError: no' }]);
    expect((await query({ run_type: 'tool' })).runs).toMatchObject([{ status: 'pending', end_time: null }]);
    expect(await ask('POST', '/runs/query', { filter: 'eq(name, "x")' })).toMatchObject({ status: 400 });
  });

  test('are read page by page, and by project', async () => {
    const first = await query({ trace: root, limit: 1, order: 'asc' });
    expect(first.runs).toMatchObject([{ name: 'support' }]);
    const second = await query({ trace: root, limit: 1, order: 'asc', cursor: first.cursors.next });
    expect([second.runs.map(({ name }) => name), second.cursors.next]).toEqual([['ChatOpenAI'], null]);
    const [{ id } = { id: '' }] = (await ask('GET', '/sessions?name=reading')).body as unknown as {
      id: string;
    }[];
    expect(await names({ session: [id] })).toEqual(['ChatOpenAI', 'support']);
    expect(await names({ session: [newId()] })).toEqual([]);
  });

  test('projects are named by runs, or created', async () => {
    const list = async (query: string, of = project) =>
      (await ask('GET', `/sessions?${query}`, undefined, of)).body as unknown as {
        id: string;
        name: string;
      }[];
    expect((await list('')).map(({ name }) => name)).toEqual(expect.arrayContaining(['reading', 'other']));
    expect((await list('name_contains=read')).map(({ name }) => name)).toEqual(['reading']);
    expect(await list('name=nightly')).toEqual([]);
    const { body } = await ask('POST', '/sessions?upsert=true', {
      name: 'nightly',
      description: 'x',
      extra: { metadata: { a: 1 } },
    });
    expect(body).toMatchObject({ name: 'nightly', description: 'x', extra: { metadata: { a: 1 } } });
    expect(await list('name=nightly')).toMatchObject([{ id: body.id, name: 'nightly' }]);
    expect((await ask('GET', `/sessions/${body.id}?`)).body).toMatchObject({ name: 'nightly' });
    expect((await ask('GET', `/sessions/${newId()}`)).status).toBe(404);
    expect(await list('name=nightly', await server.newProject())).toEqual([]);
  });
});

test('what is not here is said so in its words', async () => {
  for (const path of [
    '/datasets?name=x',
    '/commits/-/prompt/latest',
    '/examples',
    '/public/x/runs',
    '/runs/1/share',
  ])
    expect(await ask('GET', path)).toEqual({
      status: 404,
      body: { detail: `Pharos has no GET ${path.split('?')[0]}.` },
    });
  expect((await ask('GET', '/datasets', undefined, { ...project, secretKey: 'nobody' })).body).toEqual({
    detail: 'This API key is not known.',
  });
});
