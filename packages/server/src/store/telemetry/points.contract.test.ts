import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPoint } from '../../testing/points.ts';
import { NO_ROWS } from './contract.ts';
import { dropTable, dropView } from './ddl.ts';
import type { Driver } from './driver.ts';
import { RowEncoder } from './encode.ts';
import { migrate } from './migrate.ts';
import { ENGINES, openTestEngine } from './testing/engines.ts';
import { NO_FOLDING } from './testing/no-folding.ts';
import { EngineWriter } from './writer.ts';

const NS = 1_790_000_000_000_000_000n;

describe.each(ENGINES)('data points on the %s engine', (kind) => {
  let driver: Driver;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ driver, close } = await openTestEngine(kind));
  });
  afterAll(() => close());

  const encoder = new RowEncoder();
  let version = 0n;
  async function append(projectId: string, ...points: ReturnType<typeof aPoint>[]): Promise<void> {
    const sender = { projectId, apiKeyId: 'key', version: ++version };
    for (const point of points) encoder.point(point, sender);
    await new EngineWriter(driver, NO_FOLDING).append({ ...NO_ROWS, points: [encoder.take().pointRows] });
  }
  const stored = (project: string, columns: string) =>
    driver.query(
      `SELECT ${columns} FROM metric_points FINAL WHERE project_id = {project:String} ORDER BY metric, attrs['a'], time`,
      { project },
    );

  test('are stored as they were sent', async () => {
    const cells = [
      { low: -Infinity, high: 1, count: 2 },
      { low: 1, high: Infinity, count: 3 },
    ];
    await append(
      'as-sent',
      aPoint({
        metric: { name: 'time', unit: 's', description: '耗时', kind: 'histogram', temporality: 'delta' },
        ...{ startNs: NS - 7n, timeNs: NS, count: 5, sum: 6.5, min: 0.5, cells },
        attributes: { route: '/chat', status: 200, ok: true },
      }),
    );
    const columns = `metric, unit, description, kind, temporality, toString(start_ns) AS start, attrs, resource, service,
      count, sum, min, max, toString(lows) AS lows, toString(highs) AS highs, counts`;
    expect(await stored('as-sent', columns)).toEqual([
      {
        ...{ metric: 'time', unit: 's', description: '耗时', kind: 'histogram', temporality: 'delta' },
        ...{ start: String(NS - 7n), count: 5, sum: 6.5, min: 0.5, max: null },
        ...{ lows: '[-inf,1]', highs: '[1,inf]', counts: [2, 3] },
        attrs: { ok: 'true', route: '/chat', status: '200' },
        ...{ resource: { 'service.name': 'api' }, service: 'api' },
      },
    ]);
  });

  test('sent again are the same points, in whatever order their attributes come', async () => {
    const point = aPoint({ attributes: { a: '1', b: '2' } });
    await append('again', point, aPoint({ attributes: { a: '2' } }));
    await append('again', aPoint({ attributes: { b: '2', a: '1' } }), aPoint({ timeNs: NS + 1n }));
    expect(await stored('again', "attrs['a'] AS a, count() OVER () AS rows")).toEqual([
      { a: '', rows: '3' },
      { a: '1', rows: '3' },
      { a: '2', rows: '3' },
    ]);
  });

  test('of sources that differ in anything are series of their own', async () => {
    await append(
      'series',
      aPoint(),
      aPoint({ metric: { resource: { 'service.name': 'web' } } }),
      aPoint({ metric: { unit: 'By' } }),
      aPoint({ metric: { scopeName: 'lib' } }),
      aPoint({ metric: { kind: 'sum', temporality: 'delta' } }),
    );
    expect(await stored('series', 'value')).toHaveLength(5);
  });

  test('find their tables in a data directory of a release without them', async () => {
    for (const statement of [
      ...dropView('metric_keys_view', driver.layout),
      ...['metric_points', 'metric_keys'].flatMap((table) => dropTable(table, driver.layout)),
    ])
      await driver.command(statement);
    await migrate(driver, { textIndex: false });
    await append('earlier', aPoint({ attributes: { a: 'x' } }));
    expect(await stored('earlier', 'value')).toEqual([{ value: 1 }]);
    const keys = await driver.query("SELECT key FROM metric_keys WHERE project_id = 'earlier' ORDER BY key");
    expect(keys).toEqual([{ key: '' }, { key: 'a' }, { key: 'service.name' }]);
  });
});
