import type { ApiScore } from '@pharos/core/api/scores';
import type { ApiTrace } from '@pharos/core/api/spans';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { protobufTraces } from '../../testing/otlp.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const ROOT = '00f067aa0ba902b7';
const CALL = '00f067aa0ba902b8';
const START = 1_790_000_000_000_000_000n;

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
});
afterAll(() => server.close());

type Answer = { status: number; headers: Headers; body: { data: never } & Record<string, never> };
async function ask(method: string, path: string, body?: unknown, by = project): Promise<Answer> {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { ...by.headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? {} : JSON.parse(text) };
}

/** A trace of two spans, as phoenix-otel sends it. */
async function sendTrace(to = project, header: Record<string, string> = {}): Promise<void> {
  const span = { traceId: TRACE, startNs: START, endNs: START + 1_000_000_000n };
  const answer = await fetch(`${server.url}/v1/traces`, {
    method: 'POST',
    headers: { ...to.headers, 'content-type': 'application/x-protobuf', ...header },
    body: new Uint8Array(
      protobufTraces(
        [
          {
            ...span,
            spanId: ROOT,
            name: 'agent',
            attributes: { 'openinference.span.kind': 'AGENT', 'session.id': 'chat', 'input.value': 'Hello?' },
          },
          {
            ...span,
            spanId: CALL,
            parentSpanId: ROOT,
            name: 'call',
            attributes: {
              'openinference.span.kind': 'LLM',
              'llm.model_name': 'gpt-4.1',
              'llm.token_count.prompt': 10,
              'llm.token_count.completion': 5,
              'output.value': 'Hi.',
            },
          },
        ],
        { resource: { 'openinference.project.name': 'support' } },
      ),
    ),
  });
  expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 0]);
}
const scores = async (by = project) =>
  (await server.get<ApiTrace>(`/api/v1/traces/${TRACE}`, by.headers)).scores;

