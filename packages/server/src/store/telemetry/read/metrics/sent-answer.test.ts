import { parseFilterText } from '@pharos/core/filter-text';
import type { MetricPoint } from '@pharos/core/metric-points/point';
import { resourcesIn } from '@pharos/core/metric-points/resources';
import { type QuestionInput, questionSchema } from '@pharos/core/question';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPoint } from '../../../../testing/points.ts';
import { scopeTo } from '../../../scope.ts';
import { type FilledStore, openFilledStore } from '../testing/filled-store.ts';

const FROM = Date.parse('2026-09-21T14:00:00Z');
const minute = (n: number): bigint => (BigInt(FROM) + BigInt(n) * 60_000n) * 1_000_000n;

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore({ nowMs: () => FROM });
});
afterAll(() => store.close());

let projects = 0;
/** A project of its own with these points; how it is asked. */
async function asking(...points: MetricPoint[]) {
  const project = `project-${++projects}`;
  await store.put(project, { points });
  return (question: Partial<QuestionInput>) =>
    store.reader.ask(
      scopeTo(project),
      questionSchema.parse({
        metrics: ['metric.queue:avg'],
        ...{ from: '2026-09-21T14:00:00Z', to: '2026-09-21T14:10:00Z' },
        ...question,
      }),
    );
}

const gauge = (n: number, value: number, instance: string, unit = 'By') =>
  aPoint({
    metric: { unit, resource: { 'service.instance.id': instance } },
    ...{ timeNs: minute(n), value },
  });
const counter = (n: number, value: number, temporality: 'delta' | 'cumulative', route = '/chat') =>
  aPoint({
    metric: { name: 'requests', kind: 'sum', temporality, monotonic: true, unit: '{request}' },
    ...{ timeNs: minute(n), startNs: minute(-60), value, attributes: { 'http.route': route } },
  });

