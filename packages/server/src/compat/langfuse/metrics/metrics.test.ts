import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LangfuseClient, startLangfuse } from '../testing/client.ts';
import { at, story } from '../testing/story.ts';

let langfuse: Awaited<ReturnType<typeof startLangfuse>>;
let client: LangfuseClient;
beforeAll(async () => {
  langfuse = await startLangfuse();
  client = await langfuse.client();
  await client.tell(...story('t1'), ...story('t2', { userId: 'bob', name: 'greet' }), {
    type: 'score-create',
    body: { traceId: 't1', name: 'stars', value: 4, timestamp: at(0) },
  });
});
afterAll(() => langfuse.server.close());

const RANGE = { fromTimestamp: at(-60_000), toTimestamp: '2030-01-01T00:00:00Z' };
const ask = (query: object, path = 'v2/metrics') =>
  client.get(path, { query: JSON.stringify({ ...RANGE, ...query }) });
const metric = (aggregation: string, measure: string) => ({ aggregation, measure });

describe('metrics', () => {
  test.each([
    [
      'observations',
      [metric('count', 'count'), metric('sum', 'totalCost')],
      { count_count: 6, sum_totalCost: 1.5 },
    ],
    [
      'observations',
      [metric('p95', 'latency'), metric('max', 'latency')],
      { p95_latency: 60, max_latency: 60 },
    ],
    ['observations', [metric('p50', 'timeToFirstToken')], { p50_timeToFirstToken: 10 }],
    ['traces', [metric('count', 'count'), metric('avg', 'latency')], { count_count: 2, avg_latency: 100 }],
    [
      'traces',
      [metric('sum', 'totalTokens'), metric('uniq', 'uniqueUserIds')],
      { sum_totalTokens: 240, uniq_uniqueUserIds: 2 },
    ],
  ])('of the whole of %s: %j', async (view, metrics, row) => {
    expect((await ask({ view, metrics }, 'metrics')).body).toEqual({ data: [row] });
  });

  test('split by what Langfuse calls a dimension, and ordered', async () => {
    const byType = await ask({
      view: 'observations',
      dimensions: [{ field: 'type' }],
      metrics: [metric('count', 'count')],
      orderBy: [{ field: 'type', direction: 'asc' }],
    });
    expect(byType.body.data).toEqual([
      { type: 'EVENT', count_count: 2 },
      { type: 'GENERATION', count_count: 2 },
      { type: 'SPAN', count_count: 2 },
    ]);
    const byName = await ask({
      view: 'traces',
      dimensions: [{ field: 'name' }, { field: 'userId' }],
      metrics: [metric('count', 'count')],
      orderBy: [{ field: 'name', direction: 'desc' }],
      config: { row_limit: 1 },
    });
    expect(byName.body.data).toEqual([{ name: 'support', userId: 'ada', count_count: 1 }]);
  });

  test('filtered', async () => {
    const filtered = await ask({
      view: 'observations',
      metrics: [metric('count', 'count')],
      filters: [
        { column: 'type', operator: '=', value: 'GENERATION', type: 'string' },
        { column: 'userId', operator: 'any of', value: ['ada'], type: 'stringOptions' },
      ],
    });
    expect(filtered.body.data).toEqual([{ count_count: 1 }]);
  });

  test('over time', async () => {
    const { body } = await ask({
      view: 'observations',
      metrics: [metric('count', 'count')],
      timeDimension: { granularity: 'minute' },
      fromTimestamp: at(-60_000),
      toTimestamp: at(60_000),
    });
    expect(body.data).toEqual([
      { time_dimension: at(-60_000), count_count: 0 },
      { time_dimension: at(0), count_count: 6 },
    ]);
    const auto = await ask({
      view: 'observations',
      metrics: [metric('count', 'count')],
      timeDimension: { granularity: 'auto' },
      toTimestamp: at(20 * 3_600_000),
    });
    expect(auto.body.data).toHaveLength(21);
  });

  test('of scores of a name', async () => {
    const filters = [{ column: 'name', operator: '=', value: 'stars', type: 'string' }];
    const { body } = await ask({
      view: 'scores-numeric',
      metrics: [metric('avg', 'value'), metric('count', 'count')],
      filters,
    });
    expect(body.data).toEqual([{ avg_value: 4, count_count: 1 }]);
  });

  const count = { view: 'observations', metrics: [metric('count', 'count')] };
  test.each([
    [{ ...count, view: 'users' }, 'view'],
    [{ ...count, metrics: [] }, 'metrics'],
    [
      { ...count, metrics: [metric('histogram', 'latency')] },
      'The histogram of latency in the view observations',
    ],
    [{ ...count, metrics: [metric('constructor', '')] }, 'not supported'],
    [{ ...count, dimensions: [{ field: 'level' }] }, 'The dimension level'],
    [
      { ...count, filters: [{ column: 'color', operator: '=', value: 'x', type: 'string' }] },
      'Filtering by color',
    ],
    [{ ...count, timeDimension: { granularity: 'month' } }, 'The granularity month'],
    [{ ...count, orderBy: [{ field: 'sum_totalCost', direction: 'asc' }] }, 'sum_totalCost'],
    [{ ...count, toTimestamp: RANGE.fromTimestamp }, 'before'],
    [{ view: 'scores-numeric', metrics: [metric('avg', 'value')] }, 'name of the score'],
    [
      { view: 'traces', metrics: [metric('sum', 'totalCost')], dimensions: [{ field: 'name' }] },
      'split by name',
    ],
  ])('refuses %j', async (query, message) => {
    const { status, body } = await ask(query);
    expect([status, body.message]).toEqual([400, expect.stringContaining(message)]);
  });

  test('need JSON', async () => {
    expect((await client.get('metrics')).status).toBe(400);
    expect((await client.get('metrics', { query: '{' })).body.message).toBe('query must be JSON');
  });
});
