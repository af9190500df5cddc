import { metricNamed } from '../metrics.ts';
import type { Span } from '../time-range.ts';
import type { ChartWidget } from './dashboard.ts';
import type { MarkName } from './marks.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Marks that draw one course over time, with room for a band behind it. */
const COURSES: ReadonlySet<MarkName> = new Set(['line', 'area', 'stacked', 'bars']);

/** Why a chart has no usual band behind it. */
export type NoUsual =
  /** It is no course over time. */
  | 'mark'
  /** What is usual is told of one line. */
  | 'split'
  | 'severalMetrics'
  /** Of what applications send nothing is learned. */
  | 'sent'
  | 'shares'
  /** Sums are compared hour by hour: parts of an hour have no band. */
  | 'partsOfHours'
  /** Buckets are no part of a day. */
  | 'width';

/** What of a chart decides whether it has a band. */
type Course = Pick<ChartWidget, 'mark' | 'metrics' | 'dimensions'> & {
  options: Pick<ChartWidget['options'], 'share'>;
};

/** Whether a chart can show what is usual; undefined when it can. With the width of its buckets, if that is known. */
export function whyNoUsual(
  { mark, metrics, dimensions, options }: Course,
  bucketSeconds?: number,
): NoUsual | undefined {
  if (!COURSES.has(mark)) return 'mark';
  if (dimensions.length > 0) return 'split';
  if (metrics.length > 1) return 'severalMetrics';
  const metric = metricNamed(metrics[0] ?? '');
  if (metric === undefined) return 'sent';
  if (options.share) return 'shares';
  if (bucketSeconds === undefined) return undefined;
  if (bucketSeconds < HOUR) return GROWING.has(metric.aggregation.type) ? 'partsOfHours' : undefined;
  return DAY % bucketSeconds === 0 ? undefined : 'width';
}

/** An hour has more of it than a part of the hour. */
const GROWING: ReadonlySet<string> = new Set(['count', 'countWhere', 'sum', 'distinct', 'max']);

/** Of a shorter range whole hours would leave nothing to see. */
const LEAST_RANGE = 6 * HOUR;

/** A width that suits a range, made an hour where it takes that to have a band. */
export function widthWithUsual(
  widget: Course & Pick<ChartWidget, 'options'>,
  bucketSeconds: number,
  { fromMs, toMs }: Span,
): number {
  const isLong = toMs - fromMs >= LEAST_RANGE * 1000;
  return widget.options.usual && isLong && whyNoUsual(widget, bucketSeconds) === 'partsOfHours'
    ? HOUR
    : bucketSeconds;
}
