import type { MetricKind, MetricSource } from '@pharos/core/metric-points/point';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { reject } from '../../intake/rejection.ts';
import { parseJson } from '../json-text.ts';
import { type Nesting, readJsonOrigins } from './json-origin.ts';
import {
  countOf,
  double,
  enumOf,
  int64,
  isObject,
  JsonAttributes,
  type JsonObject,
  text,
  timeNs,
} from './json-value.ts';
import type { Origin } from './origin.ts';
import { admitPoint, emptyPoint, MAX_BUCKETS, temporalityOf, type WirePoint } from './point-rules.ts';

const NESTING: Nesting = {
  resources: ['resourceMetrics', 'resource_metrics'],
  scopes: ['scopeMetrics', 'scope_metrics'],
  items: ['metrics', 'metrics'],
};

const DATA: readonly (readonly [camel: string, snake: string, kind: MetricKind])[] = [
  ['gauge', 'gauge', 'gauge'],
  ['sum', 'sum', 'sum'],
  ['histogram', 'histogram', 'histogram'],
  ['exponentialHistogram', 'exponential_histogram', 'exponentialHistogram'],
  ['summary', 'summary', 'summary'],
];
const TEMPORALITIES = ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'];

/** Reads an OTLP/JSON ExportMetricsServiceRequest. Throws DecodeError when it is none. */
export function decodeJsonMetrics(body: Uint8Array): DecodedBatch {
  const batch = emptyBatch();
  const attributes = new JsonAttributes();
  readJsonOrigins(parseJson(body), NESTING, attributes, (item, origin) => {
    if (!isObject(item)) {
      reject(batch, 'malformed', 'a metric must be an object');
      return;
    }
    for (const [camel, snake, kind] of DATA) {
      const data = item[camel] ?? item[snake];
      if (isObject(data)) readData(batch, attributes, metricOf(item, data, kind, origin), data);
    }
  });
  return batch;
}

function metricOf(item: JsonObject, data: JsonObject, kind: MetricKind, origin: Origin): MetricSource {
  const temporality = data.aggregationTemporality ?? data.aggregation_temporality;
  return {
    name: text(item.name),
    description: text(item.description),
    unit: text(item.unit),
    kind,
    temporality: temporalityOf(kind, enumOf(temporality, 'AGGREGATION_TEMPORALITY_', TEMPORALITIES)),
    monotonic: kind === 'sum' ? (data.isMonotonic ?? data.is_monotonic) === true : kind !== 'gauge',
    resource: origin.resource,
    scopeName: origin.scopeName,
  };
}

function readData(
  batch: DecodedBatch,
  attributes: JsonAttributes,
  metric: MetricSource,
  data: JsonObject,
): void {
  const points = data.dataPoints ?? data.data_points;
  if (!Array.isArray(points)) return;
  for (const source of points as unknown[]) {
    if (!isObject(source)) reject(batch, 'malformed', 'a data point must be an object');
    else admitPoint(batch, metric, pointOf(source, attributes));
  }
}

function pointOf(source: JsonObject, attributes: JsonAttributes): WirePoint {
  attributes.budget.part();
  const numbers = (value: unknown) => numbersOf(value, attributes);
  const integer = source.asInt ?? source.as_int;
  const side = (value: unknown) => {
    const found = isObject(value) ? value : {};
    return {
      offset: numberOf(found.offset ?? 0),
      counts: numbers(found.bucketCounts ?? found.bucket_counts),
    };
  };
  return {
    ...emptyPoint(),
    attributes: attributes.read(source.attributes),
    startNs: timeNs(source.startTimeUnixNano ?? source.start_time_unix_nano),
    timeNs: timeNs(source.timeUnixNano ?? source.time_unix_nano),
    flags: countOf(source.flags),
    value: optional(integer === undefined ? (source.asDouble ?? source.as_double) : wholeOf(integer)),
    count: numberOf(source.count ?? 0),
    sum: optional(source.sum),
    min: optional(source.min),
    max: optional(source.max),
    bounds: numbers(source.explicitBounds ?? source.explicit_bounds),
    counts: numbers(source.bucketCounts ?? source.bucket_counts),
    scale: numberOf(source.scale ?? 0),
    zeroCount: numberOf(source.zeroCount ?? source.zero_count ?? 0),
    zeroThreshold: numberOf(source.zeroThreshold ?? source.zero_threshold ?? 0),
    positive: side(source.positive),
    negative: side(source.negative),
    quantiles: quantilesOf(source.quantileValues ?? source.quantile_values, attributes),
  };
}

/** What is no number becomes NaN, and its point is refused. */
const numberOf = (value: unknown): number => double(value) ?? Number.NaN;
const optional = (value: unknown): number | undefined =>
  value === undefined || value === null ? undefined : numberOf(value);
const wholeOf = (value: unknown): number => Number(int64(value) ?? Number.NaN);

function numbersOf(value: unknown, attributes: JsonAttributes): number[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_BUCKETS + 1).map((item: unknown) => {
    attributes.budget.part();
    return numberOf(item);
  });
}

function quantilesOf(value: unknown, attributes: JsonAttributes): WirePoint['quantiles'] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map(({ quantile, value }) => {
    attributes.budget.part();
    return { quantile: numberOf(quantile ?? 0), value: numberOf(value ?? 0) };
  });
}
