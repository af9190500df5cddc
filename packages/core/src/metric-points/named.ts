import { metricNamed, type Unit } from '../metrics.ts';
import { METRIC_AGGREGATIONS, type MetricAggregation } from './aggregation.ts';

/** A metric that applications send, as Questions name it: `metric.http.server.request.duration:p95`. */
export interface SentMetric {
  /** As it is sent. */
  metric: string;
  aggregation: MetricAggregation;
}

const PREFIX = 'metric.';
const LONGEST = 255;

export const sentName = ({ metric, aggregation }: SentMetric): string => `${PREFIX}${metric}:${aggregation}`;

/** The metric of applications that a Question's metric names; undefined for any other name. */
export function sentNamed(name: string): SentMetric | undefined {
  const colon = name.lastIndexOf(':');
  if (!name.startsWith(PREFIX) || colon <= PREFIX.length) return undefined;
  const metric = name.slice(PREFIX.length, colon);
  const aggregation = METRIC_AGGREGATIONS.find((each) => each === name.slice(colon + 1));
  return aggregation && metric.length <= LONGEST ? { metric, aggregation } : undefined;
}

export const isSent = (name: string): boolean => sentNamed(name) !== undefined;

/** Whether a Question may ask for it. */
export const isMetricName = (name: string): boolean => metricNamed(name) !== undefined || isSent(name);

/** Attributes of points and their resources that hold what a field of spans does, the first that is there. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  service: ['service.name'],
  environment: ['deployment.environment.name', 'deployment.environment'],
  release: ['service.version'],
  agent: ['gen_ai.agent.name'],
  model: ['gen_ai.response.model', 'gen_ai.request.model'],
  provider: ['gen_ai.provider.name', 'gen_ai.system'],
};

/** The attributes by which a field splits and filters what applications send; undefined when it cannot. */
export function attributesOf(field: string): readonly string[] | undefined {
  if (field.startsWith('attr.') && field.length > 5) return [field.slice(5)];
  return Object.hasOwn(ATTRIBUTES, field) ? ATTRIBUTES[field] : undefined;
}

/** Units of UCUM, as OpenTelemetry writes them: as such, and per second. Names tell what has none. */
const UNITS: Readonly<Record<string, readonly [unit: Unit, perSecond: Unit]>> = {
  By: ['bytes', 'bytesPerSecond'],
  ms: ['ms', 'number'],
  // Seconds in a second, such as of a processor, are a share.
  s: ['seconds', 'ratio'],
  '%': ['number', 'number'],
};
const IS_SHARE = /utilization|\.ratio$/;

/** How a metric is shown: of those that applications send by the unit that they told, which an answer has in `units`. */
export function unitOfMetric(name: string, units: Readonly<Record<string, string>> = {}): Unit {
  const sent = sentNamed(name);
  if (!sent) return metricNamed(name)?.unit ?? 'number';
  const { metric, aggregation } = sent;
  if (aggregation === 'count') return 'count';
  const known = UNITS[units[name] ?? ''];
  if (aggregation === 'rate') return known?.[1] ?? 'perSecond';
  if (known) return known[0];
  return units[name] === '1' && IS_SHARE.test(metric) ? 'ratio' : 'number';
}
