import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aScore, aSpan } from '../../../testing/spans.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const at = (minutesAgo: number): bigint => BigInt(NOON - minutesAgo * 60_000) * 1_000_000n;
const iso = (minutesAgo: number) => new Date(NOON - minutesAgo * 60_000).toISOString();
const span = (traceId: string, spanId: string, minutesAgo: number, facts: Partial<Span> = {}): Span =>
  aSpan({ traceId, spanId, startNs: at(minutesAgo), ...facts });
const call = (traceId: string, spanId: string, minutesAgo: number, facts: Partial<Span> = {}): Span =>
  aModelCall({ traceId, spanId, startNs: at(minutesAgo), endNs: at(minutesAgo) + 5n, ...facts });

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock('2026-03-01T12:00:00Z'));
  await store.put(OURS, {
    spans: [
      span('t1', 'r1', 300, {
        name: 'support',
        userId: 'ann',
        sessionId: 'talk',
        tags: ['a', 'b'],
        input: { text: 'hello' },
      }),
      call('t1', 'c1', 299, { parentSpanId: 'r1', output: { text: 'hi' }, environment: 'prod' }),
      span('t2', 'r2', 200, {
        name: 'search',
        tags: ['a'],
        sessionId: 'talk',
        attributes: new Map([['called', 'support']]),
      }),
      span('t3', 'r3', 60 * 24 * 40, { name: 'old', sessionId: 'past' }),
      call('t4', 'c4', 100, { parentSpanId: 'lost', userId: 'bob' }),
    ],
    scores: [aScore({ scoreId: 'good', traceId: 't1' }), aScore({ scoreId: 'nice', traceId: 't1' })],
  });
  // A newer version of a span is the same span.
  await store.put(OURS, { spans: [span('t2', 'r2', 200, { name: 'search again', sessionId: 'talk' })] });
  await store.put(THEIRS, { spans: [span('t9', 'r9', 1, { userId: 'ann', sessionId: 'talk' })] });
});
afterAll(() => store.close());

describe('a part of the traces', () => {
  const part = async (query: Partial<Parameters<typeof store.reader.tracePart>[1]> = {}) => {
    const { data, total } = await store.reader.tracePart(OURS, { limit: 10, ...query });
    return [data.map(({ trace }) => trace.traceId).join(' '), total];
  };

  it.each([
    ['is of all time, newest first', {}, 't4 t2 t1 t3', 4],
    ['oldest first', { order: 'asc' as const }, 't3 t1 t2 t4', 4],
    ['page by page', { limit: 2, offset: 2 }, 't1 t3', 4],
    ['beyond the end', { limit: 2, offset: 20 }, '', 4],
    ['that starts in a range', { from: iso(299.5), to: iso(100) }, 't2', 1],
    [
      'whose spans meet conditions',
      { filters: [{ field: 'user', op: '=' as const, values: ['ann'] }] },
      't1',
      1,
    ],
    ['of a name', { named: { name: 'support', attributes: [] } }, 't1', 1],
    ['no more of the name it had', { named: { name: 'search', attributes: [] } }, '', 0],
  ])('%s', async (_, query, ids, total) => {
    expect(await part(query)).toEqual([ids, total]);
  });

  it('finds a name under an attribute of any span', async () => {
    await store.put(OURS, {
      spans: [span('t5', 'r5', 400, { name: 'x', attributes: new Map([['called', 'wanted']]) })],
    });
    expect(await part({ named: { name: 'wanted', attributes: ['called'] } })).toEqual(['t5', 1]);
  });

  it('comes with roots and ids when asked for', async () => {
    const { data } = await store.reader.tracePart(OURS, {
      limit: 10,
      to: iso(50),
      from: iso(320),
      roots: 'full',
      withIds: true,
    });
    const [orphan, , told] = data;
    expect(orphan?.root).toBeUndefined();
    expect(told).toMatchObject({
      root: { spanId: 'r1', input: 'hello' },
      spanIds: ['c1', 'r1'],
      scoreIds: ['good', 'nice'],
    });
    const bare = await store.reader.tracePart(OURS, {
      limit: 10,
      to: iso(50),
      from: iso(320),
      roots: 'bare',
    });
    expect(bare.data[2]?.root).toMatchObject({ spanId: 'r1', input: null, contentOmitted: true });
    const none = await store.reader.tracePart(OURS, { limit: 10, to: iso(50), from: iso(320) });
    expect(none.data[2]).toMatchObject({ root: undefined, spanIds: [], scoreIds: [] });
  });

  it('refuses a range turned around', async () => {
    await expect(part({ from: iso(1), to: iso(2) })).rejects.toThrow('before');
  });
});

describe('a part of the sessions', () => {
  it('is by when they began', async () => {
    const part = (query: object) => store.reader.sessionPart(OURS, { limit: 10, ...query });
    expect(await part({})).toEqual({
      data: [
        { sessionId: 'talk', startTime: iso(300), environment: null },
        { sessionId: 'past', startTime: iso(60 * 24 * 40), environment: null },
      ],
      total: 2,
    });
    expect((await part({ to: iso(400) })).data).toMatchObject([{ sessionId: 'past' }]);
    expect((await part({ environments: ['prod'] })).total).toBe(0);
  });
});

describe('lines of traces', () => {
  it('are of those there are', async () => {
    const lines = await store.reader.traceSummaries(OURS, ['t1', 't9', 'none']);
    expect(lines).toMatchObject([{ traceId: 't1', name: 'support', tags: ['a', 'b'] }]);
  });
});
