import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../errors.ts';
import type { Routes } from '../../http/routes.ts';
import { ByteBudget } from '../../intake/byte-budget.ts';
import { Overloaded, WorkerDied } from '../../intake/errors.ts';
import { scopeTo } from '../../store/scope.ts';
import { jsonLogs, jsonTraces, type OtlpSpan, protobufMetrics, protobufTraces } from '../../testing/otlp.ts';
import { decodeProto } from '../../testing/otlp-proto.ts';
import { MAX_TEST_BODY_BYTES, type TestReceiver, testReceiver } from '../../testing/receiver.ts';
import { otlpRequests, readRecording, recordedSdks } from '../../testing/recordings.ts';
import { otlpHttp } from './http.ts';

const PROTOBUF = 'application/x-protobuf';
const good: OtlpSpan = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  startNs: 1_795_467_558_914_000_001n,
  endNs: 1_795_467_559_914_000_003n,
};
const bad: OtlpSpan = { ...good, traceId: '' };

const OWNERS = new Map([
  ['Bearer sk', 'p1'],
  ['Bearer other', 'p2'],
]);

let server: FastifyInstance;
let budget: ByteBudget;
let refused: string[];
let receiver: TestReceiver;
let origin: string;

/** A server that knows the keys of two projects and nothing else. */
async function start(maxHeldBytes = 4 * MAX_TEST_BODY_BYTES, slowAfterMs = 10_000) {
  budget = new ByteBudget(maxHeldBytes, 'requests');
  refused = [];
  receiver = testReceiver();
  server = fastify();
  server.decorateRequest('project', null as never);
  server.decorateRequest('caller', null);
  server.addHook('onRequest', async (request) => {
    const owner = OWNERS.get(request.headers.authorization ?? '');
    if (owner === undefined) throw new ApiError('unauthenticated');
    const project = scopeTo(owner);
    const caller = { type: 'key', keyId: 'k1', name: '', project, scopes: ['ingest'] };
    Object.assign(request, { project, caller });
  });
  const plugin = otlpHttp({
    ingest: receiver.ingest,
    envelope: receiver.envelope,
    maxBodyBytes: MAX_TEST_BODY_BYTES,
    budget,
    slowAfterMs,
    refused: ({ reason }) => refused.push(reason),
  });
  await server.register(async (scope) => plugin(scope as unknown as Routes));
  await server.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}

const post = (path: string, body: Uint8Array, headers: Record<string, string>) =>
  fetch(origin + path, {
    method: 'POST',
    body,
    headers: { authorization: 'Bearer sk', ...headers },
  });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

beforeEach(() => start());
afterEach(() => server.close());

