import type { FastifyReply } from 'fastify';
import type { Plugin } from '../../http/routes.ts';
import type { Rejection } from '../../intake/rejection.ts';
import type { SignalKind } from '../../intake/request.ts';
import { answerOf, statusOfRefusal } from '../otlp/answer.ts';
import { OTLP_TYPES, type OtlpFormat, TYPE_OF } from '../otlp/formats.ts';
import { type Door, jsonOf, type Protocol, type ReceiveOptions, receive } from '../protocol.ts';
import type { Refusal } from '../refusal.ts';

const RECEIVED: Record<SignalKind, string> = {
  traces: 'Trace received successfully.',
  logs: 'Logs received successfully.',
  metrics: 'Metrics received successfully.',
};
const REJECTED: Record<SignalKind, string> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

/** Its SDKs look for the sentence under either name. */
function refusal({ message }: Refusal, reply: FastifyReply): string {
  reply.type('application/json');
  return JSON.stringify({ message, error: message });
}

const errorMessage = ({ reasons }: Rejection) => reasons.join('; ');

/** LangWatch's own protocol: a trace in JSON. */
export const COLLECTOR: Protocol<'langwatch'> = {
  doors: [
    {
      url: '/api/collector',
      kind: 'traces',
      summary: 'Spans and evaluations of one trace, of the LangWatch SDKs.',
    },
  ],
  types: [jsonOf('langwatch')],
  answer({ rejected }, _asked, reply) {
    reply.type('application/json');
    const rejectedEvaluations = rejected.items.size;
    return JSON.stringify({
      message: RECEIVED.traces,
      partialSuccess: {
        rejectedSpans: rejected.count - rejectedEvaluations,
        rejectedEvaluations,
        errorMessage: errorMessage(rejected),
      },
    });
  },
  refuse: (refused, _format, reply) => refusal(refused, reply),
};

const SIGNALS: readonly SignalKind[] = ['traces', 'logs', 'metrics'];

/**
 * Where OTLP is taken, and where it arrives when an exporter was given the address of one signal, or of the collector,
 * as that of all and puts its own path behind it. The last part of the path says what is sent.
 */
const PREFIXES = [
  '/api/otel',
  ...SIGNALS.map((kind) => `/api/otel/v1/${kind}`),
  '/api/collector',
  '/api/collector/api',
  '/api/collector/api/otel',
  ...SIGNALS.map((kind) => `/api/collector/api/otel/v1/${kind}`),
];

const DOORS: readonly Door[] = PREFIXES.flatMap((prefix) =>
  SIGNALS.map((kind) => ({
    url: `${prefix}/v1/${kind}`,
    kind,
    summary: `OTLP ${kind} of the LangWatch SDKs, as protobuf or JSON.`,
    hide: true,
  })),
);

/** OTLP in LangWatch's words; a success that is whole says nothing partial, which exporters would warn of. */
export const LANGWATCH_OTLP: Protocol<OtlpFormat> = {
  doors: DOORS,
  types: OTLP_TYPES,
  answer({ rejected }, { kind, format }, reply) {
    reply.type(TYPE_OF[format]);
    if (format === 'protobuf') return answerOf(kind, format, rejected);
    const refused = { [REJECTED[kind]]: rejected.count, errorMessage: errorMessage(rejected) };
    return JSON.stringify({
      message: RECEIVED[kind],
      ...(rejected.count > 0 && { partialSuccess: refused }),
    });
  },
  refuse(refused, format, reply) {
    if (format !== 'protobuf') return refusal(refused, reply);
    reply.type(TYPE_OF.protobuf);
    return statusOfRefusal('protobuf', refused);
  },
};

/** `POST /api/collector` and `/api/otel/v1/…`. */
export const langwatchCollector =
  (options: ReceiveOptions): Plugin =>
  async (routes) => {
    await receive(COLLECTOR, options)(routes);
    await receive(LANGWATCH_OTLP, options)(routes);
  };
