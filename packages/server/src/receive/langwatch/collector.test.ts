import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { ApiScore } from '@pharos/core/api/scores';
import type { ApiSpan, ApiTrace } from '@pharos/core/api/spans';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonLogs, jsonTraces, protobufTraces } from '../../testing/otlp.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
});
afterAll(() => server.close());

const START = 1_790_000_000_000;
const WHOLE = { rejectedSpans: 0, rejectedEvaluations: 0, errorMessage: '' };
const RECEIVED = { message: 'Trace received successfully.', partialSuccess: WHOLE };

const post = async (
  path: string,
  body: unknown,
  { of = project, headers = {} as Record<string, string>, type = 'application/json' } = {},
) => {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'x-auth-token': of.secretKey, 'content-type': type, ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return {
    status: answer.status,
    bytes,
    body: (type.includes('json') ? JSON.parse(bytes.toString()) : null) as never,
  };
};
const collect = (body: unknown, of = project) => post('/api/collector', body, { of });
const open = (traceId: string, of = project) => server.get<ApiTrace>(`/api/v1/traces/${traceId}`, of.headers);
const spansOf = async (traceId: string, of = project) => (await open(traceId, of)).spans as ApiSpan[];
const scoresOf = async (traceId: string, of = project) =>
  (await server.get<{ data: ApiScore[] }>(`/api/v1/scores?traceId=${traceId}`, of.headers)).data;

let count = 0;
const newTrace = () => `trace_${count++}`;
const times = (from = 0, to = 100) => ({ started_at: START + from, finished_at: START + to });

/** A trace as the Python SDK sent it before it spoke OTLP. */
const story = (traceId: string) => ({
  trace_id: traceId,
  metadata: {
    user_id: 'ada',
    thread_id: 'chat-1',
    customer_id: 'acme',
    labels: ['eu', 'v2'],
    plan: 'pro',
    sdk_name: 'langwatch-python',
    sdk_version: '0.1.29',
    sdk_language: 'python',
  },
  expected_output: 'It comes on Friday.',
  spans: [
    {
      type: 'agent',
      span_id: 'span_root',
      parent_id: null,
      trace_id: traceId,
      name: 'support',
      input: { type: 'text', value: 'Where is my parcel?' },
      output: { type: 'text', value: '明天到。' },
      timestamps: times(0, 900),
    },
    {
      type: 'rag',
      span_id: 'span_rag',
      parent_id: 'span_root',
      name: 'search',
      contexts: [{ document_id: 'kb-1', chunk_id: '0', content: 'Parcels take two days.' }, 'as plain text'],
      timestamps: times(10, 50),
    },
    {
      type: 'llm',
      span_id: 'span_llm',
      parent_id: 'span_root',
      name: 'answer',
      vendor: 'openai',
      model: 'gpt-4.1',
      input: { type: 'chat_messages', value: [{ role: 'user', content: 'Where is my parcel?' }] },
      output: { type: 'chat_messages', value: [{ role: 'assistant', content: '明天到。' }] },
      params: { temperature: 0.2, tools: [{ type: 'function', function: { name: 'track' } }] },
      metrics: {
        prompt_tokens: 100,
        completion_tokens: 20,
        cache_read_input_tokens: 40,
        reasoning_tokens: 5,
      },
      timestamps: { ...times(60, 800), first_token_at: START + 160 },
    },
    {
      type: 'tool',
      span_id: 'span_tool',
      parent_id: 'span_root',
      name: 'track',
      outputs: [{ type: 'json', value: { eta: 1 } }],
      error: { has_error: true, message: 'carrier timed out', stacktrace: ['at track', 'at run'] },
      timestamps: times(810, 850),
    },
  ],
});

