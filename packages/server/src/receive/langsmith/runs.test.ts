import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ApiSpan, ApiTrace } from '@pharos/core/api/spans';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

type Run = Record<string, unknown> & { id: string };
type Operation = ['post' | 'patch', Run];

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
});
afterAll(() => server.close());

const request = async (
  path: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  { method = 'POST', to = project }: { method?: string; to?: TestProject } = {},
) => {
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers: { 'x-api-key': to.secretKey, 'content-type': 'application/json', ...headers },
    body: body as string,
  });
  return { status: answer.status, body: (await answer.json()) as { detail?: string } };
};
const accepted = { status: 202, body: {} };

const sendJson = (operations: Operation[], to = project) => {
  const of = (verb: string) => operations.filter(([each]) => each === verb).map(([, run]) => run);
  return request('/runs/batch', JSON.stringify({ post: of('post'), patch: of('patch') }), {}, { to });
};

const APART = ['inputs', 'outputs', 'events', 'extra', 'error', 'serialized'];
const part = (name: string, content: string | Uint8Array, header = 'Content-Type: application/json') => [
  Buffer.from(`--b\r\nContent-Disposition: form-data; name="${name}"\r\n${header}\r\n\r\n`),
  Buffer.from(content),
  Buffer.from('\r\n'),
];
const partsOf = ([verb, run]: Operation) => [
  ...part(
    `${verb}.${run.id}`,
    JSON.stringify(Object.fromEntries(Object.entries(run).filter(([key]) => !APART.includes(key)))),
  ),
  ...APART.flatMap((key) => (key in run ? part(`${verb}.${run.id}.${key}`, JSON.stringify(run[key])) : [])),
];
const END = Buffer.from('--b--\r\n');
const sendParts = (parts: Buffer[], headers: Record<string, string> = {}, end = END) =>
  request('/runs/multipart', Buffer.concat([...parts, end]), {
    'content-type': 'multipart/form-data; boundary=b',
    ...headers,
  });
const sendMultipart = (operations: Operation[]) => sendParts(operations.flatMap(partsOf));

const open = (traceId: string, of = project) => server.get<ApiTrace>(`/api/v1/traces/${traceId}`, of.headers);
const spansOf = async (traceId: string) => (await open(traceId)).spans as ApiSpan[];

let ids = 0;
const newId = () => `01a20a2f-d7a5-7000-8000-${String(++ids).padStart(12, '0')}`;
const at = (ms: number) => new Date(1_790_000_000_000 + ms).toISOString();
const stamp = (ms: number) => at(ms).replace(/[-:]/g, '').replace('.', '').replace('Z', '000Z');

/** A trace as an SDK tells it: each run posted, then patched; the child's end comes with its post. */
function story(): { traceId: string; told: Operation[] } {
  const [root, search, call] = [newId(), newId(), newId()];
  const order = (ms: number, id: string) =>
    id === root ? `${stamp(0)}${root}` : `${stamp(0)}${root}.${stamp(ms)}${id}`;
  const common = (ms: number, id: string) => ({
    id,
    trace_id: root,
    dotted_order: order(ms, id),
    session_name: 'support-bot',
    start_time: at(ms),
    ...(id !== root && { parent_run_id: root }),
  });
  const metadata = { user_id: 'ada', thread_id: 'chat-1' };
  return {
    traceId: root,
    told: [
      [
        'post',
        {
          ...common(0, root),
          name: 'support',
          run_type: 'chain',
          inputs: { question: 'Where?' },
          tags: ['eu'],
          extra: { metadata },
        },
      ],
      [
        'post',
        {
          ...common(10, search),
          name: 'search',
          run_type: 'retriever',
          inputs: { query: 'x' },
          outputs: { outputs: [{ page_content: 'On its way', metadata: {} }] },
          end_time: at(30),
          tags: [],
        },
      ],
      [
        'post',
        {
          ...common(40, call),
          name: 'ChatOpenAI',
          run_type: 'llm',
          inputs: { messages: [{ role: 'user', content: 'Where?' }] },
          extra: { metadata: { ...metadata, ls_provider: 'openai', ls_model_name: 'gpt-4.1' } },
        },
      ],
      [
        'patch',
        {
          ...common(40, call),
          end_time: 1_790_000_000_090,
          outputs: {
            choices: [{ message: { role: 'assistant', content: 'On its way.' }, finish_reason: 'stop' }],
            usage_metadata: {
              input_tokens: 100,
              output_tokens: 20,
              total_tokens: 120,
              input_token_details: { cache_read: 40 },
            },
          },
          extra: { metadata: { answered: true } },
        },
      ],
      [
        'patch',
        { ...common(0, root), end_time: at(95), outputs: { answer: 'On its way.' }, tags: ['eu', 'solved'] },
      ],
      // Of a run that was told whole; where and when it was, it does not say.
      [
        'patch',
        {
          id: search,
          trace_id: root,
          tags: ['checked'],
          extra: { metadata: { checked: true }, runtime: { sdk: 'langsmith-py' } },
        },
      ],
    ],
  };
}

