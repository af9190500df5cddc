import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  jsonMetrics,
  type OtlpMetric,
  type OtlpPoint,
  type OtlpSource,
  protobufMetrics,
} from '../../testing/otlp.ts';
import { decode } from '../decode.ts';
import { MAX_BUCKETS, MAX_POINT_ATTRIBUTES } from './point-rules.ts';

const CONTEXT = { receivedNs: 1_795_000_000_000_000_000n, contentType: '', subject: '' };
const encode = { protobuf: protobufMetrics, json: jsonMetrics };

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const count = fc.maxSafeNat();
const time = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n });
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined });
const common = {
  startNs: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  timeNs: time,
  attributes: fc.dictionary(fc.string({ maxLength: 10 }), fc.string({ maxLength: 10 }), { maxKeys: 5 }),
};
const figures = { count, sum: maybe(finite), min: maybe(finite), max: maybe(finite) };
const texts = {
  name: fc.string({ minLength: 1, maxLength: 40 }),
  unit: fc.string({ maxLength: 8 }),
  description: fc.string({ maxLength: 40 }),
};
const temporality = fc.constantFrom('delta' as const, 'cumulative' as const);
const number = fc.oneof(
  fc.record({ ...common, asDouble: finite }),
  fc.record({ ...common, asInt: fc.maxSafeInteger().map(BigInt) }),
);
const bounds = fc.uniqueArray(finite, { maxLength: 20 }).map((values) => values.sort((a, b) => a - b));
const histogram = bounds.chain((explicitBounds) =>
  fc.record({
    ...common,
    ...figures,
    explicitBounds: fc.constant(explicitBounds),
    bucketCounts: fc.array(count, {
      minLength: explicitBounds.length + 1,
      maxLength: explicitBounds.length + 1,
    }),
  }),
);
const side = fc.record({
  offset: fc.integer({ min: -2000, max: 2000 }),
  bucketCounts: fc.array(count, { maxLength: 20 }),
});
const exponential = fc.record({
  ...common,
  ...figures,
  scale: fc.integer({ min: -10, max: 20 }),
  zeroCount: count,
  zeroThreshold: fc.double({ min: 0, max: 1, noNaN: true }),
  positive: side,
  negative: side,
});
const summary = fc.record({
  ...common,
  count,
  sum: finite,
  quantileValues: fc.array(
    fc.record({ quantile: fc.double({ min: 0, max: 1, noNaN: true }), value: finite }),
    {
      maxLength: 5,
    },
  ),
});
const points = <Point>(of: fc.Arbitrary<Point>) => fc.array(of, { maxLength: 4 });
const metric: fc.Arbitrary<OtlpMetric> = fc.oneof(
  fc.record({ ...texts, kind: fc.constant('gauge' as const), points: points(number) }),
  fc.record({
    ...texts,
    kind: fc.constant('sum' as const),
    temporality,
    monotonic: fc.boolean(),
    points: points(number),
  }),
  fc.record({ ...texts, kind: fc.constant('histogram' as const), temporality, points: points(histogram) }),
  fc.record({
    ...texts,
    kind: fc.constant('exponentialHistogram' as const),
    temporality,
    points: points(exponential),
  }),
  fc.record({ ...texts, kind: fc.constant('summary' as const), points: points(summary) }),
) as fc.Arbitrary<OtlpMetric>;

/** What was sent of a point, in the words of the store. */
const said = (sent: OtlpPoint) => ({
  attributes: new Map(Object.entries(sent.attributes ?? {})),
  startNs: sent.startNs,
  timeNs: sent.timeNs,
  noValue: false,
  value: sent.asInt === undefined ? (sent.asDouble ?? 0) : Number(sent.asInt),
  count: sent.count ?? 0,
  sum: sent.sum,
  min: sent.min,
  max: sent.max,
  quantiles: sent.quantileValues ?? [],
});