describe('a question about what applications send', () => {
  it('is answered in buckets, with the unit as it is told', async () => {
    const ask = await asking(gauge(0, 4, 'a'), gauge(1, 2, 'a'), gauge(6, 9, 'a'));
    expect(await ask({ bucketSeconds: 300 })).toMatchObject({
      bucketSeconds: 300,
      buckets: ['2026-09-21T14:00:00.000Z', '2026-09-21T14:05:00.000Z'],
      units: { 'metric.queue:avg': 'By' },
      series: [
        {
          ...{ group: [], other: false, exact: {} },
          totals: { 'metric.queue:avg': 5 },
          points: { 'metric.queue:avg': [3, 9] },
        },
      ],
    });
  });

  it('is split by attributes of points and of resources, the largest first and the others as one', async () => {
    const ask = await asking(
      ...['a', 'b', 'c'].flatMap((instance, i) => [
        gauge(1, 10 * (i + 1), instance),
        gauge(6, 10 * (i + 1), instance),
      ]),
    );
    const dimensions = ['attr.service.instance.id'];
    const { series } = await ask({ dimensions, limit: 1, bucketSeconds: 300 });
    expect(series.map(({ group, other, totals }) => [group[0], other, totals['metric.queue:avg']])).toEqual([
      ['c', false, 30],
      ['', true, 15],
    ]);
    expect(series[1]?.points).toEqual({ 'metric.queue:avg': [15, 15] });
    expect((await ask({ dimensions })).series).toHaveLength(3);
  });

  it('answers several metrics of the same groups at once, null where one has no figure', async () => {
    const ask = await asking(gauge(1, 3, 'a'), gauge(1, 5, 'b'));
    const metrics = ['metric.queue:max', 'metric.queue:count', 'metric.nothing:avg'];
    const { series } = await ask({ metrics, dimensions: ['attr.service.instance.id'] });
    expect(series.map(({ totals }) => Object.values(totals))).toEqual([
      [5, 1, null],
      [3, 1, null],
    ]);
  });

  it.each(['delta', 'cumulative'] as const)(
    'tells the growth of %s counters, and what it was before',
    async (temporality) => {
      const sums = temporality === 'delta' ? [10, 20, 30, 40] : [10, 30, 60, 100];
      const at = [-9, -4, 1, 6];
      const ask = await asking(...at.map((n, i) => counter(n, sums[i] ?? 0, temporality)));
      const { series } = await ask({
        ...{ metrics: ['metric.requests:sum', 'metric.requests:rate'] },
        ...{ bucketSeconds: 300, compare: true },
      });
      // The first point of a cumulative series is known to be growth only if the series began just before.
      const before = temporality === 'delta' ? [10, 20] : [0, 20];
      expect(series[0]?.points?.['metric.requests:sum']).toEqual([30, 40]);
      expect(series[0]?.previousPoints?.['metric.requests:sum']).toEqual(before);
      expect(series[0]?.totals['metric.requests:rate']).toBeCloseTo(70 / 600, 9);
      expect(series[0]?.previous?.['metric.requests:sum']).toBe((before[0] ?? 0) + 20);
    },
  );

  it('counts on after a counter began anew', async () => {
    const ask = await asking(...[5, 9, 2, 4].map((value, n) => counter(n - 1, value, 'cumulative')));
    const { series } = await ask({ metrics: ['metric.requests:sum'] });
    expect(series[0]?.totals).toEqual({ 'metric.requests:sum': 4 + 2 + 2 });
  });

  it('keeps to filters on attributes, also those that fields of spans stand for', async () => {
    const ask = await asking(
      counter(1, 3, 'delta', '/chat'),
      counter(1, 5, 'delta', '/search'),
      counter(1, 7, 'delta', ''),
    );
    const total = async (op: '=' | '!=' | 'contains' | 'exists' | 'missing', ...values: string[]) => {
      const filters = [{ field: 'attr.http.route', op, values }];
      const { series } = await ask({ metrics: ['metric.requests:sum'], filters });
      return series[0]?.totals['metric.requests:sum'];
    };
    expect(await total('=', '/chat', '/search')).toBe(8);
    expect(await total('!=', '/chat')).toBe(12);
    expect(await total('contains', 'SEAR')).toBe(5);
    expect(await total('exists')).toBe(8);
    expect(await total('missing')).toBe(7);
    const filters = [{ field: 'service', op: '=' as const, values: ['another'] }];
    expect((await ask({ metrics: ['metric.requests:sum'], filters })).series[0]?.totals).toEqual({
      'metric.requests:sum': null,
    });
  });

  it.each<[metric: string, parts: Record<string, Record<string, number>>, needed: number]>([
    ['process.cpu.utilization', { 'process.cpu.state': { user: 0.5, system: 0.25 } }, 0.75],
    ['process.cpu.utilization', { 'cpu.mode': { '': 0.75 } }, 0.75],
    ['system.cpu.utilization', { 'cpu.mode': { user: 0.5, system: 0.25, idle: 0.125, iowait: 0.125 } }, 0.75],
    ['system.cpu.utilization', { state: { user: 0.5, idle: 0.5 } }, 0.5],
    ['system.memory.usage', { 'system.memory.state': { used: 4, free: 8, cached: 2 } }, 4],
    ['system.memory.usage', { state: { used: 4, free: 8, slab_reclaimable: 2 } }, 4],
    ['system.memory.usage', { '': { '': 4 } }, 4],
    ['jvm.memory.used', { 'jvm.memory.type': { heap: 8, non_heap: 4 } }, 8],
  ])('adds up the parts of %s that are needed, of %j', async (name, parts, needed) => {
    const points = Object.entries(parts).flatMap(([key, values]) =>
      Object.entries(values).map(([part, value]) =>
        aPoint({ metric: { name }, timeNs: minute(1), value, attributes: key ? { [key]: part } : {} }),
      ),
    );
    const ask = await asking(...points);
    const [resource] = resourcesIn([name]);
    const { filters } = parseFilterText(resource?.only ?? '');
    const { series } = await ask({ metrics: [resource?.name ?? ''], filters });
    expect(series[0]?.totals[resource?.name ?? '']).toBe(needed);
  });

  it('sees no points of another project', async () => {
    await asking(gauge(1, 99, 'theirs'));
    const ask = await asking(gauge(1, 3, 'ours'));
    const { series } = await ask({ dimensions: ['attr.service.instance.id'] });
    expect(series.map(({ group }) => group)).toEqual([['ours']]);
  });

  it('says what a metric does not tell', async () => {
    const ask = await asking(gauge(1, 3, 'a'));
    await expect(ask({ metrics: ['metric.queue:rate'] })).rejects.toThrow('rate is not known of a gauge');
  });

  it.each([
    [{ metrics: ['metric.queue:avg', 'requests'] }, 'ask them apart'],
    [{ dimensions: ['user'] }, 'take an attribute'],
    [{ filters: [{ field: 'tag', op: '=', values: ['x'] }] }, 'take an attribute'],
    [{ filters: [{ field: 'attr.size', op: '>', values: [1] }] }, 'take an attribute'],
    [{ search: 'refund' }, 'no text to search in'],
    [{ metrics: ['metric.queue'] }, 'unknown metric'],
    [{ metrics: ['metric.queue:p42'] }, 'unknown metric'],
  ])('refuses %j', (question, message) => {
    const read = questionSchema.safeParse({
      metrics: ['metric.queue:avg'],
      ...{ from: '2026-09-21T14:00:00Z', to: '2026-09-21T14:10:00Z' },
      ...question,
    });
    expect(read.error?.message).toContain(message);
  });
});
