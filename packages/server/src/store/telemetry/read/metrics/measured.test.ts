import { type MetricQuestion, metricQuestionSchema } from '@pharos/core/api/metrics';
import { explicitCells, exponentialCells } from '@pharos/core/metric-points/cells';
import { increase } from '@pharos/core/metric-points/increase';
import type { MetricPoint } from '@pharos/core/metric-points/point';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPoint } from '../../../../testing/points.ts';
import { scopeTo } from '../../../scope.ts';
import { type FilledStore, openFilledStore } from '../testing/filled-store.ts';

const FROM = Date.parse('2026-09-21T14:00:00Z');
const NS = BigInt(FROM) * 1_000_000n;
const MINUTE_NS = 60_000_000_000n;
const minute = (n: number): bigint => NS + BigInt(n) * MINUTE_NS;

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore({ nowMs: () => FROM });
});
afterAll(() => store.close());

let projects = 0;
/** A project of its own with these points; how it is asked. */
async function measured(...points: MetricPoint[]) {
  const project = `project-${++projects}`;
  await store.put(project, { points });
  const ask = (question: Partial<MetricQuestion>) =>
    store.reader.measured(
      scopeTo(project),
      metricQuestionSchema.parse({
        ...{ metric: 'queue', aggregation: 'avg' },
        from: new Date(FROM).toISOString(),
        to: new Date(FROM + 600_000).toISOString(),
        ...question,
      }),
    );
  const total = async (aggregation: MetricQuestion['aggregation'], question: Partial<MetricQuestion> = {}) =>
    (await ask({ ...question, aggregation })).series[0]?.total;
  return { project, ask, total };
}

const gauge = (n: number, value: number, attributes = {}) => aPoint({ timeNs: minute(n), value, attributes });
const counter = (
  n: number,
  value: number,
  { startNs = minute(-60), attributes = {}, temporality = 'cumulative' as const, monotonic = true } = {},
) =>
  aPoint({
    metric: { kind: 'sum', temporality, monotonic },
    ...{ timeNs: minute(n), value, startNs, attributes },
  });

describe('a gauge', () => {
  it('is told by its values, in each bucket and over all', async () => {
    const { ask, total } = await measured(gauge(0, 4), gauge(1, 2), gauge(6, 9));
    expect(await ask({ aggregation: 'avg', bucketSeconds: 300 })).toMatchObject({
      ...{ metric: 'queue', kind: 'gauge', unit: '1', bucketSeconds: 300, more: false },
      buckets: ['2026-09-21T14:00:00.000Z', '2026-09-21T14:05:00.000Z'],
      series: [{ group: [], total: 5, points: [3, 9] }],
    });
    expect(
      await Promise.all((['min', 'max', 'last', 'count', 'p50'] as const).map((each) => total(each))),
    ).toEqual([2, 9, 9, 3, 4]);
  });

  it('of several sources adds up by the newest value of each', async () => {
    const { ask } = await measured(
      gauge(0, 4, { pool: 'a' }),
      gauge(1, 5, { pool: 'a' }),
      gauge(1, 7, { pool: 'b' }),
    );
    const { series } = await ask({ aggregation: 'sum', bucketSeconds: 300 });
    expect(series).toEqual([{ group: [], total: 12, points: [12, null] }]);
  });

  it('has no rate', async () => {
    const { ask } = await measured(gauge(0, 4));
    await expect(ask({ aggregation: 'rate' })).rejects.toThrow('rate is not known of a gauge');
  });

  it('without a recorded value has none', async () => {
    const { total } = await measured(gauge(0, 4), aPoint({ timeNs: minute(1), noValue: true, value: 0 }));
    expect(await total('min')).toBe(4);
  });
});

