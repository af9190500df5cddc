import type { AttributeValue, Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aLog, aModelCall, aScore, aSpan } from '../../../testing/spans.ts';
import { lastThatFits } from './contents.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const START = 1_790_000_000_000_000_000n;
const attributes = new Map<string, AttributeValue>([
  ['text', 'a'],
  ['number', 1.5],
  ['flag', true],
  ['nothing', null],
  ['list', [1, 'b', { deep: [] }]],
  ['huge', 9_007_199_254_740_993n],
  ['__proto__', 'hostile'],
  ['constructor', 7],
]);

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
  const root = aSpan({
    spanId: 'root',
    traceId: 't',
    name: 'run',
    kind: 'agent',
    endNs: START + 5_000_001_000n,
  });
  await store.put(OURS, {
    spans: [
      root,
      aModelCall({
        spanId: 'call',
        traceId: 't',
        parentSpanId: 'root',
        startNs: START + 1n,
        endNs: START + 1_000_001n,
        timeToFirstTokenNs: 500_000n,
        usage: { input: 100, cachedRead: 0, cacheWrite1h: 5, output: 20, total: 125, mismatch: true },
        cost: {
          input: '0.0002',
          cacheWrite1h: '0.00000001',
          output: '0.00016',
          total: '0.00036001',
          currency: 'USD',
          priceId: 'p',
          priceVersion: '',
        },
        userId: 'ann',
        tags: ['x'],
        status: 'error',
        statusMessage: 'too many requests',
        error: { type: 'RateLimitError', message: 'slow down', stack: 'at line 1' },
        input: { messages: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }] },
        output: { text: 'hello' },
        attributes,
        resource: new Map<string, AttributeValue>([
          ['service.name', 'bot'],
          ['__proto__', 'r'],
        ]),
        events: [{ name: 'retry', timeNs: START + 500n, attributes: new Map([['n', 2]]) }],
        links: [{ traceId: 'other', spanId: 'one', attributes: new Map() }],
        documents: [{ id: 'd1', content: 'text', score: 0.5 }],
        toolDefinitions: [{ name: 'search', parameters: { type: 'object' } }],
        convention: 'otel-genai',
        scopeName: 'sdk',
      }),
      aSpan({
        spanId: 'json',
        traceId: 't',
        parentSpanId: 'root',
        startNs: START + 2n,
        output: { json: { a: [1] } },
      }),
    ],
    uncounted: [
      aModelCall({
        spanId: 'twin',
        traceId: 't',
        parentSpanId: 'call',
        startNs: START + 3n,
        cost: undefined,
      }),
    ],
    scores: [aScore({ traceId: 't', comment: 'fine' }), aScore({ scoreId: 'elsewhere', traceId: 'u' })],
    logs: [
      aLog({
        traceId: 't',
        spanId: 'call',
        body: 'second',
        timeNs: START + 9n,
        severityText: '',
        severityNumber: 17,
      }),
      aLog({ traceId: 't', body: 'first', attributes }),
      aLog({ traceId: 't', body: 'first', attributes }),
    ],
  });
  await store.put(OURS, { spans: [{ ...root, name: 'run again' }] });
  await store.put(THEIRS, {
    spans: [aSpan({ spanId: 'spy', traceId: 't', name: 'theirs' }), aSpan({ traceId: 'secret' })],
    logs: [aLog({ traceId: 't', body: 'their log' })],
    scores: [aScore({ traceId: 't', scoreId: 'their score' })],
  });
});
afterAll(() => store.close());

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