const strip = ({ trace, spans }: ApiTrace, told: Operation[]) => {
  const known = [...new Set(told.map(([, run]) => run.id))];
  return JSON.parse(
    known.reduce((text, id, index) => text.replaceAll(id, `run-${index}`), JSON.stringify({ trace, spans })),
  ) as unknown;
};

describe('runs', () => {
  test.each([
    ['JSON', sendJson],
    ['a multipart body', sendMultipart],
  ])('tell a trace in %s', async (_, send) => {
    const { traceId, told } = story();
    expect(await send(told)).toEqual(accepted);
    const { trace, spans } = await open(traceId);
    expect(trace).toMatchObject({
      name: 'support',
      userId: 'ada',
      sessionId: 'chat-1',
      durationMs: 95,
      spanCount: 3,
      usage: { input: 60, cachedRead: 40, output: 20, total: 120 },
    });
    const [root, search, call] = spans as ApiSpan[];
    expect(root).toMatchObject({
      kind: 'chain',
      tags: ['eu', 'solved'],
      service: 'support-bot',
      parentSpanId: null,
    });
    expect(search).toMatchObject({
      kind: 'retriever',
      parentSpanId: traceId,
      documents: [{ content: 'On its way' }],
      tags: ['checked'],
      resource: { 'service.name': 'support-bot', 'telemetry.sdk.name': 'langsmith-py' },
    });
    expect(call).toMatchObject({
      kind: 'llm',
      model: 'gpt-4.1',
      provider: 'openai',
      durationMs: 50,
      cost: { priced: true },
    });
    expect(call?.attributes['langsmith.metadata.answered']).toBe(true);
  });

  test('come to the same in any order, in any number of requests and forms, however often sent', async () => {
    const model = story();
    await sendJson(model.told);
    const expected = strip(await open(model.traceId), model.told);
    const operations = model.told.map((_, index) => index);
    const requests = fc
      .tuple(
        fc.shuffledSubarray(operations, { minLength: operations.length }),
        fc.array(fc.constantFrom(...operations), { maxLength: 3 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()), { minLength: 9, maxLength: 9 }),
      )
      .map(([order, again, sizes]) => {
        const all = [...order, ...again];
        return sizes.map(([size, multipart]) => ({ multipart, part: all.splice(0, size) }));
      });
    await fc.assert(
      fc.asyncProperty(requests, async (sent) => {
        const { traceId, told } = story();
        for (const { part: chosen, multipart } of sent) {
          if (chosen.length === 0) continue;
          const send = multipart ? sendMultipart : sendJson;
          expect(await send(chosen.map((index) => told[index] as Operation))).toEqual(accepted);
        }
        expect(strip(await open(traceId), told)).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });

  test('are posted and patched one by one, as the API is described', async () => {
    const [hex, childHex] = [newId().replaceAll('-', ''), newId().replaceAll('-', '')];
    const dashed = (id: string) => id.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
    const run = (id: string, more: object) =>
      JSON.stringify({ id, name: 'x', run_type: 'chain', start_time: '2026-09-21T14:13:20.000001', ...more });
    expect(await request('/runs', run(hex, { inputs: { text: 'hi' } }))).toEqual(accepted);
    expect(await request('/runs', run(childHex, { parent_run_id: hex, run_type: 'llm' }))).toEqual(accepted);
    for (const id of [dashed(childHex), hex]) {
      const end = JSON.stringify({ outputs: { text: 'bye' }, end_time: '2026-09-21T14:13:21' });
      expect(await request(`/runs/${id}`, end, {}, { method: 'PATCH' })).toEqual(accepted);
    }
    const spans = await spansOf(dashed(hex));
    expect(spans).toMatchObject([
      { spanId: dashed(hex), startTime: '2026-09-21T14:13:20.000001Z', endTime: '2026-09-21T14:13:21.000Z' },
      { spanId: dashed(childHex), parentSpanId: dashed(hex), output: { text: 'bye' } },
    ]);
  });

  test('without an id have one by their content', async () => {
    const body = JSON.stringify({ name: 'anonymous', run_type: 'tool', start_time: at(1), end_time: at(2) });
    for (let i = 0; i < 2; i++) expect(await request('/runs', body)).toEqual(accepted);
    const range = `from=${at(-1000)}&to=${at(1000)}&filter=${encodeURIComponent('name:anonymous')}`;
    const { data } = await server.get<{ data: unknown[] }>(`/api/v1/traces?${range}`, project.headers);
    expect(data).toHaveLength(1);
  });

  test('of a type that nobody knows are kept as steps', async () => {
    const id = newId();
    await sendJson([['post', { id, name: 'odd', run_type: 'oracle', start_time: at(0), end_time: at(1) }]]);
    expect(await spansOf(id)).toMatchObject([{ name: 'odd', kind: 'span' }]);
  });

  test('are found under the path of an installation of LangSmith too', async () => {
    const { traceId, told } = story();
    expect(await request('/api/v1/runs/batch', JSON.stringify({ post: [told[0]?.[1]] }))).toEqual(accepted);
    expect(await spansOf(traceId)).toHaveLength(1);
  });

  test('of two projects are kept apart though their ids are the same', async () => {
    const other = await server.newProject();
    const { traceId, told } = story();
    const [[, root]] = told as [Operation];
    await sendJson([['post', root]]);
    await sendJson([['post', { ...root, name: 'theirs' }]], other);
    const patch = JSON.stringify({ end_time: at(7), outputs: { answer: 'secret' } });
    await request(`/runs/${traceId}`, patch, {}, { method: 'PATCH', to: other });
    expect(JSON.stringify(await open(traceId))).not.toMatch(/theirs|secret/);
    expect((await open(traceId, other)).trace).toMatchObject({ name: 'theirs', durationMs: 7 });
  });
});

describe('a multipart body of runs', () => {
  test('may be compressed as a whole, and its parts one by one', async () => {
    const { traceId, told } = story();
    const [, run] = told[0] as Operation;
    const { inputs, ...rest } = run;
    const parts = [
      ...part(`post.${run.id}`, JSON.stringify(rest)),
      ...part(`post.${run.id}.inputs`, gzipSync(JSON.stringify(inputs)), 'Content-Encoding: gzip'),
    ];
    const whole = gzipSync(Buffer.concat([...parts, END]));
    expect(await sendParts([], { 'content-encoding': 'gzip' }, whole)).toEqual(accepted);
    expect(await spansOf(traceId)).toMatchObject([{ input: { question: 'Where?' } }]);
  });

  test('brings files along, which are kept', async () => {
    const { traceId, told } = story();
    const [, run] = told[0] as Operation;
    const bytes = Buffer.concat([Buffer.alloc(300, 0xff), Buffer.from('\r\n--bb\r\n')]);
    const file = (name: string, type: string) =>
      part(`attachment.${run.id}.${name}`, bytes, `Content-Type: ${type}; length=${bytes.length}`);
    const parts = [...file('photo', 'image/png'), ...file('odd.name', 'no type'), ...partsOf(['post', run])];
    for (let sent = 0; sent < 2; sent++) expect(await sendParts(parts)).toEqual(accepted);
    const [{ attributes } = {} as ApiSpan] = await spansOf(traceId);
    const sha256 = createHash('sha256').update(bytes).digest();
    const kept = { size: bytes.length, sha256: sha256.toString('hex') };
    expect(attributes['langsmith.attachments']).toEqual({
      photo: { type: 'image/png', ...kept },
      'odd.name': { type: 'application/octet-stream', ...kept },
    });
    expect(attributes).not.toHaveProperty('pharos.dropped_attachments');
    const id = sha256.toString('base64url').slice(0, 22);
    const { url } = await server.get<{ url: string }>(`/api/public/media/${id}`, project.headers);
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(bytes);
    const other = await server.newProject();
    await expect(server.get(`/api/public/media/${id}`, other.headers)).rejects.toThrow('404');
  });

  test('as JSON says of files what is known, and that they are not kept', async () => {
    const { traceId, told } = story();
    const [, run] = told[0] as Operation;
    const attachments = { photo: ['image/png', 'abc'], data: { mime_type: 'a/b', data: [1, 2] } };
    expect(await sendJson([['post', { ...run, attachments }]])).toEqual(accepted);
    const [{ attributes } = {} as ApiSpan] = await spansOf(traceId);
    expect(attributes).toMatchObject({
      'langsmith.attachments': { photo: { type: 'image/png', size: 3 }, data: { type: 'a/b', size: 2 } },
      'pharos.dropped_attachments': 2,
    });
  });

  test('that was cut short leaves nothing behind, and says so', async () => {
    const { traceId, told } = story();
    const parts = told.flatMap(partsOf);
    const answer = await sendParts(parts.slice(0, -1), {}, Buffer.alloc(0));
    expect(answer).toEqual({ status: 400, body: { detail: expect.stringContaining('cut short') } });
    await expect(open(traceId)).rejects.toThrow('404');
  });

  test('is stored but for what is wrong with it', async () => {
    const { traceId, told } = story();
    const { status, body } = await sendParts([
      ...partsOf(told[0] as Operation),
      ...part('post.bad', '{'),
      ...part('patch.lost.outputs', '{}'),
      ...part('attachment.nobody.photo', 'x'),
      ...part('mystery.1', '{}'),
      ...partsOf(['post', { id: newId(), start_time: 'yesterday' }]),
      ...partsOf(['post', { id: newId(), start_time: '2099-01-01T00:00:00Z' }]),
    ]);
    expect(status).toBe(422);
    expect(body.detail).toMatch(/^6 of what was sent could not be taken/);
    expect(await spansOf(traceId)).toHaveLength(1);
  });

  test('brings feedback along', async () => {
    const { traceId, told } = story();
    const [, run] = told[0] as Operation;
    const feedback = (id: string, more: object) =>
      part(`feedback.${id}`, JSON.stringify({ id, run_id: run.id, trace_id: traceId, ...more }));
    const answer = await sendParts([
      ...feedback(newId(), { key: 'helpful', score: true, feedback_source: { type: 'app', metadata: {} } }),
      ...feedback(newId(), { key: 'tone', value: 'friendly', correction: { value: 'curt' } }),
      ...feedback(newId(), { score: 1 }),
      ...partsOf(['post', run]),
    ]);
    expect(answer).toEqual({ status: 422, body: { detail: expect.stringContaining('must have a key') } });
    const { scores } = await open(traceId);
    expect(scores).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'helpful', type: 'boolean', value: 1, source: 'feedback' }),
        expect.objectContaining({
          name: 'tone',
          type: 'categorical',
          label: 'friendly',
          metadata: { correction: { value: 'curt' } },
        }),
      ]),
    );
  });
});

