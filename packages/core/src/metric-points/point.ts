import type { Attributes } from '../span.ts';

export const METRIC_KINDS = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];

/** `delta`: since the point before. `cumulative`: since the start of the series. `none` of what neither is said of. */
export const TEMPORALITIES = ['none', 'delta', 'cumulative'] as const;
export type Temporality = (typeof TEMPORALITIES)[number];

/** What all points of one metric of one source share; one object for all of them, so it must not be changed. */
export interface MetricSource {
  name: string;
  unit: string;
  description: string;
  kind: MetricKind;
  temporality: Temporality;
  /** It only grows: a drop means that its source began anew. */
  monotonic: boolean;
  resource: Attributes;
  scopeName: string;
}

/** So many values lie between two edges. The first and the last cell may be open: -Infinity, Infinity. */
export interface Cell {
  low: number;
  high: number;
  count: number;
}

/** One measurement of one series. */
export interface MetricPoint {
  metric: MetricSource;
  attributes: Attributes;
  /** 0n when it is not said. */
  startNs: bigint;
  timeNs: bigint;
  /** The source says that there is no value now, such as of an instance that is gone. */
  noValue: boolean;
  /** Of gauges and sums; else 0. An integer beyond 2^53 is the nearest number. */
  value: number;
  /** Of histograms and summaries: how many values, and what is told of them. */
  count: number;
  sum: number | undefined;
  min: number | undefined;
  max: number | undefined;
  /** Of histograms, in order; of exponential ones without the empty cells. */
  cells: readonly Cell[];
  /** Of summaries. */
  quantiles: readonly { quantile: number; value: number }[];
}