describe('opening a trace', () => {
  it('gives the newest version of each of its spans, in order of start', async () => {
    const trace = await store.reader.trace(OURS, 't', 'full');
    expect(trace?.spans.map(({ spanId, name }) => [spanId, name])).toEqual([
      ['root', 'run again'],
      ['call', 'chat gpt-4.1'],
      ['json', 'step'],
      ['twin', 'chat gpt-4.1'],
    ]);
    expect(trace).toMatchObject({
      truncated: false,
      trace: {
        name: 'run again',
        spanCount: 4,
        errorCount: 1,
        usage: { total: 125 },
        cost: { total: '0.00036001' },
      },
      scores: [
        { scoreId: 'score-1', value: 1, comment: 'fine', label: null, time: '2026-09-21T14:13:20.000Z' },
      ],
    });
  });

  it('gives a span as the API promises it', async () => {
    const span = await store.reader.span(OURS, 't', 'call');
    expect(plain(span)).toEqual({
      traceId: 't',
      spanId: 'call',
      parentSpanId: 'root',
      name: 'chat gpt-4.1',
      kind: 'llm',
      startTime: '2026-09-21T14:13:20.000000001Z',
      endTime: '2026-09-21T14:13:20.001000001Z',
      durationMs: 1,
      status: 'error',
      statusMessage: 'too many requests',
      model: 'gpt-4.1',
      requestModel: 'gpt-4.1',
      provider: 'openai',
      usage: {
        input: 100,
        cachedRead: 0,
        cacheWrite1h: 5,
        output: 20,
        total: 125,
        counted: true,
        mismatch: true,
      },
      cost: {
        input: '0.0002',
        cacheWrite1h: '0.00000001',
        output: '0.00016',
        total: '0.00036001',
        currency: 'USD',
        priced: true,
        priceId: 'p',
      },
      timeToFirstTokenMs: 0.5,
      userId: 'ann',
      sessionId: null,
      agentName: null,
      agentVersion: null,
      toolName: null,
      namedStep: false,
      promptName: null,
      promptVersion: null,
      environment: null,
      release: null,
      service: null,
      tags: ['x'],
      convention: 'otel-genai',
      inputPreview: 'hi',
      outputPreview: 'hello',
      error: { type: 'RateLimitError', message: 'slow down', stack: 'at line 1' },
      input: [{ role: 'user', parts: [{ type: 'text', text: 'hi' }] }],
      output: 'hello',
      documents: [{ id: 'd1', content: 'text', score: 0.5 }],
      toolDefinitions: [{ name: 'search', parameters: { type: 'object' } }],
      attributes: JSON.parse(
        '{"text":"a","number":1.5,"flag":true,"nothing":null,"list":[1,"b",{"deep":[]}],"huge":"9007199254740993","__proto__":"hostile","constructor":7}',
      ),
      resource: JSON.parse('{"service.name":"bot","__proto__":"r"}'),
      scope: 'sdk',
      events: [{ name: 'retry', time: '2026-09-21T14:13:20.000000500Z', attributes: { n: 2 } }],
      links: [{ traceId: 'other', spanId: 'one', attributes: {} }],
    });
    expect(({} as { hostile?: unknown }).hostile).toBeUndefined();
  });

  it('says where usage is repeated, and where no price is known', async () => {
    expect(await store.reader.span(OURS, 't', 'twin')).toMatchObject({
      usage: { total: 120, counted: false },
      cost: { priced: false },
    });
    expect(await store.reader.span(OURS, 't', 'json')).toMatchObject({
      usage: null,
      cost: null,
      input: null,
      output: { a: [1] },
    });
  });

  it('gives a skeleton without text, attributes or the text of errors', async () => {
    const trace = await store.reader.trace(OURS, 't', 'skeleton');
    expect(trace?.spans).toHaveLength(4);
    expect(trace?.spans[1]).not.toHaveProperty('attributes');
    expect(trace?.spans[1]).not.toHaveProperty('input');
    expect(trace?.spans[1]).toMatchObject({ inputPreview: 'hi', usage: { total: 125 } });
  });

  it('knows nothing of other projects', async () => {
    expect(await store.reader.trace(OURS, 'secret', 'full')).toBeUndefined();
    expect(await store.reader.span(OURS, 't', 'spy')).toBeUndefined();
    expect(await store.reader.logs(OURS, 'secret')).toBeUndefined();
    expect((await store.reader.trace(THEIRS, 't', 'full'))?.spans.map(({ spanId }) => spanId)).toEqual([
      'spy',
    ]);
  });

  it('gives its log records once each, in order of time', async () => {
    expect(plain(await store.reader.logs(OURS, 't'))).toMatchObject([
      { body: 'first', severity: 'INFO', attributes: { number: 1.5, list: [1, 'b', { deep: [] }] } },
      { body: 'second', severity: 'ERROR', spanId: 'call' },
    ]);
  });

  it('leaves out the largest texts of a trace that is too large, and says so', async () => {
    const spans = Array.from(
      { length: 40 },
      (_, i): Span =>
        aSpan({
          traceId: 'large',
          spanId: `l${i}`,
          startNs: START + BigInt(i),
          input: { text: 'x'.repeat(i === 0 ? 10 : 900_000) },
        }),
    );
    await store.put(OURS, { spans });
    const trace = plain(await store.reader.trace(OURS, 'large', 'full')) as {
      spans: { input: string | null; contentOmitted?: true }[];
    };
    const omitted = trace.spans.filter(({ contentOmitted }) => contentOmitted === true);
    expect(trace.spans).toHaveLength(40);
    expect(omitted).toHaveLength(21);
    expect(omitted.every(({ input }) => input === null)).toBe(true);
    expect(trace.spans[0]?.input).toBe('x'.repeat(10));
    expect(JSON.stringify(trace).length).toBeLessThan(18 * 1024 * 1024);
    expect((await store.reader.span(OURS, 'large', 'l39'))?.input).toHaveLength(900_000);
  });

  it('stops at 20,000 spans and says so', async () => {
    const spans = Array.from({ length: 20_001 }, (_, i) =>
      aSpan({ traceId: 'endless', spanId: `e${i}`, startNs: START + BigInt(i) }),
    );
    await store.put(OURS, { spans });
    const trace = await store.reader.trace(OURS, 'endless', 'skeleton');
    expect(trace).toMatchObject({ truncated: true, trace: { spanCount: 20_001 } });
    expect(trace?.spans).toHaveLength(20_000);
  });
});

describe('the room for contents', () => {
  it.each([
    [[], 10, undefined],
    [[4, 3, 2], 10, [4, '0']],
    [[4, 3, 2], 8, [3, '1']],
    [[4, 4, 2], 9, [4, '0']],
    [[11], 10, undefined],
  ])('goes to the smallest of %j: in %i bytes up to %j', (sizes, room, last) => {
    expect(
      lastThatFits(
        sizes.map((size, i) => [size, String(i)] as const),
        room,
      ),
    ).toEqual(last);
  });
});
