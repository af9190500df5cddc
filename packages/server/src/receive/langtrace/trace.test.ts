import type { ApiSpan, ApiTrace } from '@pharos/core/api/spans';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonTraces, protobufTraces } from '../../testing/otlp.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
});
afterAll(() => server.close());

const SUCCESS = { message: 'Traces added successfully' };
const START = 1_790_000_000;

const send = async (
  body: unknown,
  { of = project, type = 'application/json', headers = {} as Record<string, string> } = {},
) => {
  const answer = await fetch(`${server.url}/api/trace`, {
    method: 'POST',
    headers: {
      'x-api-key': of.secretKey,
      'user-agent': 'LangTraceExporter',
      'content-type': type,
      ...headers,
    },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
  });
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
};
const told = ({ bytes }: { bytes: Buffer }) => JSON.parse(bytes.toString()) as Record<string, unknown>;
const open = (traceId: string, of = project) => server.get<ApiTrace>(`/api/v1/traces/${traceId}`, of.headers);
const spansOf = async (traceId: string, of = project) => (await open(traceId, of)).spans as ApiSpan[];

let count = 0;
const newTrace = () => (0xabc000 + count++).toString(16).padStart(32, '7');

/** A span as the object that the JavaScript SDK holds. */
const readable = (traceId: string, more: Record<string, unknown> = {}) => ({
  traceId,
  spanId: '00f067aa0ba902b7',
  name: 'openai.chat.completions.create',
  startTime: [START, 404_000_000],
  endTime: [START + 1, 5],
  attributes: {
    'langtrace.sdk.name': '@langtrase/typescript-sdk',
    'langtrace.service.type': 'llm',
    'langtrace.service.name': 'openai',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.usage.input_tokens': 412,
    'gen_ai.usage.output_tokens': 46,
    user_id: 'ada',
    'session.id': 'chat-1',
    prompt_id: 'support',
    prompt_version: 3,
    experiment: 'b',
  },
  kind: 2,
  status: { code: 1 },
  events: [
    {
      name: 'gen_ai.content.prompt',
      attributes: { 'gen_ai.prompt': '[{"role":"user","content":"Where is my parcel? 包裹"}]' },
      time: [START, 500_000_000],
    },
    {
      name: 'gen_ai.content.completion',
      attributes: { 'gen_ai.completion': '[{"role":"assistant","content":"On its way."}]' },
      time: [START, 600_000_000],
    },
  ],
  resource: { _attributes: { 'service.name': 'support-bot' } },
  links: [],
  parentSpanId: '1111111111111111',
  instrumentationLibrary: { name: '@langtrase/typescript-sdk', version: '6.3.7' },
  ended: true,
  ...more,
});