describe('Phoenix', () => {
  test('says which release it is compatible with, to anyone and with every answer', async () => {
    const open = await fetch(`${server.url}/arize_phoenix_version`);
    expect([open.status, await open.text()]).toEqual([200, '20.3.0']);
    expect((await ask('GET', '/v1/projects')).headers.get('x-phoenix-server-version')).toBe('20.3.0');
  });

  test('takes annotations of spans, traces, sessions and documents, and notes, before or after what they are about', async () => {
    const annotation = (about: object, more: object = {}) => ({
      ...about,
      name: 'quality',
      annotator_kind: 'HUMAN',
      result: { label: 'good', score: 1, explanation: '回答很清楚' },
      ...more,
    });
    const early = await ask('POST', '/v1/span_annotations?sync=true', {
      data: [annotation({ span_id: CALL })],
    });
    expect(early).toMatchObject({ status: 200, body: { data: [{ id: expect.any(String) }] } });
    await sendTrace();
    const posts: [string, unknown][] = [
      ['trace_annotations', [annotation({ trace_id: TRACE }, { annotator_kind: 'LLM', name: 'faithful' })]],
      ['session_annotations', [annotation({ session_id: 'chat' }, { name: 'csat' })]],
      ['document_annotations', [annotation({ span_id: ROOT, document_position: 2 }, { name: 'relevant' })]],
      ['span_notes', { span_id: ROOT, note: 'Look at this.' }],
      // The same once more replaces the first.
      ['span_annotations', [annotation({ span_id: CALL }, { result: { label: 'bad', score: 0 } })]],
    ];
    for (const [path, data] of posts) expect((await ask('POST', `/v1/${path}`, { data })).status).toBe(200);
    await expect.poll(scores).toHaveLength(4);
    const found = await scores();
    expect(Object.fromEntries(found.map((score) => [score.name, score]))).toMatchObject({
      quality: { spanId: CALL, label: 'bad', value: 0, source: 'annotation' },
      faithful: { spanId: null, value: 1, comment: '回答很清楚', source: 'evaluation' },
      relevant: { spanId: ROOT, metadata: { documentPosition: 2 } },
      note: { spanId: ROOT, type: 'text', label: 'Look at this.' },
    });
  });

  test('gives annotations back by what they are about', async () => {
    const { body } = await ask(
      'GET',
      `/v1/projects/support/span_annotations?span_ids=${CALL}&span_ids=${ROOT}`,
    );
    expect(body.data).toMatchObject([
      { name: expect.any(String), span_id: expect.any(String), annotator_kind: 'HUMAN' },
      {},
      {},
    ]);
    const notes = await ask(
      'GET',
      `/v1/projects/support/span_annotations?span_ids=${ROOT}&include_annotation_names=note`,
    );
    expect(notes.body).toMatchObject({
      data: [{ name: 'note', result: { label: null, explanation: 'Look at this.' } }],
      next_cursor: null,
    });
    expect((await ask('GET', '/v1/projects/support/span_annotations')).status).toBe(400);
    const removed = await ask('DELETE', '/v1/projects/support/span_annotations?name=note');
    expect(removed.status).toBe(204);
    expect((await scores()).map(({ name }) => name)).not.toContain('note');
  });

  test('deletes what is said about one of its projects, and nothing else', async () => {
    const mine = await server.newProject();
    const there = (name: string, n: number) => ({
      name,
      context: { trace_id: TRACE.replace('4', `${n}`), span_id: CALL.replace('0', `${n}`) },
      span_kind: 'LLM',
      start_time: '2026-09-21T14:13:20Z',
      end_time: '2026-09-21T14:13:21Z',
      status_code: 'OK',
    });
    for (const n of [1, 2]) await ask('POST', `/v1/projects/p${n}/spans`, { data: [there('a', n)] }, mine);
    await ask('POST', '/v1/projects/default/spans', { data: [there('a', 3)] }, mine);
    const judged = [1, 2, 3].map((n) => ({
      span_id: CALL.replace('0', `${n}`),
      name: 'quality',
      annotator_kind: 'HUMAN',
      result: { score: n },
    }));
    await ask('POST', '/v1/span_annotations', { data: judged }, mine);
    const own = { traceId: TRACE.replace('4', '1'), spanId: CALL.replace('0', '1'), name: 'ours', value: 1 };
    await ask('POST', '/api/v1/scores', own, mine);
    const ids = judged.map(({ span_id }) => `span_ids=${span_id}`).join('&');
    const seen = async (name: string) =>
      (await ask('GET', `/v1/projects/${name}/span_annotations?${ids}`, undefined, mine)).body
        .data as unknown[];
    expect([await seen('p2'), await seen('default')].map((list) => list.length)).toEqual([1, 1]);
    const removed = await ask('DELETE', '/v1/projects/p1/span_annotations?delete_all=true', undefined, mine);
    expect(removed.status).toBe(204);
    const { data } = await server.get<{ data: ApiScore[] }>('/api/v1/scores', mine.headers);
    expect(data.map(({ name, value }) => `${name} ${value}`).sort()).toEqual([
      'ours 1',
      'quality 2',
      'quality 3',
    ]);
  });

  test('lists projects, spans, traces and sessions', async () => {
    const { body: projects } = await ask('GET', '/v1/projects');
    expect((projects.data as { name: string }[]).map(({ name }) => name)).toEqual(['default', 'support']);
    const { body: spans } = await ask('GET', '/v1/projects/support/spans?span_kind=LLM');
    expect(spans.data).toMatchObject([
      {
        name: 'call',
        context: { trace_id: TRACE, span_id: CALL },
        parent_id: ROOT,
        span_kind: 'LLM',
        status_code: 'UNSET',
        attributes: {
          'openinference.span.kind': 'LLM',
          'llm.model_name': 'gpt-4.1',
          'llm.token_count.prompt': 10,
          'output.value': 'Hi.',
        },
      },
    ]);
    const count = async (path: string) => ((await ask('GET', path)).body.data as unknown[]).length;
    expect(await count('/v1/projects/support/spans?parent_id=null')).toBe(1);
    expect(await count('/v1/projects/support/spans?attribute=session.id:"chat"')).toBe(1);
    expect(await count(`/v1/projects/${btoa('Project:support')}/spans?limit=1`)).toBe(1);
    expect(await count('/v1/projects/elsewhere/spans')).toBe(0);
    const { body: traces } = await ask('GET', '/v1/projects/support/traces?include_spans=true');
    expect(traces.data).toMatchObject([
      { trace_id: TRACE, token_count_prompt: 10, token_count_total: 15, spans: [{}, {}] },
    ]);
    expect(await count('/v1/projects/support/traces?session_identifier=other')).toBe(0);
    expect(await count('/v1/projects/default/spans')).toBe(0);
    const { body: sessions } = await ask('GET', '/v1/projects/support/sessions');
    expect(sessions.data).toMatchObject([{ session_id: 'chat', traces: [{ trace_id: TRACE }] }]);
    expect((await ask('GET', '/v1/sessions/chat')).body.data).toMatchObject({ session_id: 'chat' });
    expect((await ask('GET', '/v1/sessions/none')).status).toBe(404);
  });

  test('keeps many projects apart, the default one too', async () => {
    const mine = await server.newProject();
    const span = (n: number) => ({
      name: 'step',
      context: { trace_id: `${n}`.padStart(32, 'a'), span_id: `${n}`.padStart(16, 'a') },
      span_kind: 'CHAIN',
      start_time: '2026-09-21T14:13:20Z',
      end_time: '2026-09-21T14:13:21Z',
      status_code: 'OK',
    });
    const names = Array.from({ length: 60 }, (_, n) => `project ${n}`);
    await Promise.all(
      [...names, 'default'].map((name, n) =>
        ask('POST', `/v1/projects/${encodeURIComponent(name)}/spans`, { data: [span(n)] }, mine),
      ),
    );
    const list = async (path: string) =>
      (await ask('GET', path, undefined, mine)).body.data as { trace_id: string }[];
    expect(await list('/v1/projects')).toHaveLength(61);
    expect(await list('/v1/projects/default/spans')).toHaveLength(1);
    expect(await list('/v1/projects/default/traces')).toMatchObject([
      { trace_id: span(60).context.trace_id },
    ]);
    expect(await list('/v1/projects/project%2059/traces?include_spans=true')).toMatchObject([
      { trace_id: span(59).context.trace_id, spans: [{ name: 'step' }] },
    ]);
  });

  test('takes spans in its simple form, under the project of the path, and names those it refuses', async () => {
    const span = {
      name: 'plain',
      context: { trace_id: TRACE.replace('4', '5'), span_id: CALL },
      span_kind: 'CHAIN',
      start_time: '2026-09-21T14:13:20.5Z',
      end_time: '2026-09-21T14:13:21Z',
      status_code: 'ERROR',
      attributes: { input: { value: 'nested' }, 'output.value': 'flat' },
    };
    const taken = await ask('POST', '/v1/projects/imported/spans', { data: [span] });
    expect(taken).toMatchObject({ status: 202, body: { total_received: 1, total_queued: 1 } });
    expect((await ask('GET', '/v1/projects/imported/spans')).body.data).toMatchObject([
      {
        name: 'plain',
        status_code: 'ERROR',
        attributes: { 'input.value': 'nested', 'output.value': 'flat' },
      },
    ]);
    const refused = await ask('POST', '/v1/projects/imported/spans', {
      data: [
        { ...span, context: { trace_id: 'x', span_id: 'first' } },
        { ...span, start_time: 'soon' },
        { ...span, context: { trace_id: 'x', span_id: 'third' } },
        { ...span, start_time: '2261-01-01T00:00:00Z' },
        span,
      ],
    });
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.body.detail as unknown as string)).toMatchObject({
      total_received: 5,
      total_queued: 1,
      invalid_spans: [
        { span_id: 'first', error: expect.stringContaining('trace id') },
        { span_id: CALL, error: expect.stringContaining('start time') },
        { span_id: 'third', error: expect.stringContaining('trace id') },
        { span_id: CALL, error: expect.stringContaining('in the future') },
      ],
    });
  });

  test('puts spans into the project that a header names', async () => {
    const other = await server.newProject();
    await sendTrace(other, { 'x-project-name': 'named' });
    const { body } = await ask('GET', '/v1/projects', undefined, other);
    expect((body.data as { name: string }[]).map(({ name }) => name)).toEqual(['default', 'named']);
  });

  test('refuses what judges nothing, and what is not annotated as it must be', async () => {
    const bodies = [
      { data: [{ span_id: CALL, name: 'x', annotator_kind: 'HUMAN' }] },
      { data: [{ span_id: CALL, name: 'x', annotator_kind: 'ALIEN', result: { score: 1 } }] },
      { data: [{ name: 'x', annotator_kind: 'HUMAN', result: { score: 1 } }] },
      { data: [] },
      {},
    ];
    for (const body of bodies) {
      const answer = await ask('POST', '/v1/span_annotations', body);
      expect([answer.status, answer.body.detail]).toEqual([400, expect.any(String)]);
    }
    const wrongKey = { ...project, headers: { authorization: 'Bearer nobody' } };
    expect((await ask('POST', '/v1/span_annotations', bodies[0], wrongKey)).status).toBe(401);
    const other = await server.newProject();
    expect(
      (await ask('GET', `/v1/projects/support/span_annotations?span_ids=${CALL}`, undefined, other)).body
        .data,
    ).toEqual([]);
  });
});
