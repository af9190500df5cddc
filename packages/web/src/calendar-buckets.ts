import { bucketSeconds } from '@pharos/core/time-range';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** How wide buckets are, in seconds, up to which length of a range: hours and days, as people think of time. */
const WIDTHS = [
  { upTo: 2 * DAY, width: HOUR },
  { upTo: 7 * DAY, width: 3 * HOUR },
  { upTo: 14 * DAY, width: 6 * HOUR },
  { upTo: 120 * DAY, width: DAY },
] as const;
/** Up to so long a range its own minutes matter. */
const SHORT = 6 * HOUR;
const MOST_BUCKETS = 72;

export function bucketFor(span: { fromMs: number; toMs: number }): number {
  const length = (span.toMs - span.fromMs) / 1000;
  if (length <= SHORT) return bucketSeconds(span, MOST_BUCKETS);
  return WIDTHS.find(({ upTo }) => length <= upTo)?.width ?? 7 * DAY;
}

/** Whether what is usual is known of buckets so wide: whole hours up to a day. */
export const isJudged = (seconds: number): boolean => seconds >= HOUR && seconds <= DAY;
