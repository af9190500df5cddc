import {
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { StartError } from '../../errors.ts';
import type { Header } from '../../http/credentials.ts';
import type { ByteBudget } from '../../intake/byte-budget.ts';
import type { Envelope } from '../../intake/envelope.ts';
import type { Ingest, SignalKind } from '../../intake/request.ts';
import { readBody } from '../read-body.ts';
import { isUnexpected, refusalOf } from '../refusal.ts';
import type { CountRefusal } from '../refusal-counter.ts';
import { answerOf } from './answer.ts';
import { answerWith, refuseMediaType, refuseMethod, refuseWith } from './grpc-answer.ts';
import { messageIn, PREFIX_BYTES } from './grpc-message.ts';

export interface OtlpGrpcOptions {
  host: string;
  port: number;
  ingest: Ingest;
  /** The project and key that the metadata proves; throws an ApiError when it proves none that may ingest. */
  authenticate(header: Header): Promise<{ project: string; keyId: string }>;
  /** Stamps a request that has just come in. */
  envelope(projectId: string, apiKeyId: string): Envelope;
  /** Of one message as sent; what it decompresses to has the limit of whoever decompresses it. */
  maxMessageBytes: number;
  /** Of all messages being received or worked on at one time. */
  budget: ByteBudget;
  refused: CountRefusal;
  /** See BodyLimits; a test has no ten seconds. */
  slowAfterMs?: number;
  /** A failure that nobody foresaw. */
  onError(error: unknown): void;
}

export interface OtlpGrpcServer {
  /** Where it listens, when the port was given as 0. */
  port: number;
  /** Takes no new requests, finishes those it has, and after `graceMs` drops what is left. */
  close(graceMs: number): Promise<void>;
}

const METHODS: ReadonlyMap<string, SignalKind> = new Map([
  ['/opentelemetry.proto.collector.trace.v1.TraceService/Export', 'traces'],
  ['/opentelemetry.proto.collector.logs.v1.LogsService/Export', 'logs'],
  ['/opentelemetry.proto.collector.metrics.v1.MetricsService/Export', 'metrics'],
]);
const MAX_STREAMS_PER_CONNECTION = 100;

/**
 * OTLP over gRPC, which for unary calls is HTTP/2 with a prefix and a trailer. Served on HTTP/2 itself, as @grpc/grpc-js
 * shows a message only when it has, and has inflated, all of it: what is being received could be neither counted nor
 * stopped. So it is held to the limits of HTTP, and inflated by the workers. Throws StartError when it cannot listen.
 */
export async function serveOtlpGrpc(options: OtlpGrpcOptions): Promise<OtlpGrpcServer> {
  const server = createServer({ settings: { maxConcurrentStreams: MAX_STREAMS_PER_CONNECTION } });
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    // A connection that breaks ends the read of its streams; there is nobody left to tell.
    stream.on('error', () => undefined);
    void take(stream, headers, options);
  });
  const port = await listen(server, options);
  return { port, close: (graceMs) => close(server, sessions, graceMs) };
}

/** Takes one call from its metadata to its answer. Never rejects. */
async function take(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  options: OtlpGrpcOptions,
): Promise<void> {
  if (!headers['content-type']?.startsWith('application/grpc')) return refuseMediaType(stream);
  const kind = METHODS.get(String(headers[':path']));
  if (kind === undefined) return refuseMethod(stream);
  await exported(kind, stream, headers, options).then(
    (answer) => answerWith(stream, answer),
    (error: unknown) => {
      const refusal = refusalOf(error);
      if (isUnexpected(error)) options.onError(error);
      options.refused(refusal);
      refuseWith(stream, refusal);
    },
  );
}

/** Looks at the metadata before a byte of the message is taken. */
async function exported(
  kind: SignalKind,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { authenticate, budget, envelope, ingest, maxMessageBytes, slowAfterMs }: OtlpGrpcOptions,
): Promise<Buffer> {
  const { project, keyId } = await authenticate((name) => headers[name]?.toString());
  const maxBytes = PREFIX_BYTES + maxMessageBytes;
  const body = await readBody(stream, { maxBytes, budget, projectId: project, slowAfterMs });
  try {
    const { compressed, bytes } = messageIn(body);
    const { rejected } = await ingest({
      kind,
      format: 'protobuf',
      encoding: compressed ? String(headers['grpc-encoding']) : 'identity',
      body: bytes,
      envelope: envelope(project, keyId),
    });
    return answerOf(kind, 'protobuf', rejected);
  } finally {
    budget.give(body.length, project);
  }
}

function listen(server: Http2Server, { host, port }: OtlpGrpcOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', (cause) => {
      const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
      const message = `OTLP/gRPC cannot listen on ${where}: is the port taken? Set PHAROS_GRPC_PORT.`;
      reject(new StartError(message, { cause }));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Http2Server, sessions: Iterable<ServerHttp2Session>, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => {
      for (const session of sessions) session.destroy();
    }, graceMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    for (const session of sessions) session.close();
  });
}
