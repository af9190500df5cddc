import { type ClientHttp2Session, connect } from 'node:http2';
import { Client, compressionAlgorithms, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../errors.ts';
import { ByteBudget } from '../../intake/byte-budget.ts';
import { Overloaded, WorkerDied } from '../../intake/errors.ts';
import {
  type OtlpMetric,
  type OtlpSpan,
  protobufLogs,
  protobufMetrics,
  protobufTraces,
} from '../../testing/otlp.ts';
import { decodeProto } from '../../testing/otlp-proto.ts';
import { MAX_TEST_BODY_BYTES, type TestReceiver, testReceiver } from '../../testing/receiver.ts';
import { readRecording } from '../../testing/recordings.ts';
import { type OtlpGrpcServer, serveOtlpGrpc } from './grpc.ts';

const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const LOGS = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
const METRICS = '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export';
const CODE = {
  invalidArgument: 3,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
};
const good: OtlpSpan = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  startNs: 1_795_467_558_914_000_001n,
  endNs: 1_795_467_559_914_000_003n,
};

let receiver: TestReceiver;
let server: OtlpGrpcServer;
let client: Client;
let failures: unknown[];
let budget: ByteBudget;
let reasons: string[];

const listenOn = (port: number, slowAfterMs = 10_000) =>
  serveOtlpGrpc({
    host: '127.0.0.1',
    port,
    ingest: receiver.ingest,
    envelope: receiver.envelope,
    async authenticate(header) {
      if (header('x-api-key') === 'read-only') throw new ApiError('missing_scope');
      if (header('authorization') === 'Bearer other') return { project: 'p2', keyId: 'k2' };
      if (header('authorization') !== 'Bearer sk' && header('x-api-key') !== 'sk')
        throw new ApiError('unauthenticated');
      return { project: 'p1', keyId: 'k1' };
    },
    maxMessageBytes: MAX_TEST_BODY_BYTES,
    budget,
    slowAfterMs,
    refused: ({ reason }) => reasons.push(reason),
    onError: (error) => failures.push(error),
  });

beforeEach(async () => {
  receiver = testReceiver();
  failures = [];
  reasons = [];
  budget = new ByteBudget(4 * MAX_TEST_BODY_BYTES, 'requests');
  server = await listenOn(0);
  client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
});
afterEach(async () => {
  client.close();
  await server.close(1000);
});

const asIs = (bytes: Buffer) => bytes;
function send(
  method: string,
  body: Buffer,
  headers: Record<string, string> = { authorization: 'Bearer sk' },
  by = client,
) {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return new Promise<Buffer>((resolve, reject) => {
    by.makeUnaryRequest(method, asIs, asIs, body, metadata, (error, answer) => {
      if (error) reject(error);
      else resolve(answer as Buffer);
    });
  });
}
const refused = (sent: Promise<unknown>): Promise<ServiceError> =>
  sent.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: ServiceError) => error,
  );
/** The google.rpc.Status of a refusal, its RetryInfo unpacked. */
function detailsOf(error: ServiceError) {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  const { details, ...status } = decodeProto('RpcStatus', bytes as Buffer) as {
    code: number;
    message: string;
    details?: { typeUrl: string; value: Buffer }[];
  };
  return {
    ...status,
    retry: details?.map(({ typeUrl, value }) => [typeUrl, decodeProto('RetryInfo', value)]),
  };
}

