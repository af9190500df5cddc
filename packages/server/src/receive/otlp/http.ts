import type { Plugin } from '../../http/routes.ts';
import type { SignalKind } from '../../intake/request.ts';
import { PROJECT_HEADER } from '../phoenix/project.ts';
import { type Door, type Protocol, type ReceiveOptions, receive } from '../protocol.ts';
import { answerOf, statusOfRefusal } from './answer.ts';
import { OTLP_TYPES, type OtlpFormat, TYPE_OF } from './formats.ts';

const SIGNALS: readonly SignalKind[] = ['traces', 'logs', 'metrics'];

/** OTLP's own path, and where SDKs made for other systems put the same protocol. */
const PREFIXES = ['', '/otel', '/api/v1/otel', '/api/public/otel'];

const DOORS: readonly Door[] = PREFIXES.flatMap((prefix) =>
  SIGNALS.map((kind) => ({
    url: `${prefix}/v1/${kind}`,
    kind,
    summary: `OTLP ${kind}, as protobuf or JSON, optionally compressed with gzip, deflate, brotli or zstd.`,
    hide: prefix !== '',
  })),
);

/** OTLP over HTTP, answered in the format of the request; an error about no OTLP at all is said in JSON. */
export const OTLP: Protocol<OtlpFormat> = {
  doors: DOORS,
  types: OTLP_TYPES,
  subjectOf: ({ headers }) => headers[PROJECT_HEADER]?.toString() ?? '',
  answer: ({ rejected }, { kind, format }, reply) => {
    reply.type(TYPE_OF[format]);
    return answerOf(kind, format, rejected);
  },
  refuse: (refusal, format = 'json', reply) => {
    reply.type(TYPE_OF[format]);
    return statusOfRefusal(format, refusal);
  },
};

/** `POST /v1/traces`, `/v1/logs` and `/v1/metrics`. */
export const otlpHttp = (options: ReceiveOptions): Plugin => receive(OTLP, options);