describe('OTLP over HTTP', () => {
  it('answers protobuf with an empty protobuf message when all was taken', async () => {
    const response = await post('/v1/traces', protobufTraces([good]), { 'content-type': PROTOBUF });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(PROTOBUF);
    expect((await bytesOf(response)).length).toBe(0);
    expect(receiver.received.spans.length).toBe(1);
    expect(receiver.envelopes[0]).toMatchObject({ projectId: 'p1', apiKeyId: 'k1' });
  });

  it('answers JSON with {} when all was taken, whatever charset it names', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'content-encoding': 'gzip' };
    const response = await post('/v1/logs', gzipSync(jsonLogs([{ body: 'hi' }])), headers);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.text()).toBe('{}');
    expect(receiver.received.logs[0]?.body).toBe('hi');
  });

  it('says how many spans were rejected and why, in the format of the request', async () => {
    const errorMessage = 'a trace id must be 16 bytes, not all zero';
    const protobuf = await post('/v1/traces', protobufTraces([good, bad, bad]), { 'content-type': PROTOBUF });
    expect(protobuf.status).toBe(200);
    expect(decodeProto('Response', await bytesOf(protobuf))).toEqual({
      partialSuccess: { rejected: '2', errorMessage },
    });
    const json = await post('/v1/traces', jsonTraces([bad]), { 'content-type': 'application/json' });
    expect(await json.json()).toEqual({ partialSuccess: { rejectedSpans: '1', errorMessage } });
  });

  it('refuses a data point that cannot be stored alone', async () => {
    const points = [{ timeNs: 5n, asDouble: 1 }, { timeNs: 5n }, { asInt: 1n }];
    const body = protobufMetrics([{ name: 'queue', kind: 'gauge', points }]);
    const response = await post('/v1/metrics', body, { 'content-type': PROTOBUF });
    expect(response.status).toBe(200);
    expect(decodeProto('Response', await bytesOf(response))).toEqual({
      partialSuccess: {
        rejected: '2',
        errorMessage: 'a data point must have a value; a data point must have a time',
      },
    });
  });

  it.each([
    ['a body that is no protobuf', PROTOBUF, 'identity', Buffer.from([0x0a, 0x7f]), 400, 3],
    ['a body that is no JSON', 'application/json', 'identity', Buffer.from('{'), 400, 3],
    ['broken gzip', PROTOBUF, 'gzip', Buffer.from('nope'), 400, 3],
    ['an unknown encoding', PROTOBUF, 'compress', Buffer.from('x'), 415, 3],
    ['a gzip bomb', PROTOBUF, 'gzip', gzipSync(Buffer.alloc(50 * MAX_TEST_BODY_BYTES)), 413, 8],
    ['a body over the limit', PROTOBUF, 'identity', Buffer.alloc(MAX_TEST_BODY_BYTES + 1), 413, 8],
    ['another content type', 'text/plain', 'identity', Buffer.from('x'), 415, 3],
    ['a content type that only begins well', 'application/jsonp', 'identity', Buffer.from('x'), 415, 3],
  ])('refuses %s', async (_, type, encoding, body, status, code) => {
    const response = await post('/v1/traces', body, { 'content-type': type, 'content-encoding': encoding });
    expect(response.status).toBe(status);
    const isProtobuf = type === PROTOBUF;
    expect(response.headers.get('content-type')).toMatch(isProtobuf ? PROTOBUF : 'application/json');
    const answer = await bytesOf(response);
    const said = isProtobuf ? decodeProto('RpcStatus', answer) : JSON.parse(answer.toString());
    expect(said).toMatchObject({ code, message: expect.stringMatching(/\w/) });
    expect(response.headers.get('retry-after')).toBe(null);
  });

  it('refuses a request without a key in the format that its sender reads', async () => {
    const response = await post('/v1/traces', protobufTraces([good]), {
      authorization: 'Bearer wrong',
      'content-type': PROTOBUF,
    });
    expect(response.status).toBe(401);
    expect(decodeProto('RpcStatus', await bytesOf(response))).toMatchObject({ code: 16 });
  });

  it('asks to come again later when overloaded, and tells nothing of what nobody foresaw', async () => {
    receiver.failWith(new Overloaded('too many requests wait', 2));
    const busy = await post('/v1/traces', jsonTraces([good]), { 'content-type': 'application/json' });
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await busy.json()).toEqual({ code: 14, message: 'too many requests wait' });
    receiver.failWith(new Error('password=hunter2'));
    const broken = await post('/v1/traces', jsonTraces([good]), { 'content-type': 'application/json' });
    expect([broken.status, broken.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await broken.text()).not.toContain('hunter2');
    receiver.failWith(new WorkerDied('password=hunter2'));
    const deadly = await post('/v1/traces', jsonTraces([good]), { 'content-type': 'application/json' });
    expect([deadly.status, deadly.headers.get('retry-after')]).toEqual([500, null]);
    expect(await deadly.json()).toEqual({ code: 13, message: 'This body could not be processed.' });
  });

  it('refuses an endless chunked body at the limit and tells its sender', async () => {
    const request = httpRequest(`${origin}/v1/traces`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk', 'content-type': PROTOBUF },
    });
    request.on('error', () => undefined);
    const answered = once(request, 'response');
    const piece = Buffer.alloc(64 * 1024);
    for (let sent = 0; sent <= 2 * MAX_TEST_BODY_BYTES; sent += piece.length) request.write(piece);
    const [response] = await answered;
    expect(response.statusCode).toBe(413);
    expect(response.headers.connection).toBe('close');
    request.destroy();
  });

  /** Begins an upload that then brings nothing more. */
  function stall(bytes: number, authorization = 'Bearer sk') {
    const request = httpRequest(`${origin}/v1/traces`, {
      method: 'POST',
      headers: { authorization, 'content-type': PROTOBUF },
    });
    request.on('error', () => undefined);
    request.write(Buffer.alloc(bytes));
    return request;
  }

  it('holds no more bodies than it has room for, and has room again afterwards', async () => {
    await server.close();
    await start(200_000);
    const uploads = [stall(90_000), stall(90_000, 'Bearer other')];
    await expect.poll(() => budget.held).toBe(180_000);
    const large = jsonTraces([{ ...good, attributes: { text: 'x'.repeat(50_000) } }]);
    const send = () => post('/v1/traces', large, { 'content-type': 'application/json' });
    expect((await send()).status).toBe(503);
    for (const upload of uploads) upload.destroy();
    await expect.poll(() => budget.held).toBe(0);
    expect((await send()).status).toBe(200);
  });

  it('lets no project keep the others out', async () => {
    await server.close();
    await start(600_000);
    const uploads = Array.from({ length: 6 }, () => stall(99_000));
    await expect.poll(() => budget.held).toBe(297_000);
    const large = jsonTraces([{ ...good, attributes: { text: 'x'.repeat(200_000) } }]);
    const send = async (authorization: string) =>
      (await post('/v1/traces', large, { authorization, 'content-type': 'application/json' })).status;
    expect([await send('Bearer sk'), await send('Bearer other')]).toEqual([503, 200]);
    expect(refused).toEqual(Array(4).fill('overloaded'));
    for (const upload of uploads) upload.destroy();
    await expect.poll(() => refused.slice(4)).toEqual(Array(3).fill('broken_off'));
  });

  it('gives up an upload that stalls, lets go of it and asks for it again', async () => {
    await server.close();
    await start(undefined, 100);
    const request = stall(90_000);
    const [response] = await once(request, 'response');
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '1']);
    expect([budget.held, refused]).toEqual([0, ['too_slow']]);
    request.destroy();
  });

  it('takes a request without a body as an empty message, if it says of what kind', async () => {
    const empty = Buffer.alloc(0);
    expect((await post('/v1/traces', empty, { 'content-type': PROTOBUF })).status).toBe(200);
    expect((await post('/v1/traces', empty, {})).status).toBe(415);
  });

  it('takes OTLP on the paths that SDKs of other systems use', async () => {
    for (const prefix of ['/otel', '/api/v1/otel', '/api/public/otel']) {
      const response = await post(`${prefix}/v1/traces`, jsonTraces([good]), {
        'content-type': 'application/json',
      });
      expect(response.status).toBe(200);
    }
  });

  const recordings = recordedSdks()
    .map(readRecording)
    .filter(({ requests }) => requests.every(({ transport }) => transport === 'http'))
    // Others speak a protocol of their own, or OTLP in words of their own.
    .filter((recording) =>
      otlpRequests(recording, 'traces').some(({ path }) => !path.startsWith('/api/otel')),
    );
  it.each(recordings)('takes what $sdk sent, as it was sent', async (recording) => {
    for (const signal of ['traces', 'logs'] as const)
      for (const { path, body, contentType, contentEncoding } of otlpRequests(recording, signal)) {
        const headers = { 'content-type': contentType, 'content-encoding': contentEncoding };
        const response = await post(path, body, headers);
        expect(response.status).toBe(200);
        expect(['', '{}']).toContain(await response.text());
      }
    expect(receiver.received.spans.length).toBe(recording.expected.spans);
    expect(new Set(receiver.received.spans.map((span) => span.traceId)).size).toBe(recording.expected.traces);
  });
});
