import { fieldNamed } from '@pharos/core/fields';
import { isOfScores, metricNamed } from '@pharos/core/metrics';

export const MOST_METRICS = 8;
export const MOST_DIMENSIONS = 3;

/** What a Question asks for, by names. */
export interface Asked {
  metrics: readonly string[];
  dimensions: readonly string[];
}

/** Why something cannot be asked together with the rest. */
export type Misfit = 'full' | 'ofScores' | 'ofSteps' | 'splitByScore' | 'needsScores';

const ofScores = (metric: string): boolean => {
  const known = metricNamed(metric);
  return known !== undefined && isOfScores(known);
};
const splitsScores = (dimension: string): boolean => fieldNamed(dimension)?.level === 'score';

/** Why a metric cannot join these; undefined when it can. */
export function whyNotMetric(metric: string, { metrics, dimensions }: Asked): Misfit | undefined {
  if (metrics.length >= MOST_METRICS) return 'full';
  const scores = ofScores(metric);
  if (metrics.length > 0 && scores !== ofScores(metrics[0] ?? '')) return scores ? 'ofScores' : 'ofSteps';
  return !scores && dimensions.some(splitsScores) ? 'splitByScore' : undefined;
}

/** Why these cannot be split by another dimension; undefined when they can. */
export function whyNotSplit(dimension: string, { metrics, dimensions }: Asked): Misfit | undefined {
  if (dimensions.length >= MOST_DIMENSIONS) return 'full';
  return splitsScores(dimension) && !ofScores(metrics[0] ?? '') ? 'needsScores' : undefined;
}

/** As much of it, in order, as can be asked at once: what is unknown, said twice or does not fit is left out. */
export function fitted({ metrics, dimensions }: Asked): { metrics: string[]; dimensions: string[] } {
  const fit: { metrics: string[]; dimensions: string[] } = { metrics: [], dimensions: [] };
  for (const metric of new Set(metrics)) {
    if (metricNamed(metric) && whyNotMetric(metric, fit) === undefined) fit.metrics.push(metric);
  }
  for (const dimension of new Set(dimensions)) {
    const known = fieldNamed(dimension)?.dimension === true;
    if (known && whyNotSplit(dimension, fit) === undefined) fit.dimensions.push(dimension);
  }
  return fit;
}
