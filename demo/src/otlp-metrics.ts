import type { Attributes } from './facts.ts';
import { grouped, keyValues, nanos, resource, serviceKey } from './otlp.ts';
import type { Service } from './tape.ts';

/** What a process measured at a time: a level, or with `sum` what came in the step before it. */
export interface Reading {
  service: Service;
  name: string;
  unit: string;
  value: number;
  atMs: number;
  stepMs: number;
  attributes?: Attributes;
  sum?: true;
}

const DELTA = 1;

const dataPoint = ({ value, atMs, stepMs, attributes = {}, sum }: Reading) => ({
  attributes: keyValues(attributes),
  ...(sum ? { startTimeUnixNano: nanos(atMs - stepMs) } : {}),
  timeUnixNano: nanos(atMs),
  asDouble: value,
});

function metric(readings: readonly Reading[]) {
  const [first] = readings;
  const dataPoints = readings.map(dataPoint);
  return {
    name: first?.name,
    unit: first?.unit,
    ...(first?.sum
      ? { sum: { dataPoints, aggregationTemporality: DELTA, isMonotonic: true } }
      : { gauge: { dataPoints } }),
  };
}

/** The body of an export of metrics, in OTLP's JSON encoding. */
export const metricsBody = (readings: readonly Reading[]) => ({
  resourceMetrics: grouped(readings, serviceKey).map((ofService) => ({
    resource: ofService[0] && resource(ofService[0].service),
    scopeMetrics: [
      {
        scope: { name: 'shop_assistant.runtime', version: '1.0.0' },
        metrics: grouped(ofService, ({ name }) => name).map(metric),
      },
    ],
  })),
});
