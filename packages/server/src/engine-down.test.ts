import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Driver } from './store/telemetry/driver.ts';
import { type EngineFront, startEngineFront } from './store/telemetry/testing/engine-front.ts';
import { openTestEngine } from './store/telemetry/testing/engines.ts';
import {
  jsonLogs,
  jsonMetrics,
  jsonTraces,
  type OtlpSpan,
  protobufLogs,
  protobufMetrics,
  protobufTraces,
} from './testing/otlp.ts';
import { readRecording, recordedSdks } from './testing/recordings.ts';
import { type RunningApp, startTestServer, type TestProject } from './testing/test-server.ts';

const START_MS = 1_790_000_000_000;
const span: OtlpSpan = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  startNs: BigInt(START_MS) * 1_000_000n,
  endNs: BigInt(START_MS + 1000) * 1_000_000n,
};
const log = { body: 'hello', timeNs: span.startNs as bigint };
const metric = {
  name: 'm',
  kind: 'gauge' as const,
  points: [{ timeNs: span.startNs as bigint, asDouble: 1 }],
};

interface Sent {
  name: string;
  method: string;
  path: string;
  contentType: string;
  contentEncoding?: string;
  body: Uint8Array;
}
const post = (name: string, path: string, body: unknown, contentType = 'application/json'): Sent => ({
  ...{ name, method: 'POST', path, contentType },
  body: body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body)),
});
const PROTOBUF = 'application/x-protobuf';
const score = { name: 'helpful', value: 1, traceId: span.traceId };

/** What of the recorded requests tells of spans, logs, metrics or scores, not of prompts or data sets. */
const TELEMETRY =
  /\/(ingestion|traces?|logs|metrics|runs|multipart|batch|feedback|span_annotations.*|evaluation)$/;

/** Every door at which telemetry comes in over HTTP, once as its SDKs use it. */
const DOORS: Sent[] = [
  post('OTLP traces', '/v1/traces', jsonTraces([span])),
  post('OTLP traces', '/v1/traces', protobufTraces([span]), PROTOBUF),
  post('OTLP logs', '/v1/logs', jsonLogs([log])),
  post('OTLP logs', '/v1/logs', protobufLogs([log]), PROTOBUF),
  post('OTLP metrics', '/v1/metrics', jsonMetrics([metric])),
  post('OTLP metrics', '/v1/metrics', protobufMetrics([metric]), PROTOBUF),
  post('Langfuse ingestion', '/api/public/ingestion', {
    batch: [
      {
        id: 'e1',
        type: 'trace-create',
        timestamp: new Date(START_MS).toISOString(),
        body: { id: 't1', name: 'a trace' },
      },
    ],
  }),
  post('Langtrace', '/api/trace', jsonTraces([span])),
  post('Phoenix spans', '/v1/projects/default/spans', {
    data: [
      {
        name: 'a span',
        context: { trace_id: span.traceId, span_id: span.spanId },
        span_kind: 'LLM',
        start_time: new Date(START_MS).toISOString(),
        end_time: new Date(START_MS + 1000).toISOString(),
        status_code: 'OK',
      },
    ],
  }),
  post('Pharos scores', '/api/v1/scores', score),
  post('Pharos events', '/api/v1/events', { events: [{ name: 'signed_up', userId: 'ada' }] }),
  ...recordedSdks().flatMap((sdk) =>
    [
      ...new Map(
        readRecording(sdk)
          .requests.filter(
            ({ transport, method, path }) => transport === 'http' && method !== 'GET' && TELEMETRY.test(path),
          )
          .map((request) => [
            `${request.method} ${request.path.replace(/[0-9a-f-]{32,36}/, ':id')}`,
            request,
          ]),
      ),
    ].map(([name, request]) => ({ ...request, name: `${sdk}: ${name}` })),
  ),
];

