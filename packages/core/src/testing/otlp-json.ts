import type { RawLog } from '../log-events.ts';
import type { Attributes, AttributeValue, RawSpan, SpanStatus } from '../span.ts';

/** Just enough of OTLP/JSON to read recordings in tests; the server has the decoder that faces the world. */
export interface OtlpAttribute {
  key: string;
  value?: OtlpValue;
}

export interface OtlpValue {
  stringValue?: string;
  intValue?: string | number;
  doubleValue?: number;
  boolValue?: boolean;
  arrayValue?: { values?: OtlpValue[] };
  kvlistValue?: { values?: OtlpAttribute[] };
}

interface OtlpEvent {
  name: string;
  timeUnixNano?: string;
  attributes?: OtlpAttribute[];
}

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind?: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes?: OtlpAttribute[];
  events?: OtlpEvent[];
  status?: { code?: number; message?: string };
}

interface OtlpLog {
  traceId?: string;
  spanId?: string;
  timeUnixNano: string;
  severityNumber?: number;
  severityText?: string;
  eventName?: string;
  body?: OtlpValue;
  attributes?: OtlpAttribute[];
}

interface Scope {
  name?: string;
  version?: string;
}

interface Resource {
  attributes?: OtlpAttribute[];
}

export interface OtlpTraces {
  resourceSpans?: { resource?: Resource; scopeSpans?: { scope?: Scope; spans?: OtlpSpan[] }[] }[];
}

export interface OtlpLogs {
  resourceLogs?: { resource?: Resource; scopeLogs?: { scope?: Scope; logRecords?: OtlpLog[] }[] }[];
}

function anyValue(value: OtlpValue | undefined): AttributeValue {
  if (value?.stringValue !== undefined) return value.stringValue;
  if (value?.intValue !== undefined) return Number(value.intValue);
  if (value?.doubleValue !== undefined) return value.doubleValue;
  if (value?.boolValue !== undefined) return value.boolValue;
  if (value?.arrayValue) return (value.arrayValue.values ?? []).map(anyValue);
  if (value?.kvlistValue) return Object.fromEntries(attributesOf(value.kvlistValue.values));
  return null;
}

const attributesOf = (list: OtlpAttribute[] = []): Attributes =>
  new Map(list.map(({ key, value }) => [key, anyValue(value)]));

const STATUSES: readonly SpanStatus[] = ['unset', 'ok', 'error'];

export function rawSpans(traces: OtlpTraces): RawSpan[] {
  return (traces.resourceSpans ?? []).flatMap(({ resource, scopeSpans = [] }) => {
    const shared = attributesOf(resource?.attributes);
    return scopeSpans.flatMap(({ scope, spans = [] }) =>
      spans.map((span) => ({
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId ?? '',
        name: span.name,
        otelKind: span.kind ?? 0,
        startNs: BigInt(span.startTimeUnixNano),
        endNs: BigInt(span.endTimeUnixNano),
        status: STATUSES[span.status?.code ?? 0] ?? 'unset',
        statusMessage: span.status?.message ?? '',
        attributes: attributesOf(span.attributes),
        events: (span.events ?? []).map((event) => ({
          name: event.name,
          timeNs: BigInt(event.timeUnixNano ?? 0),
          attributes: attributesOf(event.attributes),
        })),
        links: [],
        resource: shared,
        scopeName: scope?.name ?? '',
        scopeVersion: scope?.version ?? '',
      })),
    );
  });
}

export function rawLogs(logs: OtlpLogs): RawLog[] {
  return (logs.resourceLogs ?? []).flatMap(({ resource, scopeLogs = [] }) => {
    const shared = attributesOf(resource?.attributes);
    return scopeLogs.flatMap(({ scope, logRecords = [] }) =>
      logRecords.map((log) => ({
        traceId: log.traceId ?? '',
        spanId: log.spanId ?? '',
        timeNs: BigInt(log.timeUnixNano),
        severityNumber: log.severityNumber ?? 0,
        severityText: log.severityText ?? '',
        eventName: log.eventName ?? '',
        body: log.body ? anyValue(log.body) : null,
        attributes: attributesOf(log.attributes),
        resource: shared,
        scopeName: scope?.name ?? '',
      })),
    );
  });
}
