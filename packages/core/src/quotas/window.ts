import { changeBetween, type LocalDate, localDateOf, startOfDate, weekdayOf, zoneOffsetMs } from '../zone.ts';

export const WINDOW_UNITS = ['minute', 'hour', 'day', 'week', 'month'] as const;
export type WindowUnit = (typeof WINDOW_UNITS)[number];

/** A calendar window begins where a minute, hour … month of a time zone begins; a rolling one ends now, always. */
export type WindowSpec =
  | { type: 'calendar'; unit: WindowUnit; timeZone: string }
  | { type: 'rolling'; unit: WindowUnit };

/** A stretch of time that is counted apart, [start, end). */
export interface Bucket {
  startMs: number;
  endMs: number;
  /** From when on it is no part of the window any more. */
  leavesMs: number;
}

/** What a quota looks at at a moment: one bucket, or the many that a rolling window is made of, the latest last. */
export interface QuotaWindow {
  startMs: number;
  endMs: number;
  buckets: readonly Bucket[];
  /** The one in which the moment lies. */
  current: Bucket;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Of rolling windows: how long they are, and how long what leaves them at once. A month has 30 days. */
const ROLLING: Record<WindowUnit, { length: number; step: number }> = {
  minute: { length: MINUTE, step: 5_000 },
  hour: { length: HOUR, step: 5 * MINUTE },
  day: { length: DAY, step: HOUR },
  week: { length: 7 * DAY, step: 6 * HOUR },
  month: { length: 30 * DAY, step: DAY },
};

/** The window that holds at a moment. A rolling one reaches back to the beginning of a step: a little more, never less. */
export function windowAt(spec: WindowSpec, nowMs: number): QuotaWindow {
  if (spec.type === 'rolling') return rollingAt(spec.unit, nowMs);
  const { startMs, endMs } = calendarAt(spec.unit, spec.timeZone, nowMs);
  const current = { startMs, endMs, leavesMs: endMs };
  return { startMs, endMs, buckets: [current], current };
}

/**
 * What a threshold is crossed in at most once: a calendar window; for a rolling one, stretches of its length counted from
 * 1970. Named by where it begins.
 */
export function periodAt(spec: WindowSpec, nowMs: number): number {
  if (spec.type === 'calendar') return calendarAt(spec.unit, spec.timeZone, nowMs).startMs;
  const { length } = ROLLING[spec.unit];
  return Math.floor(nowMs / length) * length;
}

/** How long a window is, about. */
export const lengthOf = ({ unit }: WindowSpec): number => ROLLING[unit].length;

function rollingAt(unit: WindowUnit, nowMs: number): QuotaWindow {
  const { length, step } = ROLLING[unit];
  const last = Math.floor(nowMs / step) * step;
  const buckets: Bucket[] = [];
  for (let startMs = last - length; startMs <= last; startMs += step) {
    buckets.push({ startMs, endMs: startMs + step, leavesMs: startMs + step + length });
  }
  return { startMs: last - length, endMs: last + step, buckets, current: buckets.at(-1) as Bucket };
}

function calendarAt(unit: WindowUnit, zone: string, nowMs: number): { startMs: number; endMs: number } {
  if (unit === 'minute' || unit === 'hour') return partOfDay(unit === 'minute' ? MINUTE : HOUR, zone, nowMs);
  const today = localDateOf(nowMs, zone);
  const first = firstOf(unit, today);
  return { startMs: startOfDate(first, zone), endMs: startOfDate(firstAfter(unit, first), zone) };
}

/** Where clocks change within it, one hour ends and another begins. */
function partOfDay(length: number, zone: string, nowMs: number): { startMs: number; endMs: number } {
  const offset = zoneOffsetMs(nowMs, zone);
  const startMs = Math.floor((nowMs + offset) / length) * length - offset;
  const endMs = startMs + length;
  return {
    startMs: changeBetween(startMs, nowMs, zone) ?? startMs,
    endMs: changeBetween(nowMs, endMs - 1, zone) ?? endMs,
  };
}

function firstOf(unit: WindowUnit, today: LocalDate): LocalDate {
  if (unit === 'month') return { ...today, day: 1 };
  return unit === 'week' ? { ...today, day: today.day - weekdayOf(today) } : today;
}

const firstAfter = (unit: WindowUnit, first: LocalDate): LocalDate =>
  unit === 'month'
    ? { ...first, month: first.month + 1 }
    : { ...first, day: first.day + (unit === 'week' ? 7 : 1) };
