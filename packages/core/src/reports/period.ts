import { windowAt } from '../quotas/window.ts';
import { bucketSeconds, inBuckets, type Span } from '../time-range.ts';
import { zoneOffsetMs } from '../zone.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a report is of: the last whole day, week or month of its time zone, or a length of time up to its moment. */
const PERIODS = {
  day: { unit: 'day' },
  week: { unit: 'week' },
  month: { unit: 'month' },
  last24h: { lengthMs: DAY },
  last7d: { lengthMs: 7 * DAY },
  last30d: { lengthMs: 30 * DAY },
} as const;
export type PeriodName = keyof typeof PERIODS;
export const PERIOD_NAMES = Object.keys(PERIODS) as [PeriodName, ...PeriodName[]];

/** The period that a report made at a moment is of. */
export function periodAt(name: PeriodName, atMs: number, timeZone: string): Span {
  const period = PERIODS[name];
  const span = 'unit' in period ? wholeBefore(period.unit, atMs, timeZone) : before(atMs, period.lengthMs);
  return { ...span, zoneOffsetSeconds: zoneOffsetMs(span.fromMs, timeZone) / 1000 };
}

/** Weeks begin on a Monday. */
function wholeBefore(unit: 'day' | 'week' | 'month', atMs: number, timeZone: string) {
  const { startMs: toMs } = windowAt({ type: 'calendar', unit, timeZone }, atMs);
  return { fromMs: windowAt({ type: 'calendar', unit, timeZone }, toMs - 1).startMs, toMs };
}

const before = (toMs: number, lengthMs: number) => ({ fromMs: toMs - lengthMs, toMs });

/** Buckets that are still told from each other on paper. */
const MOST_BUCKETS = 62;
/** What is asked in buckets begins at the edge of one. */
export const inReportBuckets = (span: Span) => inBuckets(bucketSeconds(span, MOST_BUCKETS), span);
