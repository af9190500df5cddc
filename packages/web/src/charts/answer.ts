import { binOf } from '@pharos/core/bins';
import { isBinned } from '@pharos/core/dashboards/marks';
import type { Answer, Series } from '@pharos/core/question';
import { binLabel } from './kit/bin-scale.ts';
import { colorsOf, MAIN_COLOR, OTHER_COLOR } from './kit/palette.ts';
import type { Buckets, ChartSeries } from './time-series/layout.ts';

/** The time axis of an answer. `nowMs`: what ends later is still filling. */
export const bucketsOf = (answer: Answer, nowMs: number): Buckets => ({
  buckets: (answer.buckets ?? []).map((start) => Date.parse(start)),
  bucketMs: (answer.bucketSeconds ?? 0) * 1000,
  completeUntilMs: Math.min(Date.parse(answer.to), nowMs),
});

/** What the groups of an answer are called by those who show it. */
export interface Words {
  metric: (name: string) => string;
  /** For what is not split, for what is left over, and for groups without a name. */
  all: string;
  other: string;
  unnamed: string;
  /** The edge of a bin: `200 ms`. */
  edge: (dimension: string, value: number) => string;
}

export interface Asked {
  metrics: readonly string[];
  dimensions: readonly string[];
}

/** The group's values as one name; '' when the span had none. */
export const groupName = (series: Series): string => series.group.join(' · ');

/** A value of a dimension as a reader names it. */
export function valueLabel(dimension: string, value: string, words: Words): string {
  if (value === '') return words.unnamed;
  const bin = isBinned(dimension) ? binOf(value) : undefined;
  return bin ? binLabel(bin, (edge) => words.edge(dimension, edge)) : value;
}

interface Group {
  group: readonly string[];
  other: boolean;
}

export const groupLabel = (series: Group, { dimensions }: Asked, words: Words): string =>
  dimensions.length === 0
    ? words.all
    : series.other
      ? words.other
      : dimensions.map((name, nth) => valueLabel(name, series.group[nth] ?? '', words)).join(' · ');

/** Those that have any of what is asked, what is left over last. Groups are known largest first. */
export const shownGroups = (answer: Answer, { metrics }: Asked): Series[] =>
  answer.series
    .filter(({ totals }) => metrics.some((metric) => totals[metric] !== 0 && totals[metric] !== null))
    .sort((a, b) => Number(a.other) - Number(b.other));

/** A colour for each group of an answer: kept per kind of thing, grey for what is left over. */
export function groupColors(groups: readonly Series[], { dimensions }: Asked): (series: Series) => string {
  if (dimensions.length === 0) return () => MAIN_COLOR;
  const color = colorsOf(dimensions.join(' '), groups.filter(({ other }) => !other).map(groupName));
  return (series) => (series.other ? OTHER_COLOR : color(groupName(series)));
}

/** The lines of an answer over time: one a metric, or one a group, or both. */
export function seriesOf(answer: Answer, asked: Asked, words: Words): ChartSeries[] {
  const { metrics, dimensions } = asked;
  const groups = dimensions.length === 0 ? answer.series : shownGroups(answer, asked);
  const ofGroup = groupColors(groups, asked);
  const ofMetric = colorsOf('metric', metrics);
  const several = metrics.length > 1;
  return groups.flatMap((series) =>
    metrics.map((metric): ChartSeries => {
      const name = `${metric} ${series.other ? '\u0000other' : groupName(series)}`;
      const points = series.points?.[metric] ?? [];
      if (dimensions.length === 0) {
        const color = several ? ofMetric(metric) : MAIN_COLOR;
        return { name, label: words.metric(metric), color, points };
      }
      const label = groupLabel(series, asked, words);
      return {
        name,
        label: several ? `${label} · ${words.metric(metric)}` : label,
        color: several ? ofMetric(name) : ofGroup(series),
        points,
        ...(series.other ? {} : { group: series.group }),
      };
    }),
  );
}
