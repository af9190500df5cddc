import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayIngest } from '../http/access.ts';
import { logFailure } from '../http/error-reply.ts';
import type { Plugin, Routes } from '../http/routes.ts';
import type { ByteBudget } from '../intake/byte-budget.ts';
import type { Envelope } from '../intake/envelope.ts';
import { TooLarge, UnsupportedMedia } from '../intake/errors.ts';
import type { Ingest, IngestOutcome, SignalKind, WireFormat } from '../intake/request.ts';
import { readBody } from './read-body.ts';
import { isUnexpected, type Refusal, refusalOf } from './refusal.ts';
import type { CountRefusal } from './refusal-counter.ts';

export interface ReceiveOptions {
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

/** A content type and the form of what comes under it. */
export interface MediaType<Format extends WireFormat = WireFormat> {
  name: string;
  type: RegExp;
  format: Format;
}

/** JSON, which each protocol has a form of its own in. */
export const jsonOf = <Format extends WireFormat>(format: Format): MediaType<Format> => ({
  name: 'application/json',
  type: /^application\/json(\s*;|$)/i,
  format,
});

/** A path at which telemetry is taken. */
export interface Door {
  method?: 'POST' | 'PATCH';
  url: string;
  kind: SignalKind;
  summary: string;
  /** Not shown in the API's own description. */
  hide?: boolean;
}

/** What was asked, for whoever words the answer. */
export interface Asked<Format extends WireFormat> {
  kind: SignalKind;
  format: Format;
}

/** A protocol as data: where it is spoken, what it is written in, and how it words its answers. */
export interface Protocol<Format extends WireFormat = WireFormat> {
  doors: readonly Door[];
  types: readonly MediaType<Format>[];
  /** What the path names beside the kind of thing, such as the run that is changed. */
  subjectOf?(request: FastifyRequest): string;
  /** The body of the answer; what is said in headers or as a status is set on `reply`. */
  answer(outcome: IngestOutcome, asked: Asked<Format>, reply: FastifyReply): unknown;
  /** The same for a refusal, whose status is set already; perhaps of something in no format of this protocol. */
  refuse(refusal: Refusal, format: Format | undefined, reply: FastifyReply): unknown;
}

/** The routes of a protocol. Bodies stay bytes: they are decompressed and read by a worker. */
export const receive =
  <Format extends WireFormat>(protocol: Protocol<Format>, options: ReceiveOptions): Plugin =>
  (routes) => {
    routes.register(async (scope) => {
      takeRawBodies(scope as Routes, protocol, options);
      scope.setErrorHandler(replyWithRefusal(protocol, options.refused));
      for (const door of protocol.doors) addDoor(scope as Routes, door, protocol, options);
    });
  };

function formatOf<Format extends WireFormat>(
  { types }: Protocol<Format>,
  { headers }: FastifyRequest,
): Format | undefined {
  const named = headers['content-type'] ?? '';
  return types.find(({ type }) => type.test(named))?.format;
}

function addDoor<Format extends WireFormat>(
  routes: Routes,
  { method = 'POST', url, kind, summary, hide = false }: Door,
  protocol: Protocol<Format>,
  { ingest, envelope, budget }: ReceiveOptions,
): void {
  const schema = { tags: ['receive'], summary, hide };
  const config = { access: mayIngest };
  routes.route({
    method,
    url,
    config,
    schema,
    async handler(request, reply) {
      // Undefined when nothing was sent: an empty message, if the sender says of what kind.
      const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
      const held = body.length;
      try {
        const format = formatOf(protocol, request);
        if (format === undefined) throw new UnsupportedMedia(typesTaken(protocol));
        const outcome = await ingest({
          kind,
          format,
          contentType: request.headers['content-type'] ?? '',
          subject: protocol.subjectOf?.(request) ?? '',
          encoding: request.headers['content-encoding'] ?? 'identity',
          body,
          envelope: envelope(request.project, request.caller?.type === 'key' ? request.caller.keyId : ''),
        });
        return protocol.answer(outcome, { kind, format }, reply);
      } finally {
        budget.give(held, request.project);
      }
    },
  });
}

const typesTaken = <Format extends WireFormat>({ types }: Protocol<Format>): string =>
  `send ${types.map(({ name }) => name).join(' or ')}`;

function takeRawBodies<Format extends WireFormat>(
  scope: Routes,
  { types }: Protocol<Format>,
  { maxBodyBytes, budget, slowAfterMs }: ReceiveOptions,
): void {
  scope.removeAllContentTypeParsers();
  for (const { type } of types)
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
const replyWithRefusal =
  <Format extends WireFormat>(protocol: Protocol<Format>, refused: CountRefusal) =>
  (thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = refusalOf(thrown);
    refused(refusal);
    if (isUnexpected(thrown)) logFailure(request.log, thrown);
    if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', refusal.retryAfterSeconds);
    if (refusal.httpStatus === 401) reply.header('www-authenticate', 'Bearer');
    // Whoever is refused half-way would otherwise have to send the rest first.
    if (!request.raw.complete) reply.header('connection', 'close');
    reply.code(refusal.httpStatus);
    return reply.send(protocol.refuse(refusal, formatOf(protocol, request), reply));
  };