describe('POST /api/collector', () => {
  test('takes a trace with all that is said of it', async () => {
    const traceId = newTrace();
    expect(await collect(story(traceId))).toMatchObject({ status: 200, body: RECEIVED });
    const { trace, spans } = await open(traceId);
    expect(trace).toMatchObject({
      name: 'support',
      userId: 'ada',
      sessionId: 'chat-1',
      durationMs: 900,
      usage: { input: 60, cachedRead: 40, output: 15, reasoning: 5, total: 120 },
    });
    const [root, search, answer, tool] = spans as ApiSpan[];
    expect(root).toMatchObject({
      kind: 'agent',
      agentName: 'support',
      parentSpanId: null,
      startTime: '2026-09-21T14:13:20.000Z',
      input: 'Where is my parcel?',
      output: '明天到。',
      tags: ['eu', 'v2'],
      attributes: {
        'metadata.plan': 'pro',
        'langwatch.customer.id': 'acme',
        'langwatch.expected_output': 'It comes on Friday.',
      },
      resource: { 'telemetry.sdk.name': 'langwatch-python' },
      convention: 'langwatch',
    });
    expect(search).toMatchObject({
      kind: 'retriever',
      userId: 'ada',
      documents: [{ id: 'kb-1', content: 'Parcels take two days.' }, { content: 'as plain text' }],
    });
    expect(answer).toMatchObject({
      kind: 'llm',
      model: 'gpt-4.1',
      provider: 'openai',
      timeToFirstTokenMs: 100,
      cost: { priced: true },
      input: [{ role: 'user' }],
      output: [{ role: 'assistant', parts: [{ text: '明天到。' }] }],
      toolDefinitions: [{ name: 'track' }],
    });
    expect(tool).toMatchObject({
      kind: 'tool',
      toolName: 'track',
      output: { eta: 1 },
      status: 'error',
      error: { message: 'carrier timed out', stack: 'at track\nat run' },
    });
  });

  test('takes what old clients say beside the metadata, and names of ids that changed', async () => {
    const traceId = newTrace();
    await collect({
      user_id: 'ben',
      thread_id: 'chat-2',
      labels: { tier: 'gold' },
      spans: [{ type: 'chain', id: 'a', trace_id: traceId, outputs: [], timestamps: times() }],
    });
    expect(await spansOf(traceId)).toMatchObject([
      { spanId: 'a', name: 'chain', kind: 'chain', userId: 'ben', sessionId: 'chat-2', tags: ['tier:gold'] },
    ]);
  });

  test('makes scores of evaluations', async () => {
    const traceId = newTrace();
    const evaluations = [
      {
        evaluation_id: 'e1',
        name: 'faithfulness',
        score: 0.9,
        passed: true,
        details: 'ok',
        span_id: 'span_llm',
      },
      { name: 'tone', label: 'kind' },
      { name: 'pii', passed: false, is_guardrail: true, timestamps: { finished_at: START + 500 } },
      { name: 'slow', status: 'error', error: { message: 'no model', stacktrace: [] } },
      { name: 'nothing' },
      { score: 1 },
    ];
    const { body } = await collect({ ...story(traceId), evaluations });
    expect(body).toEqual({
      message: RECEIVED.message,
      partialSuccess: {
        rejectedSpans: 0,
        rejectedEvaluations: 2,
        errorMessage: expect.stringContaining('passed, a score or a label'),
      },
    });
    const scores = await scoresOf(traceId);
    expect(scores.map(({ name, value, label, spanId }) => [name, value, label, spanId]).sort()).toEqual([
      ['faithfulness', 0.9, null, 'span_llm'],
      ['faithfulness.passed', 1, null, 'span_llm'],
      ['pii', 0, null, null],
      ['tone', null, 'kind', null],
    ]);
    expect(scores.every(({ source }) => source === 'evaluation')).toBe(true);
    const { data } = await server.get<{ data: object[] }>(`/api/v1/traces/${traceId}/logs`, project.headers);
    expect(data).toMatchObject([
      { eventName: 'langwatch.evaluation', body: expect.stringContaining('no model') },
    ]);
    // Evaluations may come when the trace is long there.
    await collect({ trace_id: traceId, spans: [], evaluations: [{ name: 'later', score: 1 }] });
    expect(await scoresOf(traceId)).toHaveLength(5);
  });

  test('changes nothing when it is sent again', async () => {
    const traceId = newTrace();
    const request = {
      ...story(traceId),
      evaluations: [
        { name: 'a', score: 1 },
        { name: 'a', score: 1 },
      ],
    };
    await collect(request);
    const before = await open(traceId);
    await collect(request);
    expect(await open(traceId)).toEqual(before);
    expect(before.scores).toHaveLength(1);
  });

  test('takes more than two hundred spans, however old', async () => {
    const traceId = newTrace();
    const old = Date.parse('2026-01-01T00:00:00Z');
    const spans = Array.from({ length: 250 }, (_, i) => ({
      type: 'span',
      span_id: `s${i}`,
      trace_id: traceId,
      timestamps: { started_at: old + i, finished_at: old + i + 1 },
    }));
    expect(await collect({ spans })).toMatchObject({ status: 200, body: RECEIVED });
    expect((await open(traceId)).trace.spanCount).toBe(250);
  });

  test('refuses a bad span alone', async () => {
    const traceId = newTrace();
    const bad = [
      { span_id: 'x', timestamps: {} },
      { timestamps: times() },
      'x',
      { span_id: 'y', timestamps: { started_at: 'soon' } },
    ];
    const { body } = await collect({ ...story(traceId), spans: [...story(traceId).spans, ...bad] });
    expect(body).toMatchObject({ partialSuccess: { rejectedSpans: 4, rejectedEvaluations: 0 } });
    expect(await spansOf(traceId)).toHaveLength(4);
  });

  test('refuses what is no trace, in words that its SDKs read', async () => {
    const [a, b] = [newTrace(), newTrace()];
    const mixed = { spans: [a, b].map((trace_id) => ({ trace_id, span_id: 's', timestamps: times() })) };
    for (const body of ['', '{"spans":', '[]', { spans: 1, trace_id: a }, { spans: [] }, mixed]) {
      const { status, body: told } = await collect(body);
      expect([status, told]).toEqual([400, { message: expect.any(String), error: expect.any(String) }]);
    }
    const { status, body } = await post('/api/collector', '{}', {
      headers: { 'x-auth-token': 'sk-lw-wrong' },
    });
    expect([status, body]).toEqual([401, { message: expect.any(String), error: expect.any(String) }]);
    expect((await collect(mixed)).body).toMatchObject({ message: 'All spans must have the same trace id' });
  });

  test('keeps two projects apart that use the same ids', async () => {
    const other = await server.newProject();
    const traceId = newTrace();
    await collect({ ...story(traceId), evaluations: [{ evaluation_id: 'e', name: 'a', score: 1 }] });
    await collect(
      { trace_id: traceId, spans: [{ span_id: 'span_root', name: 'theirs', timestamps: times() }] },
      other,
    );
    expect((await open(traceId)).trace).toMatchObject({ name: 'support', spanCount: 4 });
    expect((await open(traceId, other)).trace).toMatchObject({ name: 'theirs', spanCount: 1 });
    expect(await scoresOf(traceId, other)).toEqual([]);
  });
});

