import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
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

/** The span as it may be sent: another one, since others may export it as well. Of one shape, which is read fastest. */
function redactedSpan(span: ReadableSpan, redact: Redact): ReadableSpan {
  const spanContext = span.spanContext();
  const { status, parentSpanContext } = span;
  return {
    name: redact('name', span.name),
    kind: span.kind,
    spanContext: () => spanContext,
    ...(parentSpanContext && { parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    status: status.message === undefined ? status : { ...status, message: redact('status', status.message) },
    attributes: redactTexts(span.attributes, redact),
    links: span.links,
    events: span.events.map((event) => ({
      ...event,
      ...(event.attributes && { attributes: redactTexts(event.attributes, redact) }),
    })),
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

/** Spans as OTLP/HTTP, in JSON: the engine writes long texts several times faster than any protobuf encoder in JavaScript. */
export const spansKind = (redact: Redact | undefined): ChannelKind<ReadableSpan> => ({
  name: 'spans',
  path: '/v1/traces',
  contentType: 'application/json',
  maxItems: 8_192,
  maxBytes: 64 * MIB,
  batchItems: 512,
  // Encoding a batch holds up the program's thread.
  batchBytes: MIB,
  lingerMs: 1_000,
  encode(spans) {
    const body = JsonTraceSerializer.serializeRequest(
      redact ? spans.map((span) => redactedSpan(span, redact)) : [...spans],
    );
    if (!body) throw new Error('no body was made');
    return body;
  },
  refusedIn(answer) {
    const { partialSuccess } = JsonTraceSerializer.deserializeResponse(answer);
    return Number(partialSuccess?.rejectedSpans ?? 0);
  },
});
