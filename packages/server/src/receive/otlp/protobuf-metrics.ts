import type { MetricKind, MetricSource } from '@pharos/core/metric-points/point';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { readAttribute } from './any-value.ts';
import type { Origin } from './origin.ts';
import { admitPoint, emptyPoint, MAX_BUCKETS, temporalityOf, type WirePoint } from './point-rules.ts';
import { readOrigins } from './protobuf-origin.ts';
import { WireReader } from './wire-reader.ts';

type ReadPoint = (reader: WireReader, end: number, point: WirePoint) => void;

/** Reads an ExportMetricsServiceRequest. Throws DecodeError when it is none. */
export function decodeProtobufMetrics(body: Uint8Array): DecodedBatch {
  const reader = new WireReader(body);
  const batch = emptyBatch();
  readOrigins(reader, (end, origin) => readMetric(reader, end, origin, batch));
  return batch;
}

/** Walked twice, as nothing says that a metric is named before its points. */
function readMetric(reader: WireReader, end: number, origin: Origin, batch: DecodedBatch): void {
  const start = reader.pos;
  const texts = { name: '', description: '', unit: '' };
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x0a) texts.name = reader.name(end);
    else if (tag === 0x12) texts.description = reader.name(end);
    else if (tag === 0x1a) texts.unit = reader.name(end);
    else reader.skip(tag, end);
  }
  reader.close(end);
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag();
    const data = DATA.get(tag);
    if (data) readData(reader, reader.fieldEnd(end), data, { ...texts, origin }, batch);
    else reader.skip(tag, end);
  }
  reader.close(end);
}

function readData(
  reader: WireReader,
  end: number,
  [kind, readPoint]: readonly [MetricKind, ReadPoint],
  { origin, ...texts }: { name: string; description: string; unit: string; origin: Origin },
  batch: DecodedBatch,
): void {
  const start = reader.pos;
  let temporality = 0;
  let monotonic = false;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x10) temporality = reader.uint32();
    else if (tag === 0x18) monotonic = reader.uint32() !== 0;
    else reader.skip(tag, end);
  }
  reader.close(end);
  reader.pos = start;
  const metric: MetricSource = {
    ...texts,
    kind,
    temporality: temporalityOf(kind, temporality),
    monotonic: kind === 'sum' ? monotonic : kind !== 'gauge',
    resource: origin.resource,
    scopeName: origin.scopeName,
  };
  reader.each(0x0a, end, (pointEnd) => {
    reader.budget.part();
    const point = emptyPoint();
    readPoint(reader, pointEnd, point);
    reader.close(pointEnd);
    admitPoint(batch, metric, point);
  });
}

const readNumber: ReadPoint = (reader, end, point) => {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x21) point.value = reader.double(end);
    else if (tag === 0x31) point.value = Number(reader.sfixed64(end));
    else if (tag === 0x3a) readAttribute(reader, reader.fieldEnd(end), point.attributes);
    else if (tag === 0x40) point.flags = reader.uint32();
    else readCommon(reader, tag, end, point);
  }
};

const readHistogram: ReadPoint = (reader, end, point) => {
  const count = () => Number(reader.fixed64(end));
  const bound = () => reader.double(end);
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x31 || tag === 0x32) readNumbers(reader, tag, end, count, point.counts);
    else if (tag === 0x39 || tag === 0x3a) readNumbers(reader, tag, end, bound, point.bounds);
    else if (tag === 0x4a) readAttribute(reader, reader.fieldEnd(end), point.attributes);
    else if (tag === 0x50) point.flags = reader.uint32();
    else if (tag === 0x59) point.min = reader.double(end);
    else if (tag === 0x61) point.max = reader.double(end);
    else readCommon(reader, tag, end, point);
  }
};

const readExponential: ReadPoint = (reader, end, point) => {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x0a) readAttribute(reader, reader.fieldEnd(end), point.attributes);
    else if (tag === 0x30) point.scale = reader.sint32();
    else if (tag === 0x39) point.zeroCount = Number(reader.fixed64(end));
    else if (tag === 0x42) readSide(reader, reader.fieldEnd(end), point.positive);
    else if (tag === 0x4a) readSide(reader, reader.fieldEnd(end), point.negative);
    else if (tag === 0x50) point.flags = reader.uint32();
    else if (tag === 0x61) point.min = reader.double(end);
    else if (tag === 0x69) point.max = reader.double(end);
    else if (tag === 0x71) point.zeroThreshold = reader.double(end);
    else readCommon(reader, tag, end, point);
  }
};

const readSummary: ReadPoint = (reader, end, point) => {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x32) {
      reader.budget.part();
      point.quantiles.push(readQuantile(reader, reader.fieldEnd(end)));
    } else if (tag === 0x3a) readAttribute(reader, reader.fieldEnd(end), point.attributes);
    else if (tag === 0x40) point.flags = reader.uint32();
    else readCommon(reader, tag, end, point);
  }
};

/** By the tag of the field that holds the points. */
const DATA: ReadonlyMap<number, readonly [MetricKind, ReadPoint]> = new Map([
  [0x2a, ['gauge', readNumber] as const],
  [0x3a, ['sum', readNumber] as const],
  [0x4a, ['histogram', readHistogram] as const],
  [0x52, ['exponentialHistogram', readExponential] as const],
  [0x5a, ['summary', readSummary] as const],
]);

/** What has the same number in points of every kind; where a kind has none of it, nobody sends it. */
function readCommon(reader: WireReader, tag: number, end: number, point: WirePoint): void {
  if (tag === 0x11) point.startNs = reader.fixed64(end);
  else if (tag === 0x19) point.timeNs = reader.fixed64(end);
  else if (tag === 0x21) point.count = Number(reader.fixed64(end));
  else if (tag === 0x29) point.sum = reader.double(end);
  else reader.skip(tag, end);
}

function readSide(reader: WireReader, end: number, side: WirePoint['positive']): void {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x08) side.offset = reader.sint32();
    else if (tag === 0x10 || tag === 0x12)
      readNumbers(reader, tag, end, () => Number(reader.int64()), side.counts);
    else reader.skip(tag, end);
  }
  reader.close(end);
}

function readQuantile(reader: WireReader, end: number) {
  const found = { quantile: 0, value: 0 };
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 0x09) found.quantile = reader.double(end);
    else if (tag === 0x11) found.value = reader.double(end);
    else reader.skip(tag, end);
  }
  reader.close(end);
  return found;
}

/** A repeated number: one, or all of them packed. Of those that are too many only so much is kept as shows it. */
function readNumbers(reader: WireReader, tag: number, end: number, read: () => number, into: number[]): void {
  const last = (tag & 7) === 2 ? reader.fieldEnd(end) : undefined;
  do {
    if (last !== undefined && reader.pos >= last) break;
    reader.budget.part();
    const value = read();
    if (into.length <= MAX_BUCKETS) into.push(value);
  } while (last !== undefined);
  if (last !== undefined) reader.close(last);
}
