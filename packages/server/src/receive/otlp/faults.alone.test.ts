import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type OtlpSpan, protobufTraces } from '../../testing/otlp.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

const disk = vi.hoisted(() => ({ full: false }));
/** A disk that says it is full wherever rows are written for the engine. */
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const open: typeof real.open = (path, ...rest) =>
    disk.full && String(path).endsWith('.rows')
      ? Promise.reject(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }))
      : real.open(path, ...rest);
  return { ...real, open };
});

const span: OtlpSpan = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  startNs: 1_790_000_000_000_000_000n,
  endNs: 1_790_000_001_000_000_000n,
};
const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const UNAVAILABLE = 14;

let running: RunningApp;
let grpc: Client;
let project: TestProject;
beforeAll(async () => {
  running = await startTestServer({ PHAROS_LOG_LEVEL: 'silent' });
  grpc = new Client(`127.0.0.1:${running.grpcPort}`, credentials.createInsecure());
});
afterEach(() => {
  disk.full = false;
  vi.restoreAllMocks();
});
afterAll(async () => {
  grpc.close();
  await running.close();
});

const overHttp = () =>
  fetch(`${running.url}/v1/traces`, {
    method: 'POST',
    headers: { ...project.headers, 'content-type': 'application/x-protobuf' },
    body: protobufTraces([span]),
  });

function overGrpc(): Promise<ServiceError | null> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(project.headers)) metadata.set(name, value);
  const asIs = (bytes: Buffer) => bytes;
  return new Promise((resolve) => {
    grpc.makeUnaryRequest(TRACES, asIs, asIs, protobufTraces([span]), metadata, resolve);
  });
}

/** An exporter keeps a batch and sends it again only if it is told so. */
async function expectRetry(): Promise<void> {
  const http = await overHttp();
  expect([http.status, http.headers.get('retry-after')]).toEqual([503, '1']);
  const error = await overGrpc();
  expect(error?.code).toBe(UNAVAILABLE);
  expect(String(error?.metadata.get('grpc-status-details-bin'))).toContain('google.rpc.RetryInfo');
}

function failRecords(): void {
  vi.spyOn(running.app.parts.records, 'selectFrom').mockImplementation(() => {
    throw new Error('connect ECONNREFUSED 127.0.0.1:5432');
  });
}

describe('a fault of the server', () => {
  it('asks for the batch again while the records cannot say whose key it is', async () => {
    project = await running.newProject();
    failRecords();
    await expectRetry();
    vi.restoreAllMocks();
    expect((await overHttp()).status).toBe(200);
  });

  it('asks for the batch again while the records cannot say what the project pays', async () => {
    project = await running.newProject();
    // The key is remembered from here on, the prices are not asked for yet.
    await running.get('/api/v1/traces', project.headers);
    failRecords();
    await expectRetry();
  });

  it('asks for the batch again while no disk has room for its rows', async () => {
    project = await running.newProject();
    disk.full = true;
    await expectRetry();
    disk.full = false;
    expect((await overHttp()).status).toBe(200);
    expect(await overGrpc()).toBeNull();
  });
});
