import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aSpan } from '../../../testing/spans.ts';
import { type FilledStore, listQuery, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const at = (minutesAgo: number): bigint => BigInt(NOON - minutesAgo * 60_000) * 1_000_000n;
let count = 0;
const step = (traceId: string, minutesAgo: number, facts: Partial<Span> = {}): Partial<Span> => ({
  traceId,
  spanId: `s${++count}`,
  startNs: at(minutesAgo),
  endNs: at(minutesAgo) + 1_000_000_000n,
  ...facts,
});

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock('2026-03-01T12:00:00Z'));
  const ann = { userId: 'ann', sessionId: 'talk' };
  await store.put(OURS, {
    spans: [
      aSpan(step('t1', 300, { ...ann, input: { text: '你好, where is it?' } })),
      aModelCall(step('t1', 299, { ...ann, parentSpanId: 'x', input: { text: 'prompt' } })),
      aSpan(step('t2', 10, { ...ann, status: 'error', input: { text: 'and now?' } })),
      aModelCall(step('t3', 200, { userId: 'bob', sessionId: 'chat', model: 'claude' })),
      aSpan(
        step('t4', 100, {
          userId: 'ann',
          sessionId: 'alone',
          attributes: new Map([
            ['__proto__', 'x'],
            ['plan', 'pro'],
          ]),
        }),
      ),
      aSpan(step('t5', 60 * 24 * 20, { userId: 'bob', sessionId: 'old' })),
      aSpan(step('t6', 5)),
    ],
    uncounted: [aModelCall(step('t1', 298, { ...ann, parentSpanId: 'x' }))],
  });
  await store.put(THEIRS, {
    spans: [
      aSpan(
        step('t7', 1, {
          userId: 'ann',
          sessionId: 'talk',
          attributes: new Map([['spy', 'y']]),
          model: 'their-model',
        }),
      ),
    ],
  });
});
afterAll(() => store.close());

describe('sessions', () => {
  const list = async (filter = '', rest = {}) =>
    (await store.reader.sessions(OURS, listQuery(filter, rest))).data.map(({ sessionId }) => sessionId);

  it('are listed last seen first, with what they spent', async () => {
    const { data, nextCursor } = await store.reader.sessions(OURS, listQuery());
    expect(data.map(({ sessionId }) => sessionId)).toEqual(['talk', 'alone', 'chat']);
    expect(nextCursor).toBeNull();
    expect(data[0]).toEqual({
      sessionId: 'talk',
      userId: 'ann',
      startTime: '2026-03-01T07:00:00.000Z',
      lastSeen: '2026-03-01T11:50:00.000Z',
      traceCount: 2,
      errorCount: 1,
      tokens: 120,
      estimatedTokens: 0,
      cost: '0.00036',
      unpricedSpans: 0,
      firstInput: '你好, where is it?',
    });
  });

  it('are found by filters, by facts of the whole and by words', async () => {
    expect(await list('model:claude')).toEqual(['chat']);
    expect(await list('-user:ann')).toEqual(['chat']);
    expect(await list('status:error model:gpt-4.1')).toEqual(['talk']);
    expect(await list('spans:>2')).toEqual(['talk']);
    expect(await list('你好')).toEqual(['talk']);
    expect(await list('', { from: '2026-02-01T00:00:00Z' })).toEqual(['talk', 'alone', 'chat', 'old']);
  });

  it('come in pages that miss none and repeat none', async () => {
    for (const filter of ['', 'spans:>0']) {
      const seen: string[] = [];
      for (let cursor: string | undefined | null; cursor !== null; ) {
        const page = await store.reader.sessions(
          OURS,
          listQuery(filter, { limit: 1, ...(cursor && { cursor }) }),
        );
        seen.push(...page.data.map(({ sessionId }) => sessionId));
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(['talk', 'alone', 'chat']);
    }
  });

  it('open with their traces, oldest first', async () => {
    const session = await store.reader.session(OURS, 'talk');
    expect(session?.session).toMatchObject({ sessionId: 'talk', traceCount: 2 });
    expect(session?.traces.map(({ traceId, spanCount }) => [traceId, spanCount])).toEqual([
      ['t1', 3],
      ['t2', 1],
    ]);
    expect(await store.reader.session(OURS, 'nobody')).toBeUndefined();
    expect(await store.reader.session(OURS, '')).toBeUndefined();
  });
});

describe('users', () => {
  it('are listed last seen first, with what they did in the range', async () => {
    const { data } = await store.reader.users(OURS, listQuery());
    expect(data).toEqual([
      {
        userId: 'ann',
        firstSeen: '2026-03-01T07:00:00.000Z',
        lastSeen: '2026-03-01T11:50:00.000Z',
        traceCount: 3,
        sessionCount: 2,
        errorCount: 1,
        tokens: 120,
        estimatedTokens: 0,
        cost: '0.00036',
        unpricedSpans: 0,
      },
      expect.objectContaining({ userId: 'bob', traceCount: 1, sessionCount: 1 }),
    ]);
  });

  it('are found alone over all time, in their own project only', async () => {
    expect(await store.reader.user(OURS, 'bob')).toMatchObject({
      traceCount: 2,
      firstSeen: '2026-02-09T12:00:00.000Z',
    });
    expect(await store.reader.user(THEIRS, 'bob')).toBeUndefined();
    expect(await store.reader.user(THEIRS, 'ann')).toMatchObject({ traceCount: 1 });
    expect((await store.reader.sessions(THEIRS, listQuery())).data).toMatchObject([
      { sessionId: 'talk', traceCount: 1 },
    ]);
  });
});

describe('suggestions', () => {
  const values = async (field: string, text = '') =>
    (await store.reader.suggest(OURS, { field, text })).map(({ value, count }) => [value, count]);

  it('are the most frequent values that contain the text, in any case', async () => {
    expect(await values('user')).toEqual([
      ['ann', 5],
      ['bob', 1],
    ]);
    expect(await values('model', 'CLAU')).toEqual([['claude', 1]]);
    expect(await values('user', "' OR 1=1")).toEqual([]);
  });

  it('offer the keys and the values of attributes', async () => {
    expect(await values('attr.')).toEqual([
      ['__proto__', 1],
      ['plan', 1],
    ]);
    expect(await values('attr.', 'pl')).toEqual([['plan', 1]]);
    expect(await values('attr.plan')).toEqual([['pro', 1]]);
    expect(await values('attr.none')).toEqual([]);
  });

  it('are none for numbers, for unknown fields, and from other projects', async () => {
    expect(await values('cost')).toEqual([]);
    expect(await values('ttft')).toEqual([]);
    expect(await values('nonsense')).toEqual([]);
    expect(await values('model', 'their')).toEqual([]);
    expect(await values('attr.spy')).toEqual([]);
  });
});
