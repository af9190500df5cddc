import { momentNs } from '@pharos/core/fragments/moments';
import type { Attributes, RawSpan, SpanEvent, SpanLink } from '@pharos/core/span';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { DecodeError } from '../../intake/errors.ts';
import { reject } from '../../intake/rejection.ts';
import { parseJson } from '../json-text.ts';
import { isNoId, MARKS, MAX_EVENTS, MAX_LINKS, markDropped, PartBudget } from '../limits.ts';
import { decodeJsonTraces } from '../otlp/json-traces.ts';
import { countOf, enumOf, isObject, type JsonObject, text } from '../otlp/json-value.ts';
import { admit, kindOf, statusOf } from '../otlp/span-rules.ts';
import { PlainAttributes } from '../plain-json.ts';
import { spanIdOf, traceIdOf } from './ids.ts';

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUSES = ['UNSET', 'OK', 'ERROR'];
const OPENING_BRACE = 0x7b;
const LAST_SPACE = 0x20;

/**
 * Langtrace's `POST /api/trace`: spans as OpenTelemetry's SDKs hold them in memory, in a list; of JavaScript as its
 * objects are, of Python (of old) as they are written to a console. An exporter of OTLP may be pointed here as well.
 * @throws DecodeError when it is none of these.
 */
export function decodeLangtrace(body: Uint8Array): DecodedBatch {
  if (body.find((byte) => byte > LAST_SPACE) === OPENING_BRACE) return decodeJsonTraces(body);
  const spans = parseJson(body);
  if (!Array.isArray(spans)) throw new DecodeError('the body must be a list of spans, or OTLP');
  const batch = emptyBatch();
  const reader = new SpanReader();
  for (const span of spans) {
    if (isObject(span)) admit(batch, reader.read(span));
    else reject(batch, 'malformed', 'a span must be an object');
  }
  return batch;
}

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Seconds and the nanoseconds beside them, or a text. 0 when absent, and -1, which no span may have, for nonsense. */
function timeOf(value: unknown): bigint {
  if (value === undefined || value === null) return 0n;
  if (!Array.isArray(value)) return (typeof value === 'string' ? momentNs(value) : undefined) ?? -1n;
  const [seconds, nanos] = value;
  return Number.isSafeInteger(seconds) && Number.isSafeInteger(nanos)
    ? BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
    : -1n;
}

/** The API counts its kinds from INTERNAL, OTLP from one before it. */
const otelKind = (kind: unknown): number =>
  kindOf(typeof kind === 'number' ? kind + 1 : enumOf(kind, 'SpanKind.', KINDS));

class SpanReader {
  readonly #attributes = new PlainAttributes(new PartBudget());
  /** All spans of a process name one resource; the batch keeps it once. */
  readonly #resources = new Map<string, Attributes>();

  read(source: JsonObject): RawSpan {
    this.#attributes.budget.part();
    const context = objectOf(source.context);
    const status = objectOf(source.status);
    const scope = objectOf(source.instrumentationLibrary ?? source.instrumentationScope);
    const events = listOf(source.events).filter(isObject);
    const links = listOf(source.links).flatMap((link) => this.#link(objectOf(link)) ?? []);
    const attributes = this.#marked(source);
    markDropped(
      attributes,
      MARKS.droppedEvents,
      countOf(source.droppedEventsCount) + listOf(source.events).length - events.slice(0, MAX_EVENTS).length,
    );
    markDropped(
      attributes,
      MARKS.droppedLinks,
      countOf(source.droppedLinksCount) + listOf(source.links).length - links.slice(0, MAX_LINKS).length,
    );
    return {
      traceId: traceIdOf(source.traceId ?? context.trace_id),
      spanId: spanIdOf(source.spanId ?? context.span_id),
      parentSpanId: spanIdOf(
        source.parentSpanId ?? objectOf(source.parentSpanContext).spanId ?? source.parent_id,
      ),
      name: text(source.name),
      otelKind: otelKind(source.kind),
      startNs: timeOf(source.startTime ?? source.start_time),
      endNs: timeOf(source.endTime ?? source.end_time),
      status: statusOf(enumOf(status.code ?? status.status_code, 'StatusCode.', STATUSES)),
      statusMessage: text(status.message ?? status.description),
      attributes,
      events: events.slice(0, MAX_EVENTS).map((event) => this.#event(event)),
      links: links.slice(0, MAX_LINKS),
      resource: this.#resource(objectOf(source.resource)),
      scopeName: text(scope.name),
      scopeVersion: text(scope.version),
    };
  }

  #marked(source: JsonObject): Attributes {
    this.#attributes.dropped = countOf(source.droppedAttributesCount);
    const attributes = this.#attributes.read(source.attributes);
    markDropped(attributes, MARKS.droppedAttributes, this.#attributes.dropped);
    return attributes;
  }

  #event(source: JsonObject): SpanEvent {
    this.#attributes.budget.part();
    return {
      name: text(source.name),
      timeNs: timeOf(source.time ?? source.timestamp),
      attributes: this.#marked(source),
    };
  }

  /** Undefined when it leads nowhere. */
  #link(source: JsonObject): SpanLink | undefined {
    this.#attributes.budget.part();
    const context = objectOf(source.context);
    const traceId = traceIdOf(context.traceId ?? context.trace_id);
    const spanId = spanIdOf(context.spanId ?? context.span_id);
    if (isNoId(traceId) || isNoId(spanId)) return undefined;
    return { traceId, spanId, attributes: this.#marked(source) };
  }

  /** Versions of the SDK differ in what they call the attributes; the latest keeps pairs. */
  #resource({ _attributes, attributes, _rawAttributes }: JsonObject): Attributes {
    const pairs = listOf(_rawAttributes).filter((pair) => Array.isArray(pair) && pair.length === 2);
    const source = _attributes ?? attributes ?? Object.fromEntries(pairs as [string, unknown][]);
    const key = JSON.stringify(source);
    const known = this.#resources.get(key);
    if (known) return known;
    const resource = this.#attributes.read(source);
    this.#resources.set(key, resource);
    return resource;
  }
}
