import type { ApiSpan, ApiTrace } from '@pharos/core/api/spans';
import type { Answer } from '@pharos/core/question';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

type Event = { id: string; type: string; timestamp: string; body: Record<string, unknown> };

let server: RunningApp;
let project: TestProject;
beforeAll(async () => {
  server = await startTestServer();
  project = await server.newProject();
});
afterAll(() => server.close());

const send = async (events: unknown[], to = project): Promise<{ status: number; body: never }> => {
  const answer = await fetch(`${server.url}/api/public/ingestion`, {
    method: 'POST',
    headers: { ...to.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ batch: events, metadata: { sdk_name: 'test' } }),
  });
  return { status: answer.status, body: (await answer.json()) as never };
};
const open = (traceId: string, of = project) => server.get<ApiTrace>(`/api/v1/traces/${traceId}`, of.headers);

const at = (ms: number) => new Date(1_790_000_000_000 + ms).toISOString();
const event = (id: string, type: string, ms: number, body: Record<string, unknown>): Event => ({
  id,
  type,
  timestamp: at(ms),
  body,
});

/** A trace as the SDK tells it: created, its steps created and updated, then given its output. */
const story = (traceId: string): Event[] => [
  event('e1', 'trace-create', 0, {
    id: traceId,
    timestamp: at(0),
    name: 'support',
    userId: 'ada',
    sessionId: 'chat-1',
    input: { question: 'Where is my parcel?' },
    tags: ['eu'],
    metadata: { channel: 'web' },
  }),
  event('e2', 'span-create', 10, { id: `${traceId}-s`, traceId, name: 'search', startTime: at(10) }),
  event('e3', 'span-update', 30, { id: `${traceId}-s`, traceId, output: ['a', 'b'], endTime: at(30) }),
  event('e4', 'generation-create', 40, {
    id: `${traceId}-g`,
    traceId,
    parentObservationId: `${traceId}-s`,
    name: 'answer',
    model: 'gpt-4.1',
    startTime: at(40),
    input: [{ role: 'user', content: 'Where is my parcel?' }],
  }),
  event('e5', 'generation-update', 90, {
    id: `${traceId}-g`,
    traceId,
    endTime: at(90),
    output: 'On its way.',
    usageDetails: { input: 100, output: 20, total: 120, input_cached_tokens: 40 },
  }),
  // Told whole by one event, and changed by a later one all the same.
  event('e7', 'generation-create', 91, {
    id: `${traceId}-w`,
    traceId,
    parentObservationId: `${traceId}-s`,
    name: 'embed',
    model: 'text-embedding-3-small',
    startTime: at(91),
    endTime: at(92),
    input: 'Where is my parcel?',
  }),
  event('e8', 'generation-update', 93, {
    id: `${traceId}-w`,
    traceId,
    usage: { input: 5, total: 5 },
    metadata: { cached: false },
  }),
  event('e6', 'trace-create', 95, {
    id: traceId,
    timestamp: at(95),
    output: { answer: 'On its way.' },
    tags: ['solved'],
    metadata: { solved: true },
  }),
];