describe.each(['protobuf', 'json'] as const)('decode of OTLP metrics as %s', (format) => {
  const metrics = (list: OtlpMetric[], source: OtlpSource = {}) =>
    decode(format, 'metrics', encode[format](list, source), CONTEXT);
  const one = (point: OtlpPoint, kind: OtlpMetric['kind'] = 'gauge') =>
    metrics([
      { name: 'm', kind, temporality: 'cumulative', points: [point, { timeNs: 9n, asInt: 1n, count: 1 }] },
    ]);
  const GOOD: OtlpPoint = { timeNs: 5n, asDouble: 1 };

  it('gives back every point as it was sent', () => {
    fc.assert(
      fc.property(fc.array(metric, { maxLength: 4 }), (sent) => {
        const batch = metrics(sent, { resource: { 'service.name': 'api' }, scope: { name: 'lib' } });
        expect(batch.rejected.reasons).toEqual([]);
        expect(batch.points.map(({ metric: source, cells, ...point }) => ({ ...source, ...point }))).toEqual(
          sent.flatMap(({ points: ofMetric, kind, name, unit, description, temporality: told, monotonic }) =>
            ofMetric.map((point) => ({
              ...{ name, unit, description, kind, scopeName: 'lib' },
              resource: new Map([['service.name', 'api']]),
              temporality: kind === 'gauge' ? 'none' : (told ?? 'cumulative'),
              monotonic: kind === 'sum' ? monotonic : kind !== 'gauge',
              ...said(point),
            })),
          ),
        );
      }),
    );
  });

  it('reads the buckets of a histogram as cells between its bounds', () => {
    const { points: found } = one(
      { timeNs: 5n, count: 6, explicitBounds: [1, 10], bucketCounts: [1, 2, 3] },
      'histogram',
    );
    expect(found[0]?.cells).toEqual([
      { low: -Infinity, high: 1, count: 1 },
      { low: 1, high: 10, count: 2 },
      { low: 10, high: Infinity, count: 3 },
    ]);
  });

  it('reads the buckets of an exponential histogram as cells between powers of its base, without the empty', () => {
    const { points: found } = one(
      {
        ...{ timeNs: 5n, count: 9, scale: 0, zeroCount: 2, zeroThreshold: 0.5 },
        positive: { offset: 1, bucketCounts: [3, 0, 1] },
        negative: { offset: -1, bucketCounts: [1, 2] },
      },
      'exponentialHistogram',
    );
    expect(found[0]?.cells).toEqual([
      { low: -2, high: -1, count: 2 },
      { low: -1, high: -0.5, count: 1 },
      { low: -0.5, high: 0.5, count: 2 },
      { low: 2, high: 4, count: 3 },
      { low: 8, high: 16, count: 1 },
    ]);
  });

  it.each([
    ['summary' as const, 0],
    ['histogram' as const, undefined],
  ])('reads a sum that is not said in a %s as %s', (kind, sum) => {
    expect(one({ timeNs: 5n, count: 0 }, kind).points[0]?.sum).toBe(sum);
  });

  it('knows a point without a recorded value, whatever else it holds', () => {
    const batch = metrics([
      { name: 'm', kind: 'gauge', points: [{ ...GOOD, flags: 1, asDouble: Number.NaN }] },
    ]);
    expect(batch.points[0]).toMatchObject({ noValue: true, value: 0 });
    const summary = one({ timeNs: 5n, count: 3, sum: 7, flags: 1 }, 'summary');
    expect(summary.points[0]).toMatchObject({ noValue: true, count: 0, sum: undefined });
  });

  it('takes an integer beyond what a double holds as the nearest double', () => {
    const batch = one({ timeNs: 5n, asInt: 2n ** 63n - 1n });
    expect(batch.points[0]?.value).toBe(2 ** 63);
  });

  const many = (length: number) => Array.from({ length }, () => 1);
  it.each<[string, OtlpPoint, OtlpMetric['kind'], string]>([
    ['has no time', { asDouble: 1 }, 'gauge', 'a data point must have a time'],
    [
      'lies beyond time',
      { timeNs: 2n ** 64n - 1n, asDouble: 1 },
      'gauge',
      'a time lies beyond the year 2262',
    ],
    ['has no value', { timeNs: 5n }, 'sum', 'a data point must have a value'],
    ['is not finite', { timeNs: 5n, asDouble: Number.NaN }, 'gauge', 'a value is not a finite number'],
    [
      'has too many attributes',
      {
        ...GOOD,
        attributes: Object.fromEntries(many(MAX_POINT_ATTRIBUTES + 1).map((_, i) => [`k${i}`, 'v'])),
      },
      'gauge',
      'a data point has more than 128 attributes',
    ],
    [
      'has too many buckets',
      { timeNs: 5n, explicitBounds: many(3000).map((_, i) => i), bucketCounts: many(MAX_BUCKETS + 1) },
      'histogram',
      'a histogram has more than 2000 buckets',
    ],
    [
      'has buckets that do not fit its bounds',
      { timeNs: 5n, explicitBounds: [1], bucketCounts: [1] },
      'histogram',
      'a histogram must have one bucket more than bounds',
    ],
    [
      'has bounds out of order',
      { timeNs: 5n, explicitBounds: [2, 1], bucketCounts: [1, 1, 1] },
      'histogram',
      'the bounds of a histogram must be finite and in order',
    ],
    [
      'has a scale that is none',
      { timeNs: 5n, scale: 21 },
      'exponentialHistogram',
      'the scale of a histogram is not between -10 and 20',
    ],
    [
      'has a quantile that is none',
      { timeNs: 5n, quantileValues: [{ quantile: 2, value: 1 }] },
      'summary',
      'a quantile is not between 0 and 1',
    ],
  ])('refuses a point that %s, and it alone', (_, point, kind, reason) => {
    const { points: found, rejected } = one(point, kind);
    expect(rejected).toMatchObject({ count: 1, reasons: [reason] });
    expect(found.map(({ timeNs }) => timeNs)).toEqual([9n]);
  });

  it('refuses what names no metric, or says not how it adds up', () => {
    const { rejected, points: found } = metrics([
      { name: '', kind: 'gauge', points: [GOOD] },
      { name: 'm', kind: 'sum', points: [GOOD] },
    ]);
    expect(found).toEqual([]);
    expect(rejected.reasons).toEqual([
      'a metric must have a name',
      'the temporality of a sum or histogram must be delta or cumulative',
    ]);
  });
});

describe('decode of damaged OTLP metrics', () => {
  const bodies = fc.array(metric, { minLength: 1, maxLength: 3 }).map((list) => protobufMetrics(list));

  it('fails at most by saying that the body is malformed', () => {
    const damaged = fc
      .tuple(bodies, fc.nat(), fc.nat({ max: 255 }), fc.boolean())
      .map(([body, at, byte, cut]) => {
        const place = at % body.length;
        if (cut) return body.subarray(0, place);
        const copy = Buffer.from(body);
        copy[place] = byte;
        return copy;
      });
    fc.assert(
      fc.property(damaged, (body) => {
        try {
          decode('protobuf', 'metrics', body, CONTEXT);
        } catch (error) {
          expect((error as Error).name).toBe('DecodeError');
        }
      }),
      { numRuns: 1000 },
    );
  });
});
