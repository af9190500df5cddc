import { fieldNamed } from '@pharos/core/fields';
import { attributesOf, isMetricName, isSent } from '@pharos/core/metric-points/named';
import { isOfScores, metricNamed } from '@pharos/core/metrics';

export const MOST_METRICS = 8;
export const MOST_DIMENSIONS = 3;

/** What a Question asks for, by names. */
export interface Asked {
  metrics: readonly string[];
  dimensions: readonly string[];
}

/** Why something cannot be asked together with the rest. */
export type Misfit =
  | 'full'
  | 'ofScores'
  | 'ofSteps'
  | 'ofApps'
  | 'splitByScore'
  | 'needsScores'
  | 'notOfApps';

type Source = 'ofSteps' | 'ofScores' | 'ofApps';

/** What a metric is made of. */
function sourceOf(metric: string): Source {
  if (isSent(metric)) return 'ofApps';
  const known = metricNamed(metric);
  return known !== undefined && isOfScores(known) ? 'ofScores' : 'ofSteps';
}

/** Why a source has nothing to split by a dimension; undefined when it can be. */
function whyNotBy(dimension: string, source: Source): 'needsScores' | 'notOfApps' | undefined {
  if (source === 'ofApps') return attributesOf(dimension) === undefined ? 'notOfApps' : undefined;
  return fieldNamed(dimension)?.level === 'score' && source !== 'ofScores' ? 'needsScores' : undefined;
}

/** Why a metric cannot join these; undefined when it can. */
export function whyNotMetric(metric: string, { metrics, dimensions }: Asked): Misfit | undefined {
  if (metrics.length >= MOST_METRICS) return 'full';
  const source = sourceOf(metric);
  if (metrics.length > 0 && source !== sourceOf(metrics[0] ?? '')) return source;
  const misfits = dimensions.map((dimension) => whyNotBy(dimension, source));
  if (misfits.includes('needsScores')) return 'splitByScore';
  return misfits.find((misfit) => misfit !== undefined);
}

/** Why these cannot be split by another dimension; undefined when they can. */
export function whyNotSplit(dimension: string, { metrics, dimensions }: Asked): Misfit | undefined {
  if (dimensions.length >= MOST_DIMENSIONS) return 'full';
  return whyNotBy(dimension, sourceOf(metrics[0] ?? ''));
}

/** As much of it, in order, as can be asked at once: what is unknown, said twice or does not fit is left out. */
export function fitted({ metrics, dimensions }: Asked): { metrics: string[]; dimensions: string[] } {
  const fit: { metrics: string[]; dimensions: string[] } = { metrics: [], dimensions: [] };
  for (const metric of new Set(metrics)) {
    if (isMetricName(metric) && whyNotMetric(metric, fit) === undefined) fit.metrics.push(metric);
  }
  for (const dimension of new Set(dimensions)) {
    const known = fieldNamed(dimension)?.dimension === true;
    if (known && whyNotSplit(dimension, fit) === undefined) fit.dimensions.push(dimension);
  }
  return fit;
}