describe('POST /api/public/ingestion', () => {
  test('tells a trace by its events', async () => {
    const { status, body } = await send(story('t-plain'));
    expect(status).toBe(207);
    expect(body).toEqual({
      successes: ['e1', 'e2', 'e3', 'e4', 'e5', 'e7', 'e8', 'e6'].map((id) => ({ id, status: 201 })),
      errors: [],
    });
    const { trace, spans } = await open('t-plain');
    expect(trace).toMatchObject({
      name: 'support',
      userId: 'ada',
      sessionId: 'chat-1',
      durationMs: 95,
      spanCount: 4,
      usage: { input: 65, cachedRead: 40, output: 20, total: 125 },
    });
    const [root, search, answer, embed] = spans as ApiSpan[];
    expect(embed).toMatchObject({ kind: 'embedding', parentSpanId: 't-plain-s', usage: { input: 5 } });
    expect(root).toMatchObject({ spanId: 't-plain', parentSpanId: null, tags: ['eu', 'solved'] });
    expect(search).toMatchObject({ parentSpanId: 't-plain', durationMs: 20, userId: 'ada' });
    expect(answer).toMatchObject({
      parentSpanId: 't-plain-s',
      kind: 'llm',
      model: 'gpt-4.1',
      durationMs: 50,
      cost: { priced: true },
    });
  });

  test('comes to the same in any order, in any number of requests, however often sent', async () => {
    await send(story('t-model'));
    const strip = ({ trace, spans, scores }: ApiTrace, id: string) =>
      JSON.parse(JSON.stringify({ trace, spans, scores }).replaceAll(id, 'trace')) as unknown;
    const model = strip(await open('t-model'), 't-model');
    let run = 0;
    const events = [0, 1, 2, 3, 4, 5, 6, 7];
    const requests = fc
      .tuple(
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.array(fc.constantFrom(...events), { maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 6, maxLength: 9 }),
      )
      .map(([order, again, sizes]) => {
        const all = [...order, ...again];
        return sizes.map((size) => all.splice(0, size)).concat([all]);
      });
    await fc.assert(
      fc.asyncProperty(requests, async (parts) => {
        const id = `t-order-${run++}`;
        const told = story(id);
        for (const part of parts) if (part.length > 0) await send(part.map((i) => told[i]));
        expect(strip(await open(id), id)).toEqual(model);
      }),
      { numRuns: 10 },
    );
  }, 120_000);

  test('an update waits for its create, and is not seen before', async () => {
    const [, create, update] = story('t-wait');
    expect((await send([update])).status).toBe(207);
    await expect(open('t-wait')).rejects.toThrow('404');
    await send([create]);
    expect((await open('t-wait')).spans).toMatchObject([
      { name: 'search', durationMs: 20, output: ['a', 'b'] },
    ]);
  });

  test('a trace lasts as long as the last thing in it, whenever that arrives', async () => {
    const [create, search, update] = story('t-long');
    await send([create]);
    await send([search]);
    await send([{ ...(update as Event), body: { ...(update as Event).body, endTime: at(5_000) } }]);
    expect((await open('t-long')).trace.durationMs).toBe(5_000);
  });

  test('what has not ended has no latency and no outcome; a trace has those of what it came to', async () => {
    // Whoever asks the same again within a moment gets the same answer.
    let asking = 0;
    const asked = async (traceId: string) => {
      const answer = await fetch(`${server.url}/api/v1/query`, {
        method: 'POST',
        headers: { ...project.headers, 'content-type': 'application/json' },
        body: JSON.stringify({
          metrics: ['requests', 'latencyP95', 'successRate', 'spanLatencyP95', 'openSpans'],
          filters: [{ field: 'trace', op: '=', values: [traceId] }],
          ...{ from: at(-60_000), to: at(60_000 + ++asking) },
        }),
      });
      const { series } = (await answer.json()) as Answer;
      return Object.values(series[0]?.totals ?? {});
    };
    const [create, , , generation, end] = story('t-open');
    await send([create]);
    expect(await asked('t-open')).toEqual([1, null, null, null, 1]);
    await send([generation, end]);
    expect(await asked('t-open')).toEqual([1, 90, 1, 90, 0]);
    await send([
      { ...(generation as Event), id: 'e9', body: { ...(generation as Event).body, id: 'never' } },
    ]);
    expect(await asked('t-open')).toEqual([1, 90, 1, 90, 1]);
  });

  test('judges each event on its own', async () => {
    const { status, body } = await send([
      event('good', 'trace-create', 0, { id: 't-mixed' }),
      event('what', 'trace-destroy', 0, { id: 't-mixed' }),
      { id: 'no-body', type: 'trace-create', timestamp: at(0) },
      event('when', 'span-create', 0, { id: 's', traceId: 't-mixed', startTime: 'yesterday' }),
      event('future', 'span-create', 0, { id: 'f', traceId: 't-mixed', startTime: '2099-01-01T00:00:00Z' }),
      event('score', 'score-create', 0, { traceId: 't-mixed', name: 'x', value: 'a', dataType: 'NUMERIC' }),
      event('aim', 'score-create', 0, { name: 'x', value: 1 }),
      'nonsense',
    ]);
    expect(status).toBe(207);
    expect(body).toMatchObject({
      successes: [{ id: 'good', status: 201 }],
      errors: [
        { id: 'what', status: 400, message: expect.stringContaining('trace-destroy') },
        { id: 'no-body', status: 400, message: 'an event must have a body' },
        { id: 'when', status: 400, message: 'startTime must be an ISO 8601 time' },
        { id: 'future', status: 400, message: expect.stringContaining('future') },
        { id: 'score', status: 400, message: 'the value must be a number' },
        { id: 'aim', status: 400, message: expect.stringContaining('traceId') },
        { id: '', status: 400, message: 'an event must be an object' },
      ],
    });
  });

  test('shows scores of every type with their trace', async () => {
    const traceId = 't-scored';
    const score = (id: string, body: object) => event(id, 'score-create', 1, { traceId, name: id, ...body });
    await send([
      story(traceId)[0],
      score('number', { value: 0.5, comment: '回答很清楚' }),
      score('truth', { value: 1, dataType: 'BOOLEAN' }),
      score('word', { value: 'friendly' }),
      score('text', { value: 'well said', dataType: 'TEXT' }),
    ]);
    expect((await open(traceId)).scores).toMatchObject([
      { name: 'number', type: 'numeric', value: 0.5, comment: '回答很清楚', source: 'api' },
      { name: 'text', type: 'text', label: 'well said' },
      { name: 'truth', type: 'boolean', value: 1 },
      { name: 'word', type: 'categorical', label: 'friendly' },
    ]);
  });

  test('refuses what is no batch, and a key it does not know, in its own words', async () => {
    const post = (body: string, headers: Record<string, string> = project.headers) =>
      fetch(`${server.url}/api/public/ingestion`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      });
    for (const body of ['', '{', '[]', '{"batch": 1}']) {
      const answer = await post(body);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        message: expect.any(String),
        error: 'InvalidRequestError',
      });
    }
    const denied = await post('{"batch":[]}', { authorization: `Basic ${btoa('pk-lf-x:sk-lf-x')}` });
    expect([denied.status, await denied.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'UnauthorizedError' }),
    ]);
  });

  test('keeps two projects apart that use the same ids', async () => {
    const other = await server.newProject();
    const [create] = story('t-both');
    await send([create]);
    await send([{ ...create, body: { id: 't-both', name: 'theirs', output: 'secret' } }], other);
    expect((await open('t-both')).trace.name).toBe('support');
    expect((await open('t-both', other)).trace.name).toBe('theirs');
  });
});