describe('what cannot be taken', () => {
  test.each([
    ['/runs/batch', '{'],
    ['/runs/batch', '[]'],
    ['/runs/batch', '{"post": {}}'],
    ['/runs', '"run"'],
  ])('is refused in the words of LangSmith: %s %s', async (path, body) => {
    expect(await request(path, body)).toEqual({ status: 400, body: { detail: expect.any(String) } });
  });

  test('as the key of nobody, or one that may only read, is refused too', async () => {
    const to = { ...project, secretKey: 'lsv2_pt_nobody' };
    expect(await request('/runs/batch', '{}', {}, { to })).toEqual({
      status: 401,
      body: { detail: 'This API key is not known.' },
    });
    const reader = await server.newProject(['read']);
    expect(await request('/runs', '{}', {}, { to: reader })).toMatchObject({ status: 403 });
  });

  test('as text is told what is taken', async () => {
    const answer = await request('/runs', 'x', { 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
  });
});

test.each(['/info', '/api/v1/info'])('%s tells an SDK, whoever it is, how to send', async (path) => {
  const answer = await fetch(`${server.url}${path}`);
  expect(await answer.json()).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    batch_ingest_config: { use_multipart_endpoint: true, size_limit_bytes: 4_194_304 },
    instance_flags: { gzip_body_enabled: true, zstd_compression_enabled: true },
  });
});
