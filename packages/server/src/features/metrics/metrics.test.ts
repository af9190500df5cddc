import { metricAnswerSchema, metricPageSchema } from '@pharos/core/api/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonMetrics, type OtlpMetric, protobufMetrics } from '../../testing/otlp.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

let running: RunningApp;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

const NOW_NS = (BigInt(Date.now()) / 60_000n) * 60_000_000_000n;
const at = (seconds: number): bigint => NOW_NS - BigInt(600 - seconds) * 1_000_000_000n;
const isoAt = (seconds: number): string => new Date(Number(at(seconds) / 1_000_000n)).toISOString();

const requests = (values: number[], startNs = at(-60)): OtlpMetric => ({
  ...{ name: 'app.requests', unit: '{request}', description: 'Requests that were served', kind: 'sum' },
  ...{ temporality: 'cumulative', monotonic: true },
  points: values.map((value, i) => ({
    ...{ timeNs: at(i * 60), startNs, asInt: BigInt(value) },
    attributes: { route: i % 2 === 0 ? '/chat' : '/search' },
  })),
});
const memory: OtlpMetric = {
  ...{ name: 'process.memory', unit: 'By', kind: 'gauge' },
  points: [{ timeNs: at(30), asInt: 1_000n }],
};

async function send(
  project: TestProject,
  body: Buffer,
  contentType = 'application/x-protobuf',
): Promise<void> {
  const answer = await fetch(`${running.url}/v1/metrics`, {
    method: 'POST',
    headers: { ...project.headers, 'content-type': contentType },
    body: new Uint8Array(body),
  });
  expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([
    200,
    contentType === 'application/json' ? 2 : 0,
  ]);
}

async function query(project: TestProject, question: object) {
  const answer = await fetch(`${running.url}/api/v1/metrics/query`, {
    method: 'POST',
    headers: { ...project.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ from: isoAt(0), to: isoAt(600), ...question }),
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
}
const ask = async (project: TestProject, question: object) =>
  metricAnswerSchema.parse((await query(project, question)).body);
const list = async ({ headers }: TestProject) =>
  metricPageSchema.parse(await running.get('/api/v1/metrics', headers)).data;

describe('metrics sent over OTLP', () => {
  it('are listed and answered as soon as they are acknowledged, as protobuf and as JSON', async () => {
    const project = await running.newProject();
    const source = { resource: { 'service.name': 'shop' } };
    await send(project, protobufMetrics([memory], source));
    await send(project, jsonMetrics([requests([10, 5, 14])], source), 'application/json');
    expect(await list(project)).toMatchObject([
      {
        ...{ name: 'app.requests', kind: 'sum', unit: '{request}', monotonic: true },
        ...{ description: 'Requests that were served', attributes: ['route', 'service.name'] },
      },
      { name: 'process.memory', kind: 'gauge', attributes: ['service.name'], lastSeen: isoAt(30) },
    ]);
    expect((await ask(project, { metric: 'process.memory', aggregation: 'last' })).series).toEqual([
      { group: [], total: 1000 },
    ]);
    const byRoute = { metric: 'app.requests', aggregation: 'sum', groupBy: ['route'] };
    expect((await ask(project, byRoute)).series).toEqual([
      { group: ['/chat'], total: 14 },
      { group: ['/search'], total: 5 },
    ]);
  });

  it('sent again change nothing', async () => {
    const project = await running.newProject();
    const body = protobufMetrics([requests([1, 2, 3, 4])]);
    const asked = { metric: 'app.requests', aggregation: 'count' };
    await send(project, body);
    const before = await ask(project, asked);
    for (let i = 0; i < 3; i++) await send(project, body);
    expect(before.series).toEqual([{ group: [], total: 4 }]);
    expect(await ask(project, asked)).toEqual(before);
  });

  it('are seen by no other project', async () => {
    const [ours, theirs] = [await running.newProject(), await running.newProject()];
    await send(ours, protobufMetrics([requests([1, 2])]));
    await send(theirs, protobufMetrics([{ ...requests([100, 200]), unit: 'other' }]));
    expect((await list(ours)).map(({ unit }) => unit)).toEqual(['{request}']);
    const asked = { metric: 'app.requests', aggregation: 'sum' };
    expect((await ask(ours, asked)).series).toEqual([{ group: [], total: 3 }]);
    expect((await ask(theirs, asked)).series).toEqual([{ group: [], total: 300 }]);
    const foreign = await ask(ours, { ...asked, unit: 'other' });
    expect(foreign).toMatchObject({ kind: null, series: [] });
    const named = await fetch(`${running.url}/api/v1/metrics?project=${theirs.projectId}`, {
      headers: ours.headers,
    });
    expect(named.status).toBe(404);
  });

  it.each([
    ['a range that ends before it starts', { from: isoAt(5), to: isoAt(1) }],
    ['more than three attributes', { groupBy: ['a', 'b', 'c', 'd'] }],
    ['an aggregation that is none', { aggregation: 'median' }],
    ['what the metric does not tell', { aggregation: 'rate', metric: 'process.memory' }],
  ])('are not asked for %s', async (_, wrong) => {
    const project = await running.newProject();
    await send(project, protobufMetrics([memory]));
    const answer = await query(project, { metric: 'process.memory', aggregation: 'avg', ...wrong });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  });

  it('are not read with a key that may only send', async () => {
    const project = await running.newProject(['ingest']);
    expect((await query(project, { metric: 'm', aggregation: 'avg' })).status).toBe(403);
  });

  it('that hold the words of an attack are data', async () => {
    const project = await running.newProject();
    const evil = `'); DROP TABLE metric_points; -- {x:String} \\`;
    await send(
      project,
      protobufMetrics([
        { ...memory, name: evil, points: [{ timeNs: at(1), asDouble: 7, attributes: { [evil]: evil } }] },
      ]),
    );
    const filters = [{ attribute: evil, values: [evil] }];
    const { series } = await ask(project, {
      metric: evil,
      aggregation: 'max',
      groupBy: [evil],
      filters,
      bucketSeconds: 600,
    });
    expect(series).toMatchObject([{ group: [evil], total: 7 }]);
  });
});