describe('POST /api/trace', () => {
  test('takes spans as the JavaScript SDK holds them', async () => {
    const traceId = newTrace();
    const answer = await send([readable(traceId)]);
    expect([answer.status, told(answer)]).toEqual([200, SUCCESS]);
    expect(await spansOf(traceId)).toMatchObject([
      {
        kind: 'llm',
        // Its parent never comes: what is no model's or store's call is not sampled.
        parentSpanId: '1111111111111111',
        startTime: '2026-09-21T14:13:20.404Z',
        status: 'ok',
        model: 'gpt-4.1',
        provider: 'openai',
        usage: { input: 412, output: 46, total: 458 },
        cost: { priced: true },
        userId: 'ada',
        sessionId: 'chat-1',
        promptName: 'support',
        promptVersion: '3',
        input: [{ role: 'user', parts: [{ text: 'Where is my parcel? 包裹' }] }],
        output: [{ role: 'assistant', parts: [{ text: 'On its way.' }] }],
        attributes: { experiment: 'b' },
        resource: { 'service.name': 'support-bot' },
        convention: 'langtrace',
      },
    ]);
  });

  test('takes them as later SDKs hold them, and finds attributes of a resource under any name', async () => {
    const traceId = newTrace();
    const span = (spanId: string, resource: object) =>
      readable(traceId, {
        spanId,
        resource,
        parentSpanId: undefined,
        parentSpanContext: { traceId, spanId: '2222222222222222' },
        instrumentationLibrary: undefined,
        instrumentationScope: { name: 'scope', version: '1' },
      });
    await send([
      span('00000000000000a1', { attributes: { 'service.name': 'plain' } }),
      span('00000000000000a2', { _rawAttributes: [['service.name', 'raw']] }),
    ]);
    const spans = await spansOf(traceId);
    expect(spans.map(({ resource }) => resource['service.name']).sort()).toEqual(['plain', 'raw']);
    expect(spans[0]).toMatchObject({ parentSpanId: '2222222222222222' });
  });

  test('takes spans as Python writes them to a console', async () => {
    const traceId = newTrace();
    const answer = await send(
      [
        {
          traceId,
          name: 'pinecone.index.query',
          context: { trace_id: `0x${traceId}`, span_id: '0x00f067aa0ba902b7', trace_state: '[]' },
          kind: 'SpanKind.CLIENT',
          parent_id: '0x1111111111111111',
          start_time: '2026-09-21T14:13:20.123456Z',
          end_time: '2026-09-21T14:13:21.000000Z',
          status: { status_code: 'ERROR', description: 'no such index' },
          attributes: {
            'langtrace.service.type': 'vectordb',
            'db.system': 'pinecone',
            'db.operation': 'query',
          },
          events: [{ name: 'note', timestamp: '2026-09-21T14:13:20.500000Z', attributes: { a: 1 } }],
          links: [],
          resource: { attributes: { 'service.name': 'py' }, schema_url: '' },
          instrumentationLibrary: 'InstrumentationInfo(x, 1, None)',
        },
      ],
      { headers: { 'user-agent': 'python-requests/2.31' } },
    );
    expect(answer.status).toBe(200);
    expect(await spansOf(traceId)).toMatchObject([
      {
        spanId: '00f067aa0ba902b7',
        parentSpanId: '1111111111111111',
        kind: 'retriever',
        startTime: '2026-09-21T14:13:20.123456Z',
        status: 'error',
        statusMessage: 'no such index',
        events: [{ name: 'note', time: '2026-09-21T14:13:20.500Z' }],
      },
    ]);
  });

  test('takes OTLP, in both its forms', async () => {
    const headers = { 'user-agent': 'OTel-OTLP-Exporter-Python/1.25.0' };
    const attributes = { 'langtrace.service.type': 'framework' };
    const [first, second] = [newTrace(), newTrace()];
    const startNs = BigInt(START) * 1_000_000_000n;
    const span = (traceId: string) => [
      { traceId, spanId: '00f067aa0ba902b7', name: 'crew', startNs, endNs: startNs + 1n, attributes },
    ];
    const protobuf = await send(protobufTraces(span(first)), { type: 'application/x-protobuf', headers });
    expect([protobuf.status, protobuf.bytes.length]).toEqual([200, 0]);
    const json = await send(jsonTraces(span(second)), { headers });
    expect([json.status, told(json)]).toEqual([200, SUCCESS]);
    for (const traceId of [first, second])
      expect(await spansOf(traceId)).toMatchObject([{ name: 'crew', kind: 'chain' }]);
  });

  test('knows an id in hex, base64 and decimal for the same', async () => {
    const traceId = newTrace();
    const bytes = Buffer.from(traceId, 'hex');
    const forms = [traceId.toUpperCase(), bytes.toString('base64'), BigInt(`0x${traceId}`).toString()];
    const parents = ['ABCDEF0123456789', 'q83vASNFZ4k=', BigInt('0xabcdef0123456789').toString()];
    await send(
      forms.map((form, i) => readable(form, { spanId: `0x${i + 1}`, parentSpanId: parents[i] as string })),
    );
    const spans = await spansOf(traceId);
    expect(spans.map(({ spanId }) => spanId).sort()).toEqual([1, 2, 3].map((n) => `${n}`.padStart(16, '0')));
    expect(new Set(spans.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set(['abcdef0123456789']));
  });

  test('is found at the address of the server alone', async () => {
    const traceId = newTrace();
    const answer = await fetch(server.url, {
      method: 'POST',
      headers: { 'x-api-key': project.secretKey, 'content-type': 'application/json' },
      body: JSON.stringify([readable(traceId)]),
    });
    expect([answer.status, await answer.json()]).toEqual([200, SUCCESS]);
    expect(await spansOf(traceId)).toHaveLength(1);
  });

  test('refuses a bad span alone, and says so', async () => {
    const traceId = newTrace();
    const answer = await send([
      readable(traceId),
      readable(traceId, { spanId: 'nonsense' }),
      readable(traceId, { startTime: undefined }),
      'nonsense',
    ]);
    expect(answer.status).toBe(200);
    expect(told(answer)).toEqual({
      ...SUCCESS,
      partialSuccess: {
        rejectedSpans: 3,
        errorMessage: expect.stringContaining('a span id must be 8 bytes'),
      },
    });
    expect(await spansOf(traceId)).toHaveLength(1);
  });

  test('changes nothing when a request is sent again', async () => {
    const traceId = newTrace();
    await send([readable(traceId)]);
    const before = await open(traceId);
    await send([readable(traceId)]);
    expect(await open(traceId)).toEqual(before);
  });

  test('keeps two projects apart that use the same ids', async () => {
    const other = await server.newProject();
    const traceId = newTrace();
    await send([readable(traceId)]);
    await send([readable(traceId, { name: 'theirs' })], { of: other });
    expect(await spansOf(traceId)).toMatchObject([{ name: 'openai.chat.completions.create' }]);
    expect(await spansOf(traceId, other)).toMatchObject([{ name: 'theirs' }]);
  });

  test('refuses what is no list of spans, in words that its SDKs read', async () => {
    const sentence = { error: expect.any(String), message: expect.any(String) };
    for (const body of ['', '[', '"x"', '[{"traceId":', '{"resourceSpans":1}']) {
      const answer = await send(body);
      expect([answer.status, told(answer)]).toEqual([400, sentence]);
    }
    const [without, wrong] = [
      await send([], { headers: { 'x-api-key': '' } }),
      await send([], { headers: { 'x-api-key': 'f'.repeat(64) } }),
    ];
    expect([without.status, told(without)]).toEqual([400, sentence]);
    expect([wrong.status, told(wrong)]).toEqual([401, sentence]);
    expect((await send('x', { type: 'text/plain' })).status).toBe(415);
  });

  test('takes attributes of any shape without harm', async () => {
    const traceId = newTrace();
    const deep = `${'['.repeat(90)}1${']'.repeat(90)}`;
    const attributes = `{"__proto__":{"polluted":true},"constructor":1,"deep":${deep},"n":null,"list":[1,"a"]}`;
    const span = JSON.stringify(readable(traceId, { attributes: 'here' })).replace('"here"', attributes);
    expect((await send(`[${span}]`)).status).toBe(200);
    const [stored] = await spansOf(traceId);
    expect(stored?.attributes).toMatchObject({
      constructor: 1,
      list: [1, 'a'],
      'pharos.dropped_attributes': 1,
    });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
