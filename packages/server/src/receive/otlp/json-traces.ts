import type { Attributes, RawSpan, SpanEvent, SpanLink } from '@pharos/core/span';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { reject } from '../../intake/rejection.ts';
import { parseJson } from '../json-text.ts';
import { isNoId, MARKS, MAX_EVENTS, MAX_LINKS, markDropped } from '../limits.ts';
import { type Nesting, readJsonOrigins } from './json-origin.ts';
import {
  countOf,
  enumOf,
  idOf,
  isObject,
  JsonAttributes,
  type JsonObject,
  text,
  timeNs,
} from './json-value.ts';
import type { Origin } from './origin.ts';
import { admit, kindOf, statusOf } from './span-rules.ts';

const NESTING: Nesting = {
  resources: ['resourceSpans', 'resource_spans'],
  scopes: ['scopeSpans', 'scope_spans'],
  items: ['spans', 'spans'],
};
const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUSES = ['UNSET', 'OK', 'ERROR'];

/** Reads an OTLP/JSON ExportTraceServiceRequest. Throws DecodeError when it is none. */
export function decodeJsonTraces(body: Uint8Array): DecodedBatch {
  const batch = emptyBatch();
  const attributes = new JsonAttributes();
  readJsonOrigins(parseJson(body), NESTING, attributes, (item, origin) => {
    if (isObject(item)) admit(batch, readSpan(item, origin, attributes));
    else reject(batch, 'malformed', 'a span must be an object');
  });
  return batch;
}

function readSpan(source: JsonObject, origin: Origin, reader: JsonAttributes): RawSpan {
  reader.budget.part();
  const status = isObject(source.status) ? source.status : {};
  const marks = {
    events: countOf(source.droppedEventsCount ?? source.dropped_events_count),
    links: countOf(source.droppedLinksCount ?? source.dropped_links_count),
  };
  const span: RawSpan = {
    traceId: idOf(source.traceId ?? source.trace_id, 16),
    spanId: idOf(source.spanId ?? source.span_id, 8),
    parentSpanId: idOf(source.parentSpanId ?? source.parent_span_id, 8),
    name: text(source.name),
    otelKind: kindOf(enumOf(source.kind, 'SPAN_KIND_', KINDS)),
    startNs: timeNs(source.startTimeUnixNano ?? source.start_time_unix_nano),
    endNs: timeNs(source.endTimeUnixNano ?? source.end_time_unix_nano),
    status: statusOf(enumOf(status.code, 'STATUS_CODE_', STATUSES)),
    statusMessage: text(status.message),
    attributes: readMarked(source, reader),
    events: readEvents(source.events, reader, marks),
    links: readLinks(source.links, reader, marks),
    resource: origin.resource,
    scopeName: origin.scopeName,
    scopeVersion: origin.scopeVersion,
  };
  markDropped(span.attributes, MARKS.droppedEvents, marks.events);
  markDropped(span.attributes, MARKS.droppedLinks, marks.links);
  return span;
}

/** The attributes of a span, event or link, with a mark when some are missing. */
function readMarked(source: JsonObject, reader: JsonAttributes): Attributes {
  reader.dropped = countOf(source.droppedAttributesCount ?? source.dropped_attributes_count);
  const attributes = reader.read(source.attributes);
  markDropped(attributes, MARKS.droppedAttributes, reader.dropped);
  return attributes;
}

function readEvents(source: unknown, reader: JsonAttributes, dropped: { events: number }): SpanEvent[] {
  const events: SpanEvent[] = [];
  if (!Array.isArray(source)) return events;
  for (const item of source) {
    if (events.length >= MAX_EVENTS || !isObject(item)) dropped.events++;
    else {
      reader.budget.part();
      const ns = timeNs(item.timeUnixNano ?? item.time_unix_nano);
      events.push({ name: text(item.name), timeNs: ns, attributes: readMarked(item, reader) });
    }
  }
  return events;
}

function readLinks(source: unknown, reader: JsonAttributes, dropped: { links: number }): SpanLink[] {
  const links: SpanLink[] = [];
  if (!Array.isArray(source)) return links;
  for (const item of source) {
    const link = links.length < MAX_LINKS && isObject(item) ? readLink(item, reader) : undefined;
    if (link) links.push(link);
    else dropped.links++;
  }
  return links;
}

/** Undefined when it leads nowhere. */
function readLink(source: JsonObject, reader: JsonAttributes): SpanLink | undefined {
  reader.budget.part();
  const traceId = idOf(source.traceId ?? source.trace_id, 16);
  const spanId = idOf(source.spanId ?? source.span_id, 8);
  if (isNoId(traceId) || isNoId(spanId)) return undefined;
  return { traceId, spanId, attributes: readMarked(source, reader) };
}
