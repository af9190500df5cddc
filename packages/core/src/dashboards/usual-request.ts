import type { UsualInput } from '../api/usage.ts';
import { inBuckets } from '../time-range.ts';
import type { ChartWidget } from './dashboard.ts';
import { whyNoUsual } from './usual-band.ts';
import { questionOf, type View } from './widget-question.ts';

const HOUR = 3600;

/** What is to be asked for the band of a chart that wants one; undefined where it has none. In buckets of an hour at least. */
export function usualOf(widget: ChartWidget, view: View): UsualInput | undefined {
  if (!widget.options.usual) return undefined;
  const { metrics, filters, search, from, to, bucketSeconds } = questionOf(widget, view);
  const [metric] = metrics;
  if (metric === undefined || bucketSeconds === undefined || whyNoUsual(widget, bucketSeconds) !== undefined)
    return undefined;
  const { zoneOffsetSeconds } = view.range;
  const span = {
    fromMs: Date.parse(from),
    toMs: Date.parse(to),
    ...(zoneOffsetSeconds && { zoneOffsetSeconds }),
  };
  return { metric, filters, search, ...inBuckets(Math.max(HOUR, bucketSeconds), span) };
}