describe('a counter', () => {
  it('is told by what was counted in each bucket, on from the point before the range', async () => {
    const { ask } = await measured(counter(-1, 100), counter(1, 130), counter(4, 160), counter(6, 190));
    const asked = { bucketSeconds: 300 };
    expect((await ask({ ...asked, aggregation: 'sum' })).series).toEqual([
      { group: [], total: 90, points: [60, 30] },
    ]);
    expect((await ask({ ...asked, aggregation: 'rate' })).series).toEqual([
      { group: [], total: 90 / 600, points: [60 / 300, 30 / 300] },
    ]);
  });

  it('that goes up and down adds up by its newest values', async () => {
    const { total } = await measured(
      counter(1, 8, { monotonic: false, attributes: { pool: 'a' } }),
      counter(2, 3, { monotonic: false, attributes: { pool: 'a' } }),
      counter(2, 4, { monotonic: false, attributes: { pool: 'b' } }),
    );
    expect(await total('sum')).toBe(7);
  });

  it('grows as the rule says, whatever its restarts, gaps, redeliveries and temporality', async () => {
    const reading = fc.record({
      n: fc.integer({ min: -8, max: 9 }),
      value: fc.nat({ max: 1000 }),
      start: fc.constantFrom(0n, minute(-60), minute(-5), minute(3)),
    });
    const series = fc.record({
      temporality: fc.constantFrom('delta' as const, 'cumulative' as const),
      readings: fc.uniqueArray(reading, { selector: ({ n }) => n, minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(series, { minLength: 1, maxLength: 3 }), async (list) => {
        const points = list.flatMap(({ temporality, readings }, i) =>
          readings.map(({ n, value, start }) =>
            aPoint({
              metric: { kind: 'sum', temporality, monotonic: true },
              ...{ timeNs: minute(n), value, startNs: start, attributes: { i: String(i) } },
            }),
          ),
        );
        const expected = list.map(({ temporality, readings }) => {
          const known = [...readings]
            .sort((a, b) => a.n - b.n)
            .map((each) => ({ ...each, startNs: each.start }));
          return known.reduce(
            (sum, each, at) =>
              sum + (each.n < 0 ? 0 : increase(each, known[at - 1], temporality, minute(-10))),
            0,
          );
        });
        const { total, project } = await measured(...points);
        await store.put(project, { points: points.slice(0, 3) });
        const found = await total('sum');
        const sum = expected.reduce((all, each) => all + each, 0);
        if (found === undefined)
          expect(list.flatMap((each) => each.readings).every(({ n }) => n < 0)).toBe(true);
        else expect(found).toBe(sum);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a histogram', () => {
  const bounds = [1, 2, 4];
  const histogram = (
    n: number,
    counts: number[],
    sum: number,
    facts: Partial<Omit<MetricPoint, 'metric' | 'attributes'>> = {},
  ) =>
    aPoint({
      metric: { kind: 'histogram', temporality: 'cumulative', monotonic: true },
      ...{ timeNs: minute(n), startNs: minute(-60), sum, cells: explicitCells(bounds, counts) },
      count: counts.reduce((all, each) => all + each, 0),
      ...facts,
    });

  it('is told by the values that came in each bucket', async () => {
    const { ask } = await measured(
      histogram(-1, [100, 0, 0, 0], 50),
      histogram(1, [100, 10, 0, 0], 65),
      histogram(6, [100, 10, 10, 10], 175, { max: 8 }),
    );
    const points = async (aggregation: MetricQuestion['aggregation']) =>
      (await ask({ aggregation, bucketSeconds: 300 })).series[0];
    expect(await points('count')).toMatchObject({ total: 30, points: [10, 20] });
    expect(await points('avg')).toMatchObject({ total: 125 / 30, points: [1.5, 5.5] });
    expect(await points('p50')).toMatchObject({ total: 3, points: [1.5, 4] });
    expect((await points('p99'))?.points?.[1]).toBeCloseTo(7.92);
  });

  it('that began anew counts from there', async () => {
    const { total } = await measured(
      histogram(-1, [100, 0, 0, 0], 50),
      histogram(1, [0, 0, 3, 0], 9, { startNs: minute(0) }),
    );
    expect(await total('count')).toBe(3);
    expect(await total('p50')).toBe(3);
  });

  it('of deltas adds up', async () => {
    const delta = (n: number, counts: number[]) =>
      aPoint({
        metric: { kind: 'histogram', temporality: 'delta', monotonic: true },
        ...{ timeNs: minute(n), cells: explicitCells(bounds, counts), count: counts[1] ?? 0, sum: 1 },
      });
    const { total } = await measured(delta(0, [0, 4, 0, 0]), delta(1, [0, 0, 0, 0]), delta(2, [0, 0, 12, 0]));
    expect(await total('p50')).toBeCloseTo(2 + 2 / 3);
  });

  it('is told by group, those with the most recordings first', async () => {
    const of = (route: string, n: number, counts: number[]) => ({
      ...histogram(n, counts, 1, { startNs: minute(0) }),
      attributes: new Map([['route', route]]),
    });
    const { ask } = await measured(
      of('/a', 1, [0, 2, 0, 0]),
      of('/b', 1, [0, 0, 4, 0]),
      of('/b', 6, [0, 4, 4, 0]),
      of('/c', 2, [1, 0, 0, 0]),
    );
    const asked = { aggregation: 'p50', groupBy: ['route'], bucketSeconds: 300 } as const;
    expect(await ask({ ...asked, groupBy: [...asked.groupBy], limit: 2 })).toMatchObject({
      series: [
        { group: ['/b'], total: 2, points: [3, 1.5] },
        { group: ['/a'], total: 1.5, points: [1.5, null] },
      ],
      more: true,
    });
  });
});

describe('an exponential histogram', () => {
  const exponential = (n: number, scale: number, offset: number, counts: number[]) =>
    aPoint({
      metric: { kind: 'exponentialHistogram', temporality: 'cumulative', monotonic: true },
      ...{ timeNs: minute(n), startNs: minute(-60), count: counts.reduce((all, each) => all + each, 0) },
      cells: exponentialCells({
        ...{ scale, zeroCount: 0, zeroThreshold: 0 },
        ...{ positive: { offset, counts }, negative: { offset: 0, counts: [] } },
      }),
    });

  it('goes on when it becomes coarser', async () => {
    // At scale 1 cells are √2 wide, at scale 0 twice: the first two of the finer make the first of the coarser.
    const { total } = await measured(
      exponential(-1, 1, 0, [5, 5]),
      exponential(1, 0, 0, [10, 4]),
      exponential(2, 0, 0, [10, 4, 0, 2]),
    );
    expect(await total('count')).toBe(6);
    expect(await total('p50')).toBeCloseTo(2 + (3 / 4) * 2);
  });
});

describe('a summary', () => {
  it('tells its averages, and the largest quantile that a series reports', async () => {
    const summary = (attributes: Record<string, string>, value: number) =>
      aPoint({
        metric: { kind: 'summary', temporality: 'cumulative', monotonic: true },
        ...{ timeNs: minute(1), startNs: minute(-1), count: 4, sum: 10, attributes },
        quantiles: [{ quantile: 0.99, value }],
      });
    const { total } = await measured(summary({ a: '1' }, 5), summary({ a: '2' }, 7));
    expect([await total('count'), await total('avg'), await total('p99'), await total('p50')]).toEqual([
      8,
      2.5,
      7,
      null,
    ]);
  });
});

describe('a question of metrics', () => {
  it('is split and filtered by attributes of points and of their resource', async () => {
    const of = (service: string, pool: string, value: number) =>
      aPoint({
        metric: { resource: { 'service.name': service } },
        ...{ timeNs: minute(1), value, attributes: { pool } },
      });
    const { ask } = await measured(of('api', 'a', 1), of('api', 'b', 2), of('web', 'a', 30), of('db', '', 9));
    const asked = { aggregation: 'sum', groupBy: ['service.name', 'pool'], bucketSeconds: 600 } as const;
    expect(await ask({ ...asked, groupBy: [...asked.groupBy], limit: 2 })).toMatchObject({
      series: [
        { group: ['web', 'a'], total: 30, points: [30] },
        { group: ['db', ''], total: 9, points: [9] },
      ],
      more: true,
    });
    const filtered = (filters: MetricQuestion['filters']) => ask({ aggregation: 'sum', filters });
    expect(
      (await filtered([{ attribute: 'service.name', op: 'in', values: ['api'] }])).series[0]?.total,
    ).toBe(3);
    expect((await filtered([{ attribute: 'pool', op: 'notIn', values: ['a', 'b'] }])).series[0]?.total).toBe(
      9,
    );
  });

  it('of what was never measured has no series', async () => {
    const { ask } = await measured(gauge(0, 4));
    expect(await ask({ metric: 'other' })).toMatchObject({ kind: null, series: [], more: false });
  });

  it('that would make too much is refused', async () => {
    const { ask } = await measured(gauge(0, 4));
    await expect(
      ask({ bucketSeconds: 1, groupBy: ['a'], limit: 100, to: '2026-09-21T14:30:00Z' }),
    ).rejects.toThrow('more than 100000');
  });

  it('tells kinds and units of one name apart, the newest first', async () => {
    const bytes = aPoint({ metric: { unit: 'By' }, timeNs: minute(2), value: 100 });
    const { ask } = await measured(gauge(1, 4), bytes, counter(0, 7, { startNs: minute(-1) }));
    expect(await ask({})).toMatchObject({ unit: 'By', series: [{ total: 100 }] });
    expect(await ask({ unit: '1', kind: 'gauge' })).toMatchObject({ unit: '1', series: [{ total: 4 }] });
    expect(await ask({ kind: 'sum', aggregation: 'sum' })).toMatchObject({ series: [{ total: 7 }] });
  });
});

describe('the list of metrics', () => {
  it('is paged by name, and tells what each is told apart by', async () => {
    const named = (name: string) =>
      aPoint({ metric: { name, description: `of ${name}` }, attributes: { pool: 'a' } });
    const { project } = await measured(named('b'), named('a'), named('c'), gauge(3, 1));
    const list = (query: { cursor?: string; search?: string }) =>
      store.reader.metrics(scopeTo(project), { search: '', limit: 2, ...query });
    const first = await list({});
    expect(first.data.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(first.data[0]).toEqual({
      ...{ name: 'a', kind: 'gauge', unit: '1', description: 'of a', monotonic: false },
      ...{ attributes: ['pool', 'service.name'], lastSeen: '2026-09-21T14:13:20.000Z' },
    });
    const second = await list({ cursor: first.nextCursor ?? '' });
    expect(second.data.map(({ name }) => name)).toEqual(['c', 'queue']);
    expect(second.nextCursor).toBeNull();
    expect((await list({ search: 'UEU' })).data.map(({ name }) => name)).toEqual(['queue']);
    await expect(list({ cursor: 'x' })).rejects.toThrow('cursor');
  });
});
