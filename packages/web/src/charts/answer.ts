import type { Answer, Series } from '@pharos/core/question';
import { colorsOf, MAIN_COLOR, OTHER_COLOR } from './kit/palette.ts';
import type { ChartSeries } from './time-series/layout.ts';

export interface AnswerBuckets {
  buckets: number[];
  bucketMs: number;
  completeUntilMs: number;
}

/** The time axis of an answer. `nowMs`: what ends later is still filling. */
export const bucketsOf = (answer: Answer, nowMs: number): AnswerBuckets => ({
  buckets: (answer.buckets ?? []).map((start) => Date.parse(start)),
  bucketMs: (answer.bucketSeconds ?? 0) * 1000,
  completeUntilMs: Math.min(Date.parse(answer.to), nowMs),
});

/** The group's values as one name; '' when the span had none. */
export const groupName = (series: Series): string => series.group.join(' · ');

interface SplitOptions {
  metric: string;
  /** What the answer is split by: colours are kept per kind of thing. */
  dimension: string;
  otherLabel: string;
  /** For groups without a name. */
  unnamedLabel: string;
}

/** One series a group that has any of the metric, the largest first, what is left over last. */
export function splitSeries(answer: Answer, options: SplitOptions): ChartSeries[] {
  const { metric, dimension, otherLabel, unnamedLabel } = options;
  const groups = answer.series
    .filter(({ totals }) => totals[metric] !== 0)
    .sort((a, b) => Number(a.other) - Number(b.other));
  const color = colorsOf(dimension, groups.filter(({ other }) => !other).map(groupName));
  return groups.map((series) => ({
    name: series.other ? '\u0000other' : groupName(series),
    label: series.other ? otherLabel : groupName(series) || unnamedLabel,
    color: series.other ? OTHER_COLOR : color(groupName(series)),
    points: series.points?.[metric] ?? [],
  }));
}

/** One metric of an answer that is not split. */
export const wholeSeries = (
  answer: Answer,
  metric: string,
  label: string,
  color: string = MAIN_COLOR,
): ChartSeries => ({ name: metric, label, color, points: answer.series[0]?.points?.[metric] ?? [] });

/** Differences point by point, never below zero; null where either is. */
export const minus = (a: readonly (number | null)[], b: readonly (number | null)[]): (number | null)[] =>
  a.map((value, index) => {
    const other = b[index];
    return value === null || other === null || other === undefined ? value : Math.max(0, value - other);
  });
