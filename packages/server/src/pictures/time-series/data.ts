import type { Figures, Look } from '../look.ts';

export interface PictureSeries {
  label: string;
  /** One a bucket; null where there is no data, which is no zero. */
  values: readonly (number | null)[];
  /** The same of the period before, drawn dashed. */
  previous?: readonly (number | null)[];
}

/** What is usual of a bucket. */
export interface Usual {
  low: number;
  high: number;
  expected: number;
}

export interface TimeSeriesPicture extends Look, Figures {
  /** Start of each bucket, milliseconds since the epoch, ascending. */
  buckets: readonly number[];
  bucketMs: number;
  series: readonly PictureSeries[];
  /** `line` and `area` lie over each other; `stacked` areas and `bars` stand on each other. */
  mode: 'line' | 'area' | 'stacked' | 'bars';
  /** One a bucket; null where nothing is usual. */
  band?: readonly (Usual | null)[];
  /** What values are held against, and what it is called unless a limit. */
  limit?: number;
  limitLabel?: string;
  /** A moment to be seen at once. */
  mark?: { atMs: number; label: string };
  /** Buckets that end later are still filling. */
  completeUntilMs?: number;
  /** Of the time axis. */
  timeZone: string;
}
