import type { QuestionInput } from '@pharos/core/question';
import { questionSchema } from '@pharos/core/question';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aCost, aModelCall, aSpan } from '../../../testing/spans.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const at = (minutes: number): bigint => BigInt(NOON + minutes * 60_000) * 1_000_000n;
let ids = 0;
const placed = (minutes: number, durationMs: number, facts: Partial<Span> = {}): Partial<Span> => ({
  spanId: `span${++ids}`,
  traceId: `trace${ids}`,
  startNs: at(minutes),
  endNs: at(minutes) + BigInt(durationMs) * 1_000_000n,
  ...facts,
});

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
  await store.put(OURS, {
    spans: [
      aSpan(placed(1, 100, { userId: 'ann', kind: 'agent' })),
      aSpan(placed(2, 300, { userId: 'ann', kind: 'agent', status: 'error' })),
      aSpan(placed(125, 200, { userId: 'bob', kind: 'agent', tags: ['beta', 'eu'] })),
      aModelCall(placed(1, 50, { parentSpanId: 'x', userId: 'ann', cost: aCost('0.000000000001') })),
      aModelCall(
        placed(3, 50, {
          parentSpanId: 'x',
          model: 'claude',
          cost: { ...aCost('0.1'), cacheSaved: '-0.00000000025' },
          usageEstimated: true,
          timeToFirstTokenNs: 20_000_000n,
          usage: { input: 100, cachedRead: 300, output: 10, total: 410 },
        }),
      ),
      aModelCall(placed(4, 50, { parentSpanId: 'x', model: 'claude', cost: aCost('0.2') })),
      aModelCall(placed(126, 50, { parentSpanId: 'x', model: 'mystery', cost: undefined })),
      // The hour before.
      aModelCall(placed(-30, 50, { model: 'claude', cost: aCost('5') })),
    ],
    uncounted: [aModelCall(placed(3, 60, { parentSpanId: 'x', model: 'claude', cost: aCost('100') }))],
  });
  await store.put(THEIRS, { spans: [aModelCall(placed(1, 9999, { userId: 'eve', cost: aCost('77') }))] });
});
afterAll(() => store.close());

const ask = (question: Partial<QuestionInput>) =>
  store.reader.ask(
    OURS,
    questionSchema.parse({
      metrics: ['requests'],
      from: '2026-03-01T12:00:00Z',
      to: '2026-03-01T15:00:00Z',
      ...question,
    }),
  );

