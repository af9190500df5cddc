import type { RawSpan, SpanEvent, SpanLink } from '@pharos/core/span';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { isNoId, MARKS, MAX_EVENTS, MAX_LINKS, markDropped } from '../limits.ts';
import { readAttribute } from './any-value.ts';
import type { Origin } from './origin.ts';
import { readOrigins } from './protobuf-origin.ts';
import { admit, kindOf, statusOf } from './span-rules.ts';
import { WireReader } from './wire-reader.ts';

/** Reads an ExportTraceServiceRequest. Throws DecodeError when it is none. */
export function decodeProtobufTraces(body: Uint8Array): DecodedBatch {
  const reader = new WireReader(body);
  const batch = emptyBatch();
  readOrigins(reader, (end, origin) => admit(batch, readSpan(reader, end, origin)));
  return batch;
}

function readSpan(reader: WireReader, end: number, origin: Origin): RawSpan {
  reader.budget.part();
  const span: RawSpan = {
    traceId: '',
    spanId: '',
    parentSpanId: '',
    name: '',
    otelKind: 0,
    startNs: 0n,
    endNs: 0n,
    status: 'unset',
    statusMessage: '',
    attributes: new Map(),
    events: [],
    links: [],
    resource: origin.resource,
    scopeName: origin.scopeName,
    scopeVersion: origin.scopeVersion,
  };
  let droppedAttributes = 0;
  let droppedEvents = 0;
  let droppedLinks = 0;
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 0x0a:
        span.traceId = reader.id(16, end);
        break;
      case 0x12:
        span.spanId = reader.id(8, end);
        break;
      case 0x22:
        span.parentSpanId = reader.id(8, end);
        break;
      case 0x2a:
        span.name = reader.string(end);
        break;
      case 0x30:
        span.otelKind = kindOf(reader.uint32());
        break;
      case 0x39:
        span.startNs = reader.fixed64(end);
        break;
      case 0x41:
        span.endNs = reader.fixed64(end);
        break;
      case 0x4a:
        droppedAttributes += readAttribute(reader, reader.fieldEnd(end), span.attributes);
        break;
      case 0x50:
        droppedAttributes += reader.uint32();
        break;
      case 0x5a:
        droppedEvents += readEvent(reader, reader.fieldEnd(end), span.events);
        break;
      case 0x60:
        droppedEvents += reader.uint32();
        break;
      case 0x6a:
        droppedLinks += readLink(reader, reader.fieldEnd(end), span.links);
        break;
      case 0x70:
        droppedLinks += reader.uint32();
        break;
      case 0x7a:
        readStatus(reader, reader.fieldEnd(end), span);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  reader.close(end);
  markDropped(span.attributes, MARKS.droppedAttributes, droppedAttributes);
  markDropped(span.attributes, MARKS.droppedEvents, droppedEvents);
  markDropped(span.attributes, MARKS.droppedLinks, droppedLinks);
  return span;
}

/** Returns how many events were left out: none or this one. */
function readEvent(reader: WireReader, end: number, into: SpanEvent[]): number {
  if (into.length >= MAX_EVENTS) {
    reader.pos = end;
    return 1;
  }
  reader.budget.part();
  const event: SpanEvent = { name: '', timeNs: 0n, attributes: new Map() };
  let dropped = 0;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x09) event.timeNs = reader.fixed64(end);
    else if (tag === 0x12) event.name = reader.name(end);
    else if (tag === 0x1a) dropped += readAttribute(reader, reader.fieldEnd(end), event.attributes);
    else if (tag === 0x20) dropped += reader.uint32();
    else reader.skip(tag, end);
  }
  reader.close(end);
  markDropped(event.attributes, MARKS.droppedAttributes, dropped);
  into.push(event);
  return 0;
}

/** Returns how many links were left out: none, or this one because it is one too many or leads nowhere. */
function readLink(reader: WireReader, end: number, into: SpanLink[]): number {
  if (into.length >= MAX_LINKS) {
    reader.pos = end;
    return 1;
  }
  reader.budget.part();
  const link: SpanLink = { traceId: '', spanId: '', attributes: new Map() };
  let dropped = 0;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x0a) link.traceId = reader.id(16, end);
    else if (tag === 0x12) link.spanId = reader.id(8, end);
    else if (tag === 0x22) dropped += readAttribute(reader, reader.fieldEnd(end), link.attributes);
    else if (tag === 0x28) dropped += reader.uint32();
    else reader.skip(tag, end);
  }
  reader.close(end);
  if (isNoId(link.traceId) || isNoId(link.spanId)) return 1;
  markDropped(link.attributes, MARKS.droppedAttributes, dropped);
  into.push(link);
  return 0;
}

function readStatus(reader: WireReader, end: number, span: RawSpan): void {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x12) span.statusMessage = reader.string(end);
    else if (tag === 0x18) span.status = statusOf(reader.uint32());
    else reader.skip(tag, end);
  }
  reader.close(end);
}
