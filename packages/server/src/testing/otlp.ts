import { encodeProto } from './otlp-proto.ts';

/** An attribute as a test wants to write it; a bigint or an integer becomes an intValue, bytes a bytesValue. */
export type PlainValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | PlainValue[]
  | { [key: string]: PlainValue };
/** Pairs may repeat a key. */
export type PlainAttributes =
  | Record<string, PlainValue>
  | Map<string, PlainValue>
  | readonly (readonly [string, PlainValue])[];

export interface OtlpEvent {
  name: string;
  timeNs?: bigint;
  attributes?: PlainAttributes;
}

export interface OtlpLink {
  traceId: string;
  spanId: string;
  attributes?: PlainAttributes;
}

/** A span to be sent. Ids are hex; every field may be left out. */
export interface OtlpSpan {
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
  name?: string;
  kind?: number;
  startNs?: bigint;
  endNs?: bigint;
  attributes?: PlainAttributes;
  droppedAttributes?: number;
  events?: OtlpEvent[];
  links?: OtlpLink[];
  status?: { code?: number; message?: string };
}

export interface OtlpLog {
  traceId?: string;
  spanId?: string;
  timeNs?: bigint;
  observedNs?: bigint;
  severityNumber?: number;
  severityText?: string;
  eventName?: string;
  body?: PlainValue;
  attributes?: PlainAttributes;
}

export interface OtlpSource {
  resource?: PlainAttributes;
  scope?: { name?: string; version?: string };
}

type Form = 'protobuf' | 'json';

/** A protobuf ExportTraceServiceRequest. */
export const protobufTraces = (spans: OtlpSpan[], source: OtlpSource = {}): Buffer =>
  encodeProto('TracesRequest', tracesMessage(spans, source, 'protobuf'));

/** The same as OTLP/JSON: hex ids, 64-bit integers as strings. */
export const jsonTraces = (spans: OtlpSpan[], source: OtlpSource = {}): Buffer =>
  Buffer.from(JSON.stringify(tracesMessage(spans, source, 'json')));

export const protobufLogs = (logs: OtlpLog[], source: OtlpSource = {}): Buffer =>
  encodeProto('LogsRequest', logsMessage(logs, source, 'protobuf'));

export const jsonLogs = (logs: OtlpLog[], source: OtlpSource = {}): Buffer =>
  Buffer.from(JSON.stringify(logsMessage(logs, source, 'json')));

/** A data point to be sent; what its kind does not have is left out. */
export interface OtlpPoint {
  attributes?: PlainAttributes;
  startNs?: bigint;
  timeNs?: bigint;
  flags?: number;
  asDouble?: number;
  asInt?: bigint;
  count?: number;
  sum?: number;
  min?: number;
  max?: number;
  bucketCounts?: number[];
  explicitBounds?: number[];
  scale?: number;
  zeroCount?: number;
  zeroThreshold?: number;
  positive?: { offset: number; bucketCounts: number[] };
  negative?: { offset: number; bucketCounts: number[] };
  quantileValues?: { quantile: number; value: number }[];
}

export interface OtlpMetric {
  name?: string;
  description?: string;
  unit?: string;
  kind: 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary';
  temporality?: 'delta' | 'cumulative';
  monotonic?: boolean;
  points: OtlpPoint[];
}

export const protobufMetrics = (metrics: OtlpMetric[], source: OtlpSource = {}): Buffer =>
  encodeProto('MetricsRequest', metricsMessage(metrics, source, 'protobuf'));

export const jsonMetrics = (metrics: OtlpMetric[], source: OtlpSource = {}): Buffer =>
  Buffer.from(JSON.stringify(metricsMessage(metrics, source, 'json')));

const metricsMessage = (metrics: OtlpMetric[], source: OtlpSource, form: Form) => ({
  resourceMetrics: [
    {
      resource: { attributes: keyValues(source.resource, form) },
      scopeMetrics: [
        {
          scope: source.scope ?? {},
          metrics: metrics.map(({ kind, temporality, monotonic, points, ...texts }) => ({
            ...texts,
            [kind]: {
              dataPoints: points.map((point) => pointMessage(point, form)),
              ...(temporality && { aggregationTemporality: temporality === 'delta' ? 1 : 2 }),
              ...(monotonic !== undefined && { isMonotonic: monotonic }),
            },
          })),
        },
      ],
    },
  ],
});

