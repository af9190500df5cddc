import { windowAt } from '../quotas/window.ts';
import { bucketSeconds, type Span } from '../time-range.ts';

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
  return 'unit' in period ? wholeBefore(period.unit, atMs, timeZone) : before(atMs, period.lengthMs);
}

/** Weeks begin on a Monday. */
function wholeBefore(unit: 'day' | 'week' | 'month', atMs: number, timeZone: string) {
  const { startMs: toMs } = windowAt({ type: 'calendar', unit, timeZone }, atMs);
  return { fromMs: windowAt({ type: 'calendar', unit, timeZone }, toMs - 1).startMs, toMs };
}

/** In whole seconds, as buckets are. */
function before(atMs: number, lengthMs: number) {
  const toMs = Math.ceil(atMs / 1000) * 1000;
  return { fromMs: toMs - lengthMs, toMs };
}

/** Buckets that are still told from each other on paper. */
const MOST_BUCKETS = 62;

/** What is asked in buckets: they begin where the period does, so that all of them are whole but for the last. */
export function inReportBuckets(span: Span) {
  const width = bucketSeconds(span, MOST_BUCKETS);
  const offset = (width - ((span.fromMs / 1000) % width)) % width;
  return {
    from: new Date(span.fromMs).toISOString(),
    to: new Date(span.toMs).toISOString(),
    bucketSeconds: width,
    bucketOffsetSeconds: Math.floor(offset),
  };
}