describe('OTLP in the words of LangWatch', () => {
  const startNs = BigInt(START) * 1_000_000n;
  const hexTrace = () => (0xabc000 + count++).toString(16).padStart(32, '7');
  const span = (traceId: string) => [
    { traceId, spanId: '00f067aa0ba902b7', name: 'step', startNs, endNs: startNs },
  ];

  test('is answered with a sentence, and with numbers when something is refused', async () => {
    const traceId = hexTrace();
    const whole = await post('/api/otel/v1/traces', jsonTraces(span(traceId)));
    expect([whole.status, whole.body]).toEqual([200, { message: RECEIVED.message }]);
    const part = await post('/api/otel/v1/traces', jsonTraces([...span(traceId), { traceId }]));
    expect(part.body).toEqual({
      message: RECEIVED.message,
      partialSuccess: { rejectedSpans: 1, errorMessage: expect.any(String) },
    });
    const type = 'application/x-protobuf';
    expect((await post('/api/otel/v1/traces', protobufTraces(span(traceId)), { type })).bytes).toHaveLength(
      0,
    );
    const headers = { 'x-auth-token': '', authorization: `Bearer ${project.secretKey}` };
    expect((await post('/api/otel/v1/traces', jsonTraces(span(traceId)), { headers })).status).toBe(200);
    expect(await post('/api/otel/v1/traces', '{')).toMatchObject({
      status: 400,
      body: { message: expect.any(String) },
    });
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('may be compressed with %s', async (encoding, compress) => {
    const traceId = hexTrace();
    const headers = { 'content-encoding': encoding };
    expect((await post('/api/otel/v1/traces', compress(jsonTraces(span(traceId))), { headers })).status).toBe(
      200,
    );
    expect(await spansOf(traceId)).toHaveLength(1);
    const native = compress(Buffer.from(JSON.stringify(story(`${traceId}-own`))));
    expect((await post('/api/collector', native, { headers })).status).toBe(200);
  });

  test('is found where an exporter puts it that was given too long an address', async () => {
    const traceId = hexTrace();
    const traces = [
      '/api/otel/v1/traces/v1/traces',
      '/api/collector/v1/traces',
      '/api/collector/api/otel/v1/logs/v1/traces',
    ];
    for (const path of traces) expect((await post(path, jsonTraces(span(traceId)))).status).toBe(200);
    expect(await spansOf(traceId)).toHaveLength(1);
    const logs = jsonLogs([{ traceId, timeNs: startNs, body: 'refund started' }]);
    for (const path of ['/api/otel/v1/logs', '/api/otel/v1/traces/v1/logs', '/api/collector/v1/logs'])
      expect((await post(path, logs)).body).toEqual({ message: 'Logs received successfully.' });
    const { data } = await server.get<{ data: object[] }>(`/api/v1/traces/${traceId}/logs`, project.headers);
    expect(data).toHaveLength(1);
    expect((await post('/api/otel/v1/metrics', '{"resourceMetrics":[]}')).status).toBe(200);
  });
});
