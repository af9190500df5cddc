import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { reject } from '../../intake/rejection.ts';
import { parseJson } from '../json-text.ts';
import { type Nesting, readJsonOrigins } from './json-origin.ts';
import { isObject, JsonAttributes } from './json-value.ts';
import { readOrigins } from './protobuf-origin.ts';
import { WireReader } from './wire-reader.ts';

const NOT_STORED = 'metrics are not stored yet; traces and logs are';

const NESTING: Nesting = {
  resources: ['resourceMetrics', 'resource_metrics'],
  scopes: ['scopeMetrics', 'scope_metrics'],
  items: ['metrics', 'metrics'],
};

/** gauge, sum, histogram, exponential histogram, summary: each holds its data points in field 1. */
const DATA = new Set([0x2a, 0x3a, 0x4a, 0x52, 0x5a]);

/** Counts the data points of an ExportMetricsServiceRequest and rejects them all. */
export function refuseProtobufMetrics(body: Uint8Array): DecodedBatch {
  const reader = new WireReader(body);
  let points = 0;
  readOrigins(reader, (end) => {
    while (reader.pos < end) {
      const tag = reader.tag();
      if (DATA.has(tag)) {
        reader.each(0x0a, reader.fieldEnd(end), () => {
          points++;
        });
      } else reader.skip(tag, end);
    }
    reader.close(end);
  });
  return refuse(points);
}

/** The same for OTLP/JSON. */
export function refuseJsonMetrics(body: Uint8Array): DecodedBatch {
  let points = 0;
  readJsonOrigins(parseJson(body), NESTING, new JsonAttributes(), (metric) => {
    if (!isObject(metric)) return;
    for (const data of Object.values(metric)) {
      const found = isObject(data) ? (data.dataPoints ?? data.data_points) : undefined;
      if (Array.isArray(found)) points += found.length;
    }
  });
  return refuse(points);
}

function refuse(points: number): DecodedBatch {
  const batch = emptyBatch();
  if (points > 0) reject(batch, 'not_stored', NOT_STORED, { count: points });
  return batch;
}
