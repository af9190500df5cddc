import { type ExponentialSide, explicitCells, exponentialCells } from '@pharos/core/metric-points/cells';
import type { MetricKind, MetricPoint, MetricSource, Temporality } from '@pharos/core/metric-points/point';
import type { DecodedBatch } from '../../intake/decoded.ts';
import { reject } from '../../intake/rejection.ts';
import { MAX_TIME_NS } from './span-rules.ts';

/** What one point may hold. Beyond these it is refused: cut, it would be taken for a point of another series. */
export const MAX_POINT_ATTRIBUTES = 128;
export const MAX_BUCKETS = 2000;
const MAX_QUANTILES = 100;
const MAX_NAME = 255;
/** Of exponential histograms, by OpenTelemetry's own rules. */
const [MIN_SCALE, MAX_SCALE] = [-10, 20];
const MAX_INDEX = 2 ** 31;

/** A data point as it stands on the wire, of whatever kind; what its kind does not have is as it is here. */
export interface WirePoint {
  attributes: MetricPoint['attributes'];
  startNs: bigint;
  timeNs: bigint;
  flags: number;
  /** Undefined: none is said. */
  value: number | undefined;
  count: number;
  sum: number | undefined;
  min: number | undefined;
  max: number | undefined;
  bounds: number[];
  counts: number[];
  scale: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: WireSide;
  negative: WireSide;
  quantiles: { quantile: number; value: number }[];
}
interface WireSide extends ExponentialSide {
  offset: number;
  counts: number[];
}

export const emptyPoint = (): WirePoint => ({
  ...{ attributes: new Map(), startNs: 0n, timeNs: 0n, flags: 0, value: undefined },
  ...{ count: 0, sum: undefined, min: undefined, max: undefined, bounds: [], counts: [] },
  ...{ scale: 0, zeroCount: 0, zeroThreshold: 0 },
  ...{ positive: { offset: 0, counts: [] }, negative: { offset: 0, counts: [] }, quantiles: [] },
});

/** What OTLP's number of a temporality means for a metric of this kind. */
export const temporalityOf = (kind: MetricKind, number: number): Temporality => {
  if (kind === 'gauge') return 'none';
  if (kind === 'summary') return 'cumulative';
  return number === 1 ? 'delta' : number === 2 ? 'cumulative' : 'none';
};

const NO_RECORDED_VALUE = 1;

/** Adds a point to the batch, or only the reason why it cannot be stored. */
export function admitPoint(batch: DecodedBatch, metric: MetricSource, wire: WirePoint): void {
  const noValue = (wire.flags & NO_RECORDED_VALUE) !== 0;
  const malformed =
    badMetric(metric) ?? badSize(wire) ?? (noValue ? undefined : badFigures(metric.kind, wire));
  const late = badTime(wire);
  if (late !== undefined) reject(batch, 'bad_time', late);
  else if (malformed !== undefined) reject(batch, 'malformed', malformed);
  else
    batch.points.push(noValue ? pointOf(metric, withoutFigures(wire), true) : pointOf(metric, wire, false));
}

function badTime({ timeNs, startNs }: WirePoint): string | undefined {
  if (timeNs <= 0n) return 'a data point must have a time';
  return timeNs > MAX_TIME_NS || startNs > MAX_TIME_NS ? 'a time lies beyond the year 2262' : undefined;
}

function badMetric({ name, kind, temporality }: MetricSource): string | undefined {
  if (name === '') return 'a metric must have a name';
  if (name.length > MAX_NAME) return `the name of a metric is longer than ${MAX_NAME} characters`;
  if (temporality === 'none' && kind !== 'gauge')
    return 'the temporality of a sum or histogram must be delta or cumulative';
  return undefined;
}

function badSize({ attributes, counts, bounds, positive, negative, quantiles }: WirePoint) {
  if (attributes.size > MAX_POINT_ATTRIBUTES)
    return `a data point has more than ${MAX_POINT_ATTRIBUTES} attributes`;
  const most = Math.max(counts.length, bounds.length, positive.counts.length, negative.counts.length);
  if (most > MAX_BUCKETS) return `a histogram has more than ${MAX_BUCKETS} buckets`;
  return quantiles.length > MAX_QUANTILES ? `a summary has more than ${MAX_QUANTILES} quantiles` : undefined;
}

function badFigures(kind: MetricKind, wire: WirePoint): string | undefined {
  const { value, count, sum, min, max, counts, zeroCount, positive, negative, quantiles } = wire;
  if (kind === 'gauge' || kind === 'sum') {
    if (value === undefined) return 'a data point must have a value';
    return Number.isFinite(value) ? undefined : 'a value is not a finite number';
  }
  if ([sum, min, max].some((figure) => figure !== undefined && !Number.isFinite(figure)))
    return 'the sum, min or max of a histogram or summary is not a finite number';
  const all = [count, zeroCount, ...counts, ...positive.counts, ...negative.counts];
  if (!all.every(isCount)) return 'a count is not a whole number below 2^53';
  if (kind === 'histogram') return badBounds(wire);
  if (kind === 'exponentialHistogram') return badScale(wire);
  const known = quantiles.every((each) => each.quantile >= 0 && each.quantile <= 1);
  return known ? undefined : 'a quantile is not between 0 and 1';
}

const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0;

function badBounds({ bounds, counts }: WirePoint): string | undefined {
  if (counts.length === 0 && bounds.length === 0) return undefined;
  if (counts.length !== bounds.length + 1) return 'a histogram must have one bucket more than bounds';
  const ordered = bounds.every(
    (bound, i) => Number.isFinite(bound) && (i === 0 || bound > (bounds[i - 1] as number)),
  );
  return ordered ? undefined : 'the bounds of a histogram must be finite and in order';
}

function badScale({ scale, zeroThreshold, positive, negative }: WirePoint): string | undefined {
  if (!(Number.isInteger(scale) && scale >= MIN_SCALE && scale <= MAX_SCALE))
    return `the scale of a histogram is not between ${MIN_SCALE} and ${MAX_SCALE}`;
  if (!(zeroThreshold >= 0 && Number.isFinite(zeroThreshold))) return 'a zero threshold must be finite';
  const known = [positive.offset, negative.offset].every(
    (offset) => Number.isInteger(offset) && Math.abs(offset) <= MAX_INDEX,
  );
  return known ? undefined : 'the offset of a bucket has more than 32 bits';
}

function withoutFigures({ attributes, startNs, timeNs, flags }: WirePoint): WirePoint {
  return { ...emptyPoint(), attributes, startNs, timeNs, flags };
}

function pointOf(metric: MetricSource, wire: WirePoint, noValue: boolean): MetricPoint {
  const { attributes, timeNs, value = 0, count, min, max } = wire;
  // The sum of a summary is no optional field: writers of protobuf leave 0 out. One of a histogram may be unknown.
  const sum = metric.kind === 'summary' && !noValue ? (wire.sum ?? 0) : wire.sum;
  const startNs = wire.startNs < 0n ? 0n : wire.startNs;
  const cells =
    metric.kind === 'histogram'
      ? explicitCells(wire.bounds, wire.counts)
      : metric.kind === 'exponentialHistogram'
        ? exponentialCells(wire)
        : [];
  // A summary without a value for a quantile says NaN.
  const quantiles = wire.quantiles.filter((each) => Number.isFinite(each.value));
  return { metric, attributes, startNs, timeNs, noValue, value, count, sum, min, max, cells, quantiles };
}