describe('OTLP over gRPC', () => {
  it('takes traces and logs for the project of the key', async () => {
    expect((await send(TRACES, protobufTraces([good]))).length).toBe(0);
    await send(LOGS, protobufLogs([{ body: 'hi' }]), { 'x-api-key': 'sk' });
    expect(receiver.received.spans[0]?.traceId).toBe(good.traceId);
    expect(receiver.received.logs[0]?.body).toBe('hi');
    expect(receiver.envelopes[1]).toMatchObject({ projectId: 'p1', apiKeyId: 'k1' });
  });

  it('takes gzip', async () => {
    const zipping = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure(), {
      'grpc.default_compression_algorithm': compressionAlgorithms.gzip,
    });
    await send(TRACES, protobufTraces([good]), undefined, zipping);
    zipping.close();
    expect(receiver.received.spans.length).toBe(1);
  });

  it('says how much was rejected and why', async () => {
    const timeless: OtlpMetric = { name: 'queue', kind: 'gauge', points: [{ asDouble: 1 }] };
    const answer = await send(TRACES, protobufTraces([good, { ...good, startNs: 0n }]));
    expect(decodeProto('Response', answer)).toEqual({
      partialSuccess: { rejected: '1', errorMessage: 'a span must have a start time' },
    });
    expect(decodeProto('Response', await send(METRICS, protobufMetrics([timeless])))).toMatchObject({
      partialSuccess: { rejected: '1' },
    });
  });

  it.each([
    ['no key', {}, CODE.unauthenticated],
    ['a wrong key', { authorization: 'Bearer x' }, CODE.unauthenticated],
    ['a key that may not ingest', { 'x-api-key': 'read-only' }, CODE.permissionDenied],
  ])('refuses %s before it takes the message', async (_, headers, code) => {
    const error = await refused(send(TRACES, Buffer.from([0x0a, 0x7f]), headers));
    expect(error.code).toBe(code);
    expect(detailsOf(error)).toMatchObject({ code });
    expect(receiver.envelopes).toEqual([]);
  });

  it('refuses what is malformed for good', async () => {
    const error = await refused(send(TRACES, Buffer.from([0x0a, 0x7f])));
    expect(error.code).toBe(CODE.invalidArgument);
    expect(detailsOf(error).retry).toBeUndefined();
  });

  it('refuses a message over the limit, also when it only inflates to that', async () => {
    const large = Buffer.alloc(MAX_TEST_BODY_BYTES + 1);
    expect((await refused(send(TRACES, large))).code).toBe(CODE.resourceExhausted);
    const zipping = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure(), {
      'grpc.default_compression_algorithm': compressionAlgorithms.gzip,
    });
    expect((await refused(send(TRACES, large, undefined, zipping))).code).toBe(CODE.resourceExhausted);
    zipping.close();
  });

  it('says when to come again when overloaded', async () => {
    receiver.failWith(new Overloaded('too many requests wait', 3));
    const error = await refused(send(TRACES, protobufTraces([good])));
    expect(error.code).toBe(CODE.unavailable);
    expect(detailsOf(error)).toEqual({
      code: CODE.unavailable,
      message: 'too many requests wait',
      retry: [['type.googleapis.com/google.rpc.RetryInfo', { retryDelay: { seconds: '3' } }]],
    });
  });

  it('tells nothing of what nobody foresaw but reports it', async () => {
    const failure = new Error('password=hunter2');
    receiver.failWith(failure);
    const error = await refused(send(TRACES, protobufTraces([good])));
    expect(error.code).toBe(CODE.unavailable);
    expect(error.details).not.toContain('hunter2');
    expect(detailsOf(error).retry).toHaveLength(1);
    expect(failures).toEqual([failure]);
    receiver.failWith(new WorkerDied('a bug'));
    const deadly = await refused(send(TRACES, protobufTraces([good])));
    expect(deadly.code).toBe(CODE.internal);
    expect(detailsOf(deadly).retry).toBeUndefined();
  });

  it('does not know other methods, nor those who do not speak gRPC', async () => {
    const unknown = send(
      '/opentelemetry.proto.collector.profiles.v1.ProfilesService/Export',
      Buffer.alloc(0),
    );
    expect((await refused(unknown)).code).toBe(CODE.unimplemented);
    const session = connect(`http://127.0.0.1:${server.port}`);
    const stream = session.request({ ':method': 'POST', ':path': TRACES, 'content-type': 'text/plain' });
    const status = new Promise((resolve) => stream.on('response', (headers) => resolve(headers[':status'])));
    expect(await status).toBe(415);
    session.destroy();
  });

  describe('of messages that never end', () => {
    let sessions: ClientHttp2Session[];
    beforeEach(() => {
      sessions = [];
    });
    afterEach(() => {
      for (const session of sessions) session.destroy();
    });

    /** Begins a message of the largest size and sends so much of it; resolves with the status if it gets one. */
    function begin(bytes: number, authorization = 'Bearer sk'): Promise<unknown> {
      const session = connect(`http://127.0.0.1:${server.port}`);
      sessions.push(session);
      session.on('error', () => undefined);
      const headers = {
        ':method': 'POST',
        ':path': TRACES,
        'content-type': 'application/grpc',
        authorization,
      };
      const stream = session.request(headers);
      const prefix = Buffer.alloc(5);
      prefix.writeUInt32BE(MAX_TEST_BODY_BYTES, 1);
      stream.write(Buffer.concat([prefix, Buffer.alloc(bytes - prefix.length)]));
      stream.on('error', () => undefined);
      return new Promise((resolve) => stream.on('response', (answer) => resolve(answer['grpc-status'])));
    }

    it('holds no more than the budget, and of one project no more than half of it', async () => {
      for (let i = 0; i < 4; i++) void begin(0.5 * MAX_TEST_BODY_BYTES);
      await expect.poll(() => budget.held).toBe(2 * MAX_TEST_BODY_BYTES);
      expect(await begin(0.5 * MAX_TEST_BODY_BYTES)).toBe(String(CODE.unavailable));
      const large = protobufTraces([
        { ...good, attributes: { text: 'x'.repeat(0.5 * MAX_TEST_BODY_BYTES) } },
      ]);
      expect((await refused(send(TRACES, large))).code).toBe(CODE.unavailable);
      await send(TRACES, large, { authorization: 'Bearer other' });
      for (const session of sessions) session.destroy();
      await expect.poll(() => budget.held).toBe(0);
      await send(TRACES, large);
    });

    it('gives up those that stall, lets go of them and asks for them again', async () => {
      await server.close(1000);
      server = await listenOn(0, 100);
      expect(await begin(MAX_TEST_BODY_BYTES)).toBe(String(CODE.unavailable));
      expect([budget.held, reasons]).toEqual([0, ['too_slow']]);
    });
  });

  it('says in one sentence that the port is taken', async () => {
    await expect(listenOn(server.port)).rejects.toThrow(
      `OTLP/gRPC cannot listen on 127.0.0.1:${server.port}: is the port taken?`,
    );
  });

  it('answers what it is working on before it closes', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const ingest = receiver.ingest;
    await server.close(1000);
    let started = () => {};
    const working = new Promise<void>((resolve) => {
      started = resolve;
    });
    receiver.ingest = async (request) => {
      started();
      await held;
      return ingest(request);
    };
    server = await listenOn(0);
    client.close();
    client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
    const answer = send(TRACES, protobufTraces([good]));
    await working;
    const closed = server.close(10_000);
    release();
    expect((await answer).length).toBe(0);
    await closed;
    expect((await refused(send(TRACES, protobufTraces([good])))).code).toBe(CODE.unavailable);
  });

  it('takes what an SDK sent over gRPC', async () => {
    const { requests, expected } = readRecording('vercel-ai-grpc');
    for (const { path, body } of requests) await send(path, body);
    expect(receiver.received.spans.length).toBe(expected.spans);
  });
});