describe('a question', () => {
  it('answers many metrics at once, each over its own rows', async () => {
    const { series } = await ask({
      metrics: [
        'requests',
        'errorRate',
        'latencyP50',
        'latencyAvg',
        'modelCalls',
        'tokens',
        'ttftP95',
        'users',
      ],
    });
    expect(series).toEqual([
      {
        group: [],
        other: false,
        totals: {
          requests: 3,
          errorRate: 1 / 3,
          latencyP50: 200,
          latencyAvg: 200,
          modelCalls: 4,
          tokens: 770,
          ttftP95: 20,
          users: 2,
        },
        exact: {},
      },
    ]);
  });

  it('adds money exactly and counts no usage twice', async () => {
    const { series } = await ask({ metrics: ['cost', 'unpricedCalls', 'cacheHitRate'] });
    expect(series[0]?.exact).toEqual({ cost: '0.300000000001' });
    expect(series[0]?.totals).toEqual({ cost: 0.300000000001, unpricedCalls: 1, cacheHitRate: 300 / 700 });
  });

  it('divides money by requests, by successes, and by users who spent it', async () => {
    const metrics = ['cost', 'costPerRequest', 'costPerSuccess', 'costPerUser', 'costPerSession'];
    const { series } = await ask({ metrics });
    expect(series[0]?.exact).toEqual({ cost: '0.300000000001' });
    expect(series[0]?.totals).toEqual({
      cost: 0.300000000001,
      costPerRequest: 0.300000000001 / 3,
      costPerSuccess: 0.300000000001 / 2,
      // Bob's and Ann's: what was spent by nobody known is not theirs.
      costPerUser: 0.000000000001 / 2,
      costPerSession: null,
    });
  });

  it('tells what caching saved, to the digit, and how many tokens are estimates', async () => {
    const { series } = await ask({ metrics: ['cacheSavings', 'estimatedTokens', 'estimatedTokenShare'] });
    expect(series[0]?.exact).toEqual({ cacheSavings: '-0.00000000025' });
    expect(series[0]?.totals).toMatchObject({ estimatedTokens: 410, estimatedTokenShare: 410 / 770 });
  });

  it('gives every bucket of the range, 0 for counts and null for quantiles without data', async () => {
    const answer = await ask({ metrics: ['requests', 'latencyP95', 'errorRate'], bucketSeconds: 3600 });
    expect(answer.buckets).toEqual([
      '2026-03-01T12:00:00.000Z',
      '2026-03-01T13:00:00.000Z',
      '2026-03-01T14:00:00.000Z',
    ]);
    expect(answer.series[0]?.points).toEqual({
      requests: [2, 0, 1],
      latencyP95: [300, null, 200],
      errorRate: [0.5, null, 0],
    });
    expect(answer.series[0]?.totals).toMatchObject({ requests: 3, latencyP95: 300 });
  });

  it('begins buckets earlier by what is asked for, and loses nothing at their edges', async () => {
    const whole = { from: '2026-03-01T11:30:00Z', to: '2026-03-01T15:30:00Z', compare: true };
    const answer = await ask({
      ...whole,
      metrics: ['spans'],
      bucketSeconds: 7200,
      bucketOffsetSeconds: 1800,
    });
    expect(answer.buckets).toEqual(['2026-03-01T11:30:00.000Z', '2026-03-01T13:30:00.000Z']);
    const halves = [
      { from: '2026-03-01T11:30:00Z', to: '2026-03-01T13:30:00Z' },
      { from: '2026-03-01T13:30:00Z', to: '2026-03-01T15:30:00Z' },
    ];
    const alone = await Promise.all(halves.map((half) => ask({ ...half, metrics: ['spans'] })));
    expect(answer.series[0]?.points?.spans).toEqual(alone.map(({ series }) => series[0]?.totals.spans));
    expect(answer.series[0]?.previousPoints?.spans).toHaveLength(2);
  });

  it('answers an empty range with zeros and nulls', async () => {
    const { series } = await ask({
      metrics: ['requests', 'latencyP95', 'cost'],
      from: '2020-01-01T00:00:00Z',
      to: '2020-01-02T00:00:00Z',
      bucketSeconds: 43_200,
      compare: true,
    });
    expect(series).toEqual([
      {
        group: [],
        other: false,
        totals: { requests: 0, latencyP95: null, cost: 0 },
        exact: { cost: '0' },
        previous: { requests: 0, latencyP95: null, cost: 0 },
        points: { requests: [0, 0], latencyP95: [null, null], cost: [0, 0] },
        previousPoints: { requests: [0, 0], latencyP95: [null, null], cost: [0, 0] },
      },
    ]);
  });

  it('aligns buckets to UTC multiples, whatever the range starts with', async () => {
    const answer = await ask({
      from: '2026-03-01T12:01:30Z',
      to: '2026-03-01T13:10:00Z',
      bucketSeconds: 1800,
    });
    expect(answer.buckets?.[0]).toBe('2026-03-01T12:00:00.000Z');
    expect(answer.series[0]?.points?.requests).toEqual([1, 0, 0]);
  });

  it('keeps the largest groups by the first metric and puts the rest together', async () => {
    const { series } = await ask({
      metrics: ['cost', 'modelCalls', 'modelLatencyP95'],
      dimensions: ['model'],
      filters: [{ field: 'kind', op: '=', values: ['llm'] }],
      limit: 1,
      bucketSeconds: 3600,
    });
    expect(
      series.map(({ group, other, exact, totals, points }) => ({ group, other, exact, totals, points })),
    ).toEqual([
      {
        group: ['claude'],
        other: false,
        exact: { cost: '0.3' },
        totals: { cost: 0.3, modelCalls: 2, modelLatencyP95: 50 },
        points: { cost: [0.3, 0, 0], modelCalls: [2, 0, 0], modelLatencyP95: [50, null, null] },
      },
      {
        group: [''],
        other: true,
        exact: { cost: '0.000000000001' },
        totals: { cost: 1e-12, modelCalls: 2, modelLatencyP95: 50 },
        points: { cost: [1e-12, 0, 0], modelCalls: [1, 0, 1], modelLatencyP95: [50, null, 50] },
      },
    ]);
  });

  it('ranks by shares, quantiles and distinct counts too, unknown last', async () => {
    const groups = async (metric: string) =>
      (await ask({ metrics: [metric], dimensions: ['user'] })).series.map(({ group }) => group[0]);
    expect(await groups('errorRate')).toEqual(['ann', 'bob', '']);
    expect(await groups('latencyP99')).toEqual(['ann', 'bob', '']);
    expect(await groups('traces')).toEqual(['', 'ann', 'bob']);
  });

  it('groups by several dimensions, and a span with two tags counts under both', async () => {
    const pairs = await ask({ dimensions: ['user', 'kind'], metrics: ['requests'] });
    expect(
      pairs.series.find(({ group }) => group[0] === 'ann' && group[1] === 'agent')?.totals.requests,
    ).toBe(2);
    const tags = await ask({ dimensions: ['tag'], metrics: ['requests'] });
    expect(tags.series.map(({ group, totals }) => [group[0], totals.requests])).toEqual([
      ['', 2],
      ['beta', 1],
      ['eu', 1],
    ]);
  });

  it('compares with the period of the same length right before', async () => {
    const { series } = await ask({
      metrics: ['cost', 'modelCalls'],
      dimensions: ['model'],
      filters: [{ field: 'model', op: '=', values: ['claude'] }],
      from: '2026-03-01T12:00:00Z',
      to: '2026-03-01T13:00:00Z',
      bucketSeconds: 1200,
      compare: true,
    });
    expect(series).toEqual([
      {
        group: ['claude'],
        other: false,
        totals: { cost: 0.3, modelCalls: 2 },
        exact: { cost: '0.3' },
        previous: { cost: 5, modelCalls: 1 },
        points: { cost: [0.3, 0, 0], modelCalls: [2, 0, 0] },
        previousPoints: { cost: [0, 5, 0], modelCalls: [0, 1, 0] },
      },
    ]);
  });

  it('counts only the newest version of a span', async () => {
    const call = aModelCall(
      placed(170, 50, { traceId: 'twice', spanId: 'twice', model: 'again', cost: aCost('1') }),
    );
    await store.put(OURS, { spans: [call] });
    await store.put(OURS, { spans: [{ ...call, cost: aCost('2') }] });
    const { series } = await ask({
      metrics: ['modelCalls', 'cost'],
      filters: [{ field: 'model', op: '=', values: ['again'] }],
    });
    expect(series[0]).toMatchObject({ totals: { modelCalls: 1 }, exact: { cost: '2' } });
  });

  it('filters rows by span facts, and whole traces by trace facts', async () => {
    const total = async (filters: QuestionInput['filters']) =>
      (await ask({ metrics: ['spans'], filters, to: '2026-03-01T14:40:00Z' })).series[0]?.totals.spans;
    expect(await total([{ field: 'user', op: '=', values: ['ann', 'bob'] }])).toBe(4);
    expect(await total([{ field: 'user', op: '!=', values: ['ann'] }])).toBe(5);
    expect(await total([{ field: 'spanDuration', op: '>=', values: [200] }])).toBe(2);
    expect(await total([{ field: 'ttft', op: 'exists', values: [] }])).toBe(1);
    expect(await total([{ field: 'tag', op: 'contains', values: ['BET'] }])).toBe(1);
    expect(await total([{ field: 'cost', op: '>', values: [0.15] }])).toBe(1);
    expect(await total([{ field: 'duration', op: '>', values: [250] }])).toBe(1);
  });

  it('refuses what is too large or turned around, in words', async () => {
    await expect(ask({ bucketSeconds: 1 })).rejects.toThrow('That makes 10800 buckets, more than 2000');
    await expect(ask({ bucketSeconds: 10, dimensions: ['user'], limit: 1000 })).rejects.toThrow(
      'choose fewer groups',
    );
    await expect(ask({ to: '2026-03-01T11:00:00Z' })).rejects.toThrow('`from` must be before `to`');
  });

  it('never counts another project', async () => {
    const { series } = await ask({ metrics: ['cost'], dimensions: ['user'] });
    expect(series.map(({ group }) => group[0])).not.toContain('eve');
  });
});
