import { metricAnswerSchema, metricPageSchema } from '@pharos/core/api/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pharos, type Project, startPharos } from './pharos.ts';
import { runProgram } from './program.ts';

let pharos: Pharos;
beforeAll(async () => {
  pharos = await startPharos();
});
afterAll(() => pharos.stop());

const WAYS = [
  ['http/protobuf', 'cumulative'],
  ['http/json', 'delta'],
  ['grpc', 'cumulative'],
  ['grpc', 'delta'],
] as const;

describe.each(WAYS)(
  'metrics of an application, sent by OpenTelemetry over %s as %s',
  (protocol, temporality) => {
    let project: Project;
    beforeAll(async () => {
      project = await pharos.project(`${protocol} ${temporality}`);
      const endpoint = protocol === 'grpc' ? `http://127.0.0.1:${pharos.grpcPort}` : pharos.url;
      const ended = await runProgram('opentelemetry/metrics.ts', {
        OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${project.secretKey}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: temporality,
        OTEL_METRICS_EXPORTER: 'otlp',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      });
      expect(ended).toEqual({ code: 0, lines: [] });
    });

    const headers = () => ({
      authorization: `Bearer ${project.secretKey}`,
      'content-type': 'application/json',
    });
    async function ask(question: object) {
      const now = Date.now();
      const body = JSON.stringify({
        from: new Date(now - 120_000).toISOString(),
        to: new Date(now + 60_000).toISOString(),
        ...question,
      });
      const answer = await fetch(`${pharos.url}/api/v1/metrics/query`, {
        method: 'POST',
        headers: headers(),
        body,
      });
      expect(answer.status).toBe(200);
      return metricAnswerSchema.parse(await answer.json()).series;
    }
    const figure = async (metric: string, aggregation: string) =>
      (await ask({ metric, aggregation }))[0]?.total ?? Number.NaN;

    it('are listed with what they are', async () => {
      const answer = await fetch(`${pharos.url}/api/v1/metrics?search=shop`, { headers: headers() });
      const { data } = metricPageSchema.parse(await answer.json());
      expect(data.map(({ name, kind, unit }) => [name, kind, unit])).toEqual([
        ['shop.carts', 'sum', '{cart}'],
        ['shop.orders', 'sum', '{order}'],
        ['shop.payment.duration', 'histogram', 'ms'],
        ['shop.search.duration', 'exponentialHistogram', 'ms'],
        ['shop.stock', 'gauge', '{item}'],
      ]);
      expect(data[1]).toMatchObject({ monotonic: true, description: 'Orders that were placed' });
      expect(data[1]?.attributes).toEqual(expect.arrayContaining(['channel', 'service.name']));
    });

    it('count what the application counted', async () => {
      const asked = { metric: 'shop.orders', aggregation: 'sum', groupBy: ['channel'] };
      const ofShop = { filters: [{ attribute: 'service.name', values: ['shop'] }] };
      const expected = [
        { group: ['app'], total: 30 },
        { group: ['web'], total: 6 },
      ];
      expect(await ask(asked)).toEqual(expected);
      expect(await ask({ ...asked, ...ofShop })).toEqual(expected);
    });

    it('know how full things are', async () => {
      expect(await figure('shop.carts', 'sum')).toBe(5);
      expect(await figure('shop.stock', 'last')).toBe(97);
      expect(await figure('shop.stock', 'min')).toBe(97);
    });

    it('tell a histogram within its buckets', async () => {
      expect(await figure('shop.payment.duration', 'count')).toBe(300);
      expect(await figure('shop.payment.duration', 'avg')).toBeCloseTo(50.5);
      // Values are spread evenly within the buckets, as the rule takes them to be, so these are the true ones.
      expect(await figure('shop.payment.duration', 'p50')).toBeCloseTo(50, 5);
      expect(await figure('shop.payment.duration', 'p90')).toBeCloseTo(90, 5);
    });

    it('tell an exponential histogram as nearly as its scale allows', async () => {
      expect(await figure('shop.search.duration', 'count')).toBe(3000);
      for (const [name, truth] of [
        ['p50', 500],
        ['p90', 900],
        ['p99', 990],
      ] as const) {
        const off = (await figure('shop.search.duration', name)) / truth;
        // The SDK has 160 buckets for three powers of ten, so its scale is 4: 4.4 %.
        expect(Math.abs(off - 1)).toBeLessThan(0.044);
      }
    });
  },
);
