import { gzipSync } from 'node:zlib';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OtlpSpan, protobufLogs, protobufMetrics, protobufTraces } from '../../testing/otlp.ts';
import { type RunningApp, startTestServer, type TestProject } from '../../testing/test-server.ts';

const MAX_BODY_BYTES = 64 * 1024;
const PROTOBUF = 'application/x-protobuf';
const NOW = BigInt(Date.now()) * 1_000_000n;
const span: OtlpSpan = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  startNs: NOW,
  endNs: NOW,
};

let running: RunningApp;
let project: TestProject;
let reader: TestProject;
let grpc: Client;
beforeAll(async () => {
  running = await startTestServer({ PHAROS_MAX_BODY_BYTES: String(MAX_BODY_BYTES) });
  project = await running.newProject();
  reader = await running.newProject(['read']);
  grpc = new Client(`127.0.0.1:${running.grpcPort}`, credentials.createInsecure());
});
afterAll(async () => {
  grpc.close();
  await running.close();
});

const metricsText = async () => (await fetch(`${running.url}/metrics`, { headers: project.headers })).text();

/** The counters that an act has raised, and by how much. */
async function raisedBy(act: () => Promise<unknown>): Promise<Record<string, number>> {
  const counted = async () =>
    new Map(
      [...(await metricsText()).matchAll(/^(pharos_(?:accepted|rejected|refused)\S*) (\d+)$/gm)].map(
        ([, name = '', value]) => [name, Number(value)],
      ),
    );
  const before = await counted();
  await act();
  const after = [...(await counted())].map(
    ([name, value]) => [name, value - (before.get(name) ?? 0)] as const,
  );
  return Object.fromEntries(after.filter(([, raised]) => raised !== 0));
}

const post = (body: Buffer, headers: Record<string, string> = {}, path = '/v1/traces') =>
  fetch(`${running.url}${path}`, {
    method: 'POST',
    headers: { ...project.headers, 'content-type': PROTOBUF, ...headers },
    body,
  });

function call(body: Buffer, headers: Record<string, string> = project.headers): Promise<unknown> {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  const asIs = (bytes: Buffer) => bytes;
  const path = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
  return new Promise((resolve) => {
    grpc.makeUnaryRequest(path, asIs, asIs, body, metadata, resolve);
  });
}

describe('at /metrics', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['unauthenticated', () => post(protobufTraces([span]), { authorization: 'Bearer nobody' })],
    ['forbidden', () => post(protobufTraces([span]), reader.headers)],
    ['unsupported', () => post(Buffer.from('x'), { 'content-type': 'text/plain' })],
    ['unsupported', () => post(Buffer.from('x'), { 'content-encoding': 'compress' })],
    ['too_large', () => post(Buffer.alloc(MAX_BODY_BYTES + 1))],
    ['too_large', () => post(gzipSync(Buffer.alloc(MAX_BODY_BYTES + 1)), { 'content-encoding': 'gzip' })],
    ['malformed', () => post(Buffer.from([0x0a, 0x7f]))],
  ])('a request refused over HTTP as %s is counted once', async (reason, act) => {
    expect(await raisedBy(act)).toEqual({
      [`pharos_refused_requests_total{protocol="http",reason="${reason}"}`]: 1,
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['unauthenticated', () => call(protobufTraces([span]), {})],
    ['forbidden', () => call(protobufTraces([span]), reader.headers)],
    ['too_large', () => call(Buffer.alloc(MAX_BODY_BYTES + 1))],
    ['malformed', () => call(Buffer.from([0x0a, 0x7f]))],
  ])('a call refused over gRPC as %s is counted once', async (reason, act) => {
    expect(await raisedBy(act)).toEqual({
      [`pharos_refused_requests_total{protocol="grpc",reason="${reason}"}`]: 1,
    });
  });

  it('what is refused of an accepted request is counted by signal and reason', async () => {
    const late = NOW + 10n * 86_400_000_000_000n;
    const spans = [span, { ...span, traceId: '' }, { ...span, spanId: '' }, { ...span, startNs: late }];
    expect(await raisedBy(() => post(protobufTraces(spans)))).toEqual({
      'pharos_accepted_total{signal="spans"}': 1,
      'pharos_rejected_total{signal="spans",reason="bad_id"}': 2,
      'pharos_rejected_total{signal="spans",reason="bad_time"}': 1,
    });
    const days = Array.from({ length: 103 }, (_, day) => ({
      timeNs: NOW - BigInt(day) * 86_400_000_000_000n,
    }));
    expect(await raisedBy(() => post(protobufLogs(days), {}, '/v1/logs'))).toEqual({
      'pharos_accepted_total{signal="logs"}': 100,
      'pharos_rejected_total{signal="logs",reason="too_many_days"}': 3,
    });
    const points = [{ timeNs: NOW, asDouble: 1 }, { timeNs: late, asDouble: 1 }, { timeNs: NOW }];
    const metrics = protobufMetrics([{ name: 'queue', kind: 'gauge', points }]);
    expect(await raisedBy(() => post(metrics, {}, '/v1/metrics'))).toEqual({
      'pharos_accepted_total{signal="points"}': 1,
      'pharos_rejected_total{signal="points",reason="bad_time"}': 1,
      'pharos_rejected_total{signal="points",reason="malformed"}': 1,
    });
  });

  it('what only rises is a counter', async () => {
    const text = await metricsText();
    for (const name of ['trace_lookups_total', 'trace_lookup_seconds_total', 'refused_requests_total'])
      expect(text).toContain(`# TYPE pharos_${name} counter`);
  });
});
