import type { Span } from '@pharos/core/span';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aSpan } from '../../../testing/spans.ts';
import { type FilledStore, listQuery, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const at = (minutesAgo: number): bigint => BigInt(NOON - minutesAgo * 60_000) * 1_000_000n;

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock('2026-03-01T12:00:00Z'));
});
afterAll(() => store.close());

let count = 0;
const step = (traceId: string, minutesAgo: number, facts: Partial<Span> = {}): Partial<Span> => ({
  traceId,
  spanId: `s${++count}`,
  startNs: at(minutesAgo),
  endNs: at(minutesAgo) + 2_000_000_000n,
  ...facts,
});

describe('the list of traces', () => {
  beforeAll(async () => {
    const support = {
      name: 'answer a question',
      userId: 'ann',
      sessionId: 'talk',
      input: { text: 'Where is my parcel? 我要退款' },
      output: { text: 'It costs 100% of "that"\nreally' },
      tags: ['beta'],
      attributes: new Map<string, string | number | boolean>([
        ['http.route', '/chat'],
        ['retries', 3],
        ['cached', true],
        ['plan', "it's \\ {odd:String} %"],
      ]),
      resource: new Map([['host.name', 'box-1']]),
    };
    await store.put(OURS, {
      spans: [
        aSpan(step('support', 5, { ...support, spanId: 'root', kind: 'agent', agentName: 'helper' })),
        aModelCall(
          step('support', 4.9, {
            parentSpanId: 'root',
            timeToFirstTokenNs: 300_000_000n,
            output: { text: 'こんにちは' },
          }),
        ),
        aModelCall(step('support', 4.8, { parentSpanId: 'root', model: 'claude', cost: undefined })),
        aSpan(
          step('support', 4.7, {
            parentSpanId: 'root',
            kind: 'tool',
            toolName: 'search',
            status: 'error',
            error: { type: 'TimeoutError', message: 'gone', stack: '' },
            statusMessage: 'upstream gone',
          }),
        ),
        // No root: its earliest span speaks for it, and its calls for what was said.
        aModelCall(
          step('rootless', 20, { parentSpanId: 'x', input: { text: 'first' }, output: { text: 'a' } }),
        ),
        aModelCall(
          step('rootless', 19, { parentSpanId: 'x', input: { text: 'second' }, output: { text: 'b' } }),
        ),
        aSpan(step('long', 60 * 20, { name: 'long job' })),
        aSpan(step('long', 1, { name: 'end of the long job', model: 'late-model' })),
      ],
      uncounted: [aModelCall(step('support', 4.95, { parentSpanId: 'root', kind: 'chain', model: '' }))],
    });
    await store.put(THEIRS, {
      spans: [
        aSpan(step('theirs', 5, { userId: 'ann', input: { text: 'parcel' } })),
        aSpan(step('support', 500, { userId: 'eve', name: 'same id, other project' })),
      ],
    });
  });

  const list = async (filter: string, rest = {}) =>
    (await store.reader.traces(OURS, listQuery(filter, rest))).data.map(({ traceId }) => traceId);

  it('gives the traces that start in the range, newest first', async () => {
    expect(await list('')).toEqual(['support', 'rootless', 'long']);
    expect(await list('', { from: '2026-03-01T11:00:00Z' })).toEqual(['support', 'rootless']);
    expect(await list('', { from: '2026-03-01T11:00:00Z', to: '2026-03-01T11:54:00Z' })).toEqual([
      'rootless',
    ]);
    expect(await list('', { from: '2020-01-01T00:00Z', to: '2020-01-02T00:00Z' })).toEqual([]);
  });

  it('sums a trace up from all its spans, counting usage once', async () => {
    const { data } = await store.reader.traces(OURS, listQuery('trace:support'));
    expect(data).toEqual([
      {
        traceId: 'support',
        name: 'answer a question',
        startTime: '2026-03-01T11:55:00.000Z',
        endTime: '2026-03-01T11:55:20.000Z',
        durationMs: 20_000,
        status: 'unset',
        errorCount: 1,
        spanCount: 5,
        usage: {
          input: 200,
          cachedRead: 0,
          cacheWrite: 0,
          output: 40,
          reasoning: 0,
          total: 240,
          estimated: 0,
        },
        cost: { total: '0.00036', currency: 'USD', unpricedSpans: 1 },
        timeToFirstTokenMs: 300,
        models: ['claude', 'gpt-4.1'],
        agents: ['helper'],
        userId: 'ann',
        sessionId: 'talk',
        environment: null,
        release: null,
        service: null,
        tags: ['beta'],
        inputPreview: 'Where is my parcel? 我要退款',
        outputPreview: 'It costs 100% of "that" really',
      },
    ]);
  });

  it('lets the earliest span and the model calls speak for a trace without a root', async () => {
    const { data } = await store.reader.traces(OURS, listQuery('trace:rootless'));
    expect(data).toMatchObject([{ name: 'chat gpt-4.1', inputPreview: 'first', outputPreview: 'b' }]);
  });

  it.each([
    ['model:claude', ['support']],
    ['model:gpt-4.1', ['support', 'rootless']],
    ['model:claude kind:tool user:ann', ['support']],
    ['-model:claude', ['rootless', 'long']],
    ['model:late-model', ['long']],
    ['status:error error:TimeoutError error:~UPSTREAM', ['support']],
    ['-status:error', ['rootless', 'long']],
    ['has:ttft', ['support']],
    ['-has:user', ['rootless', 'long']],
    ['tag:beta', ['support']],
    ['name:~QUESTION', ['support']],
    ['duration:>1h', ['long']],
    ['duration:<=1m', ['support']],
    ['cost:>0.0004', ['rootless']],
    ['tokens:240', ['support', 'rootless']],
    ['spans:>=4 errors:1', ['support']],
    ['-has:errors', ['rootless', 'long']],
    ['ttft:>=300ms spanDuration:2s', ['support']],
    ['attr.http.route:/chat', ['support']],
    ['attr.retries:3 attr.retries:>2 attr.cached:true', ['support']],
    ['attr.host.name:~BOX', ['support']],
    ['has:attr.plan', ['support']],
    [String.raw`attr.plan:"it's \\ {odd:String} %"`, ['support']],
    ['-has:attr.http.route', ['rootless', 'long']],
    [`user:"' OR 1=1 --"`, []],
  ])('finds by %s', async (filter, ids) => {
    expect(await list(filter)).toEqual(ids);
  });

  it.each([
    ['parcel', ['support']],
    ['PARCEL 退款', ['support']],
    ['我要退', ['support']],
    ['こんに', ['support']],
    ['"my parcel"', ['support']],
    ['"parcel my"', []],
    ['second first', ['rootless']],
    ['100%', ['support']],
    ['1%0', []],
    ['"of \\"that\\""', ['support']],
    ['/chat', ['support']],
    ['timeouterror', ['support']],
    ['parcel model:late-model', []],
  ])('finds the traces that say %s somewhere', async (filter, ids) => {
    expect(await list(filter)).toEqual(ids);
  });

  it('looks at the newest version of a span only', async () => {
    const call = aModelCall(step('twice', 3, { model: 'draft', status: 'error' }));
    await store.put(OURS, { spans: [call] });
    await store.put(OURS, { spans: [{ ...call, model: 'final', status: 'ok' }] });
    expect(await list('model:draft')).toEqual([]);
    expect(await list('model:final -status:error')).toEqual(['twice']);
    const { data } = await store.reader.traces(OURS, listQuery('trace:twice'));
    expect(data).toMatchObject([{ spanCount: 1, errorCount: 0, models: ['final'] }]);
  });

  it('says what is wrong with a filter and where, and refuses a foreign cursor', async () => {
    await expect(list('status:bad')).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'status is one of unset, ok, error',
      details: { filter: [{ start: 0, end: 10 }] },
    });
    await expect(list('', { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(list('a b c d e f g h i j k')).rejects.toThrow('at most 10 words');
  });
});

describe('pages of traces', () => {
  it('give every trace once, in order, wherever its spans lie', { timeout: 240_000 }, async () => {
    const minutes = fc.oneof(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 3 * 24 * 60 }),
      fc.constantFrom(15, 120, 960),
    );
    const trace = fc.record({ starts: fc.array(minutes, { minLength: 1, maxLength: 4 }), hit: fc.boolean() });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(trace, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (traces, limit) => {
          const project = `pages ${++round}` as typeof OURS;
          const spans = traces.flatMap(({ starts, hit }, i) =>
            starts.map((minutesAgo, j) =>
              aSpan(step(`t${i}`, minutesAgo, { model: hit && j === 0 ? 'hit' : '' })),
            ),
          );
          // In two inserts, so that the index has several rows of a trace.
          await store.put(project, { spans: spans.filter((_, i) => i % 2 === 0) });
          await store.put(project, { spans: spans.filter((_, i) => i % 2 === 1) });
          const ordered = traces
            .map(({ starts, hit }, i) => ({ id: `t${i}`, ago: Math.max(...starts), hit }))
            .sort((a, b) => a.ago - b.ago || (a.id < b.id ? 1 : -1));
          for (const [filter, expected] of [
            ['', ordered],
            ['model:hit', ordered.filter(({ hit }) => hit)],
            ['-model:hit', ordered.filter(({ hit }) => !hit)],
          ] as const) {
            const seen: string[] = [];
            for (let cursor: string | undefined | null; cursor !== null; ) {
              const page = await store.reader.traces(
                project,
                listQuery(filter, { limit, ...(cursor && { cursor }) }),
              );
              expect(page.data.length).toBeLessThanOrEqual(limit);
              seen.push(...page.data.map(({ traceId }) => traceId));
              cursor = page.nextCursor;
            }
            expect(seen).toEqual(expected.map(({ id }) => id));
          }
        },
      ),
      {
        numRuns: 12,
        examples: [
          [
            [
              { starts: [0, 1441], hit: true },
              { starts: [1441], hit: true },
            ],
            1,
          ],
        ],
      },
    );
  });
});