/** 64-bit integers are texts in JSON, by the standard. */
const pointMessage = ({ attributes, startNs, timeNs, asInt, ...figures }: OtlpPoint, form: Form) => {
  const double = (value: number | undefined) =>
    form === 'json' && value !== undefined && !Number.isFinite(value) ? String(value) : value;
  const whole = (value: number) => String(value);
  const { asDouble, bucketCounts, count, zeroCount, positive, negative } = figures;
  const side = (buckets: OtlpPoint['positive']) => ({
    ...buckets,
    bucketCounts: (buckets?.bucketCounts ?? []).map(whole),
  });
  return {
    ...figures,
    attributes: keyValues(attributes, form),
    startTimeUnixNano: String(startNs ?? 0n),
    timeUnixNano: String(timeNs ?? 0n),
    ...(asInt !== undefined && { asInt: String(asInt) }),
    ...(asDouble !== undefined && { asDouble: double(asDouble) }),
    ...(count !== undefined && { count: whole(count) }),
    ...(zeroCount !== undefined && { zeroCount: whole(zeroCount) }),
    ...(bucketCounts && { bucketCounts: bucketCounts.map(whole) }),
    ...(positive && { positive: side(positive) }),
    ...(negative && { negative: side(negative) }),
  };
};

const tracesMessage = (spans: OtlpSpan[], source: OtlpSource, form: Form) => ({
  resourceSpans: [
    {
      resource: { attributes: keyValues(source.resource, form) },
      scopeSpans: [{ scope: source.scope ?? {}, spans: spans.map((span) => spanMessage(span, form)) }],
    },
  ],
});

const logsMessage = (logs: OtlpLog[], source: OtlpSource, form: Form) => ({
  resourceLogs: [
    {
      resource: { attributes: keyValues(source.resource, form) },
      scopeLogs: [{ scope: source.scope ?? {}, logRecords: logs.map((log) => logMessage(log, form)) }],
    },
  ],
});

const spanMessage = (span: OtlpSpan, form: Form) => ({
  traceId: id(span.traceId, form),
  spanId: id(span.spanId, form),
  parentSpanId: id(span.parentSpanId, form),
  name: span.name ?? '',
  kind: span.kind ?? 0,
  startTimeUnixNano: String(span.startNs ?? 0n),
  endTimeUnixNano: String(span.endNs ?? 0n),
  attributes: keyValues(span.attributes, form),
  droppedAttributesCount: span.droppedAttributes ?? 0,
  events: (span.events ?? []).map((event) => ({
    name: event.name,
    timeUnixNano: String(event.timeNs ?? 0n),
    attributes: keyValues(event.attributes, form),
  })),
  links: (span.links ?? []).map((link) => ({
    traceId: id(link.traceId, form),
    spanId: id(link.spanId, form),
    attributes: keyValues(link.attributes, form),
  })),
  status: span.status ?? {},
});

const logMessage = (log: OtlpLog, form: Form) => ({
  traceId: id(log.traceId, form),
  spanId: id(log.spanId, form),
  timeUnixNano: String(log.timeNs ?? 0n),
  observedTimeUnixNano: String(log.observedNs ?? 0n),
  severityNumber: log.severityNumber ?? 0,
  severityText: log.severityText ?? '',
  eventName: log.eventName ?? '',
  body: anyValue(log.body ?? null, form),
  attributes: keyValues(log.attributes, form),
});

const id = (hex: string | undefined, form: Form) =>
  form === 'json' ? (hex ?? '') : Buffer.from(hex ?? '', 'hex');

function keyValues(attributes: PlainAttributes | undefined, form: Form): object[] {
  const isPairs = attributes instanceof Map || Array.isArray(attributes);
  const entries: [string, PlainValue][] = isPairs ? [...attributes] : Object.entries(attributes ?? {});
  return entries.map(([key, value]) => ({ key, value: anyValue(value, form) }));
}

function anyValue(value: PlainValue, form: Form): object {
  if (value === null) return {};
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'bigint') return { intValue: String(value) };
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) return { intValue: String(value) };
    return { doubleValue: form === 'json' && !Number.isFinite(value) ? String(value) : value };
  }
  if (value instanceof Uint8Array)
    return { bytesValue: form === 'json' ? Buffer.from(value).toString('base64') : Buffer.from(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map((item) => anyValue(item, form)) } };
  return { kvlistValue: { values: keyValues(value, form) } };
}
