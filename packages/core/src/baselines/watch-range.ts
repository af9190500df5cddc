import { type Question, questionSchema } from '../question.ts';
import { bucketEdge, bucketOffset } from '../time-range.ts';
import { localDateOf, startOfDate, weekdayOf, zoneOffsetMs } from '../zone.ts';
import type { WatchedDimension, WatchQuestion } from './watched.ts';

export const SINCE = ['today', '24h'] as const;
export type Since = (typeof SINCE)[number];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HOUR_SECONDS = 3600;
/** Four weeks, so that each hour of the week is known four times. */
const HISTORY = 28 * DAY;

/** What is judged, in ms since 1970, and the edges of hours as the clocks of the zone show them. */
export interface WatchRange {
  timeZone: string;
  /** What is judged begins there … */
  fromMs: number;
  /** … and ends there. What is not over yet is not judged. */
  toMs: number;
}

const offsetOf = (ms: number, timeZone: string): number =>
  bucketOffset(HOUR_SECONDS, { zoneOffsetSeconds: zoneOffsetMs(ms, timeZone) / 1000 });

/** Since midnight where the reader is, or the last 24 whole hours. */
export function watchRange(since: Since, timeZone: string, nowMs: number): WatchRange {
  const toMs = bucketEdge(nowMs, HOUR_SECONDS, offsetOf(nowMs, timeZone));
  const fromMs = since === 'today' ? startOfDate(localDateOf(nowMs, timeZone), timeZone) : toMs - DAY;
  return { timeZone, fromMs: Math.min(fromMs, toMs), toMs };
}

/** From Monday to Monday where the reader is, as far as it is over. */
export function weekRange(timeZone: string, nowMs: number): WatchRange & { endMs: number } {
  const date = localDateOf(nowMs, timeZone);
  const monday = { ...date, day: date.day - weekdayOf(date) };
  return {
    ...{ timeZone, fromMs: startOfDate(monday, timeZone), toMs: watchRange('24h', timeZone, nowMs).toMs },
    endMs: startOfDate({ ...monday, day: monday.day + 7 }, timeZone),
  };
}

/** An hourly Question of the four weeks before a range, and of it. Of one group, or of the biggest ones. */
export function watchQuestion(
  { field }: WatchedDimension,
  { ranked, watched, filters, split, limit }: WatchQuestion,
  { fromMs, toMs, timeZone }: WatchRange,
  only?: { value: string; score?: string | undefined },
): Question {
  const offset = offsetOf(toMs, timeZone);
  const one = (name: string, value: string | undefined) =>
    value === undefined ? [] : [{ field: name, op: '=' as const, values: [value] }];
  return questionSchema.parse({
    metrics: [ranked, ...watched.map(({ metric }) => metric).filter((metric) => metric !== ranked)],
    dimensions: [field, ...split],
    filters: [
      ...filters,
      ...(only ? one(field, only.value) : [{ field, op: 'exists', values: [] }]),
      ...one('score', only?.score),
    ],
    from: new Date(bucketEdge(Math.min(fromMs, toMs - DAY) - HISTORY, HOUR_SECONDS, offset)).toISOString(),
    to: new Date(toMs).toISOString(),
    ...{ bucketSeconds: HOUR_SECONDS, bucketOffsetSeconds: offset, limit: only ? 1 : limit },
  });
}

/** Moments as the clocks of a zone show them: the same hour of the week stays the same when clocks change. */
export const shownHours = (starts: readonly number[], timeZone: string): number[] =>
  starts.map((start) => start + zoneOffsetMs(start, timeZone));
