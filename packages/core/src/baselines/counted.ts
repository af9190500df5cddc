import { isAdditive, metricNamed } from '../metrics.ts';
import type { Answer, Series as Group } from '../question.ts';
import { observed } from '../series/observed.ts';
import { known, type Series } from '../series/series.ts';

/** The percentile, share or mean of fewer is a matter of chance. */
const LEAST_IN_HOUR = 3;

/** A metric of a group hour by hour. */
export interface Counted {
  isSum: boolean;
  series: Series;
  /** How many calls or scores each hour's figure is of. */
  counts: readonly number[];
}

const isSum = (name: string): boolean => {
  const metric = metricNamed(name);
  return metric !== undefined && isAdditive(metric);
};

/**
 * What an hourly answer, which ends with a whole hour, tells of one metric. A sum is unknown before there was any; what is no sum
 * is unknown of an hour of too few calls.
 */
export function counted(answer: Answer, group: Group, metric: string, ranked: string): Counted {
  const counts = (answer.buckets ?? []).map((_, i) => group.points?.[ranked]?.[i] ?? 0);
  if (isSum(metric))
    return { isSum: true, counts, series: observed(answer, metric, Number.POSITIVE_INFINITY, group) };
  const points = group.points?.[metric] ?? [];
  const values = counts.map((count, i) => (count < LEAST_IN_HOUR ? null : (points[i] ?? null)));
  return { isSum: false, counts, series: { starts: (answer.buckets ?? []).map(Date.parse), values } };
}

/** Nothing is known of it: a tool without tokens, a score that is a word, calls that are too few at any hour. */
export const isSilent = ({ series }: Counted): boolean => !series.values.some(known);
