import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { type Redact, redactTexts } from '../redact.ts';
import type { ChannelKind } from '../transport/channel.ts';

const MIB = 1024 * 1024;
/** What a span takes without its texts, roughly. */
const BARE_BYTES = 400;

const textBytes = (attributes: ReadableSpan['attributes'] | undefined): number => {
  let bytes = 0;
  for (const key in attributes) {
    const value = attributes[key];
    bytes +=
      key.length +
      (typeof value === 'string' ? value.length : Array.isArray(value) ? value.join('').length : 8);
  }
  return bytes;
};

export const spanBytes = (span: ReadableSpan): number =>
  span.events.reduce(
    (bytes, event) => bytes + textBytes(event.attributes),
    BARE_BYTES + textBytes(span.attributes),
  );

/** The span as it may be sent. It is seen through, not changed: others may export it as well. */
function redactedSpan(span: ReadableSpan, redact: Redact): ReadableSpan {
  const { status } = span;
  return Object.create(span, {
    name: { value: redact('name', span.name) },
    attributes: { value: redactTexts(span.attributes, redact) },
    events: {
      value: span.events.map((event) => ({
        ...event,
        attributes: event.attributes && redactTexts(event.attributes, redact),
      })),
    },
    status: {
      value: status.message === undefined ? status : { ...status, message: redact('status', status.message) },
    },
  }) as ReadableSpan;
}

/** Spans as OTLP: protobuf over HTTP. */
export const spansKind = (redact: Redact | undefined): ChannelKind<ReadableSpan> => ({
  name: 'spans',
  path: '/v1/traces',
  contentType: 'application/x-protobuf',
  maxItems: 8_192,
  maxBytes: 64 * MIB,
  batchItems: 512,
  batchBytes: 4 * MIB,
  lingerMs: 1_000,
  encode(spans) {
    const body = ProtobufTraceSerializer.serializeRequest(
      redact ? spans.map((span) => redactedSpan(span, redact)) : [...spans],
    );
    if (!body) throw new Error('no body was made');
    return body;
  },
  refusedIn(answer) {
    const { partialSuccess } = ProtobufTraceSerializer.deserializeResponse(answer);
    return Number(partialSuccess?.rejectedSpans ?? 0);
  },
});
