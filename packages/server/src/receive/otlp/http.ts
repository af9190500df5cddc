import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayIngest } from '../../http/access.ts';
import type { Plugin, Routes } from '../../http/routes.ts';
import type { ByteBudget } from '../../intake/byte-budget.ts';
import type { Envelope } from '../../intake/envelope.ts';
import { TooLarge, UnsupportedMedia } from '../../intake/errors.ts';
import type { Ingest, SignalKind, WireFormat } from '../../intake/request.ts';
import { readBody } from '../read-body.ts';
import { isUnexpected, refusalOf } from '../refusal.ts';
import type { CountRefusal } from '../refusal-counter.ts';
import { answerOf, statusOfRefusal } from './answer.ts';

export interface OtlpHttpOptions {
  ingest: Ingest;
  /** Stamps a request that has just come in. */
  envelope(projectId: string, apiKeyId: string): Envelope;
  /** Of one body as sent; what it decompresses to has the limit of whoever decompresses it. */
  maxBodyBytes: number;
  /** Of all bodies being received or worked on at one time. */
  budget: ByteBudget;
  refused: CountRefusal;
  /** See BodyLimits; a test has no ten seconds. */
  slowAfterMs?: number;
}

const SIGNALS: readonly SignalKind[] = ['traces', 'logs', 'metrics'];

/** OTLP's own path, and where SDKs made for other systems put the same protocol. */
const PREFIXES = ['', '/otel', '/api/otel', '/api/public/otel'];

const FORMATS: readonly { type: RegExp; format: WireFormat; answer: string }[] = [
  { type: /^application\/(x-)?protobuf(\s*;|$)/i, format: 'protobuf', answer: 'application/x-protobuf' },
  { type: /^application\/json(\s*;|$)/i, format: 'json', answer: 'application/json' },
];

/** In which an error is said to whoever sent something that is no OTLP. */
const FALLBACK = { format: 'json', answer: 'application/json' } as const;

const formatOf = ({ headers }: FastifyRequest) =>
  FORMATS.find(({ type }) => type.test(headers['content-type'] ?? ''));

/** `POST /v1/traces`, `/v1/logs` and `/v1/metrics`: OTLP over HTTP, answered in the format of the request. */
export function otlpHttp(options: OtlpHttpOptions): Plugin {
  return (routes) => {
    routes.register(async (scope) => {
      takeRawBodies(scope as Routes, options);
      scope.setErrorHandler(replyWithStatus(options.refused));
      for (const prefix of PREFIXES)
        for (const kind of SIGNALS) addRoute(scope as Routes, `${prefix}/v1/${kind}`, kind, options);
    });
  };
}

function addRoute(
  routes: Routes,
  url: string,
  kind: SignalKind,
  { ingest, envelope, budget }: OtlpHttpOptions,
): void {
  const schema = {
    tags: ['receive'],
    summary: `OTLP ${kind}, as protobuf or JSON, optionally compressed with gzip, deflate or zstd.`,
    hide: !url.startsWith('/v1/'),
  };
  routes.post(url, { config: { access: mayIngest }, schema }, async (request, reply) => {
    // Undefined when nothing was sent: an empty message, if the sender says of what kind.
    const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    const held = body.length;
    try {
      const { format, answer } = formatOf(request) ?? unknownType();
      const { rejected } = await ingest({
        kind,
        format,
        encoding: request.headers['content-encoding'] ?? 'identity',
        body,
        envelope: envelope(request.project, request.caller?.type === 'key' ? request.caller.keyId : ''),
      });
      return reply.type(answer).send(answerOf(kind, format, rejected));
    } finally {
      budget.give(held, request.project);
    }
  });
}

function unknownType(): never {
  throw new UnsupportedMedia('send application/x-protobuf or application/json');
}

/** Bodies stay bytes: they are decompressed and read by a worker. */
function takeRawBodies(scope: Routes, { maxBodyBytes, budget, slowAfterMs }: OtlpHttpOptions): void {
  scope.removeAllContentTypeParsers();
  for (const { type } of FORMATS)
    scope.addContentTypeParser(type, ({ project }: FastifyRequest, stream: IncomingMessage) =>
      readBody(stream, { maxBytes: maxBodyBytes, budget, projectId: project, slowAfterMs }),
    );
  scope.addHook('onRequest', async (request) => {
    // Before a byte of it is read.
    if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes)
      throw new TooLarge(`the body is larger than ${maxBodyBytes} bytes`);
  });
}

/** Every refusal of these routes comes by here: of the key, of the headers, of the body and of the work. */
const replyWithStatus =
  (refused: CountRefusal) =>
  (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = refusalOf(thrown);
    refused(refusal);
    const { format, answer } = formatOf(request) ?? FALLBACK;
    if (isUnexpected(thrown)) request.log.error({ err: thrown }, 'a request failed');
    if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', refusal.retryAfterSeconds);
    if (refusal.httpStatus === 401) reply.header('www-authenticate', 'Bearer');
    // Whoever is refused half-way would otherwise have to send the rest first.
    if (!request.raw.complete) reply.header('connection', 'close');
    return reply.code(refusal.httpStatus).type(answer).send(statusOfRefusal(format, refusal));
  };