let engine: { driver: Driver; close(): Promise<void> };
let front: EngineFront;
let running: RunningApp;
let grpc: Client;
let project: TestProject;
beforeAll(async () => {
  engine = await openTestEngine();
  front = await startEngineFront(engine.driver);
  running = await startTestServer({ PHAROS_CLICKHOUSE_URL: front.url, PHAROS_LOG_LEVEL: 'silent' });
  grpc = new Client(`127.0.0.1:${running.grpcPort}`, credentials.createInsecure());
  project = await running.newProject();
  await front.stop();
  await vi.waitUntil(async () => !(await isUp()), { timeout: 20_000 });
}, 60_000);
afterEach(() => {
  front.fault = {};
});
afterAll(async () => {
  grpc.close();
  await running.close();
  await front.close();
  await engine.close();
});

const send = ({ method, path, contentType, contentEncoding = 'identity', body }: Sent) =>
  fetch(`${running.url}${path}`, {
    method,
    headers: {
      ...project.headers,
      'content-type': contentType,
      ...(contentEncoding !== 'identity' && { 'content-encoding': contentEncoding }),
    },
    body: new Uint8Array(body),
  });
const get = (path: string) => fetch(`${running.url}${path}`, { headers: project.headers });
/** As the server itself says it. */
const isUp = async () => (await fetch(`${running.url}/readyz`)).status === 200;

function sendGrpc(): Promise<ServiceError | null> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(project.headers)) metadata.set(name, value);
  const asIs = (bytes: Buffer) => bytes;
  const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
  return new Promise((resolve) => {
    grpc.makeUnaryRequest(path, asIs, asIs, protobufTraces([span]), metadata, resolve);
  });
}

describe('while the telemetry store is down', () => {
  it.each(DOORS)('$name is asked to come again', async (sent) => {
    const began = performance.now();
    const answer = await send(sent);
    expect([sent.path, answer.status, Number(answer.headers.get('retry-after'))]).toEqual([
      sent.path,
      503,
      expect.toSatisfy((seconds) => Number(seconds) > 0),
    ]);
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  it('OTLP over gRPC is asked to come again', async () => {
    const error = await sendGrpc();
    expect(error?.code).toBe(14);
    expect(String(error?.metadata.get('grpc-status-details-bin'))).toContain('google.rpc.RetryInfo');
  });

  it('every protocol counts whom it asked to come again', async () => {
    const text = await (await get('/metrics')).text();
    for (const protocol of ['http', 'grpc', 'langfuse', 'langsmith', 'langtrace', 'langwatch', 'phoenix'])
      expect(text).toMatch(
        new RegExp(`pharos_refused_requests_total\\{[^}]*"${protocol}"[^}]*"unavailable"[^}]*\\} [1-9]`),
      );
  });

  it.each(['/api/v1/traces', '/api/v1/users', '/api/v1/sessions', '/api/v1/events'])(
    '%s says at once which store is missing',
    async (path) => {
      const began = performance.now();
      const answer = await get(path);
      expect([answer.status, await answer.json()]).toMatchObject([
        503,
        { error: { code: 'unavailable', details: { stores: ['telemetry'] } } },
      ]);
      expect(performance.now() - began).toBeLessThan(20_000);
    },
  );

  it.each(['/api/v1/alerts/rules', '/api/v1/dashboards', '/api/v1/prices'])(
    '%s, which is none of its, goes on',
    async (path) => {
      expect((await get(path)).status).toBe(200);
    },
  );

  it('what was refused is taken when the store is back', async () => {
    await front.start();
    await expect.poll(isUp, { timeout: 15_000 }).toBe(true);
    for (const sent of DOORS) {
      const answer = await send(sent);
      expect([sent.name, answer.ok, await answer.text()]).toEqual([sent.name, true, expect.anything()]);
    }
    expect(await sendGrpc()).toBeNull();
  }, 60_000);

  it.each([241, 243, 252])('an engine that refuses with %i has senders come again', async (insertCode) => {
    front.fault = { insertCode };
    const answer = await send(DOORS[0] as Sent);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    front.fault = {};
    expect((await send(DOORS[0] as Sent)).status).toBe(200);
  });

  it('an engine that falls silent keeps no sender for longer than exporters wait', async () => {
    front.fault = { hangs: true };
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 12 }, () => send(DOORS[0] as Sent)));
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(503));
    expect(performance.now() - began).toBeLessThan(20_000);
    front.fault = {};
    await expect.poll(isUp, { timeout: 15_000 }).toBe(true);
    expect((await send(DOORS[0] as Sent)).status).toBe(200);
  }, 60_000);
});
