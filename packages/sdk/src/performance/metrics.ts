import { type Redact, redactTexts } from '../redact.ts';
import { quietly } from '../tracing/traced.ts';
import type { Channel, ChannelKind } from '../transport/channel.ts';
import type { Clock } from '../transport/clock.ts';

export type Tags = Readonly<Record<string, string | number | boolean>>;

/** One point of a metric. A gauge is how much there is, a count how much more there is. */
export interface MetricPoint {
  name: string;
  kind: 'gauge' | 'count';
  unit: string;
  value: number;
  tags: Tags;
  /** Nanoseconds since 1970, as text; of no other point of this process. */
  timeNs: string;
}

const anyValue = (value: Tags[string]) =>
  typeof value === 'string'
    ? { stringValue: value }
    : typeof value === 'number'
      ? { doubleValue: value }
      : { boolValue: value };
const keyValues = (tags: Tags) =>
  Object.entries(tags).map(([key, value]) => ({ key, value: anyValue(value) }));

function metricOf({ name, kind, unit, value, tags, timeNs }: MetricPoint) {
  const point = { asDouble: value, timeUnixNano: timeNs, attributes: keyValues(tags) };
  // Temporality 1: delta.
  return kind === 'gauge'
    ? { name, unit, gauge: { dataPoints: [point] } }
    : {
        ...{ name, unit },
        sum: {
          aggregationTemporality: 1,
          isMonotonic: true,
          dataPoints: [{ ...point, startTimeUnixNano: String(BigInt(timeNs) - 1n) }],
        },
      };
}

/** Points as OTLP/HTTP, in JSON, of the resource with these attributes. */
export const metricsKind = (resource: Tags): ChannelKind<MetricPoint> => ({
  name: 'metrics',
  path: '/v1/metrics',
  contentType: 'application/json',
  maxItems: 10_000,
  maxBytes: 8 * 1024 * 1024,
  batchItems: 500,
  batchBytes: 512 * 1024,
  lingerMs: 1_000,
  encode: (points) =>
    JSON.stringify({
      resourceMetrics: [
        {
          resource: { attributes: keyValues(resource) },
          scopeMetrics: [{ scope: { name: '@pharos/sdk' }, metrics: points.map(metricOf) }],
        },
      ],
    }),
  refusedIn(answer) {
    const { partialSuccess } = JSON.parse(answer.toString('utf8')) as {
      partialSuccess?: { rejectedDataPoints?: number | string };
    };
    return Number(partialSuccess?.rejectedDataPoints ?? 0);
  },
});

/** What a program measures: one point a call, so it is for what happens now and then. */
export class Metrics {
  #channel: Channel<MetricPoint>;
  #clock: Clock;
  #redact: Redact | undefined;
  #sequence = 0;

  constructor(channel: Channel<MetricPoint>, clock: Clock, redact: Redact | undefined) {
    this.#channel = channel;
    this.#clock = clock;
    this.#redact = redact;
  }

  /** How much there is now. */
  gauge(name: string, value: number, tags: Tags = {}, unit = ''): void {
    this.#point({ name, kind: 'gauge', unit, value, tags });
  }

  /** That there is so much more. */
  count(name: string, by = 1, tags: Tags = {}, unit = ''): void {
    this.#point({ name, kind: 'count', unit, value: by, tags });
  }

  #point(point: Omit<MetricPoint, 'timeNs'>): void {
    quietly(() => {
      if (!Number.isFinite(point.value)) return;
      // Two points of one series at one moment would be one.
      const timeNs = BigInt(this.#clock.nowMs()) * 1_000_000n + BigInt(this.#sequence++ % 500_000) * 2n;
      const tags = this.#redact ? redactTexts(point.tags, this.#redact) : point.tags;
      this.#channel.push({ ...point, tags, timeNs: String(timeNs) }, 200 + JSON.stringify(tags).length);
    });
  }
}
