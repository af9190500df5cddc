import { isTimeZone, startOfDate } from '../zone.ts';

const FIXED = /^UTC(?:([+-])(\d\d):(\d\d))?$/;
const MINUTE_MS = 60_000;
/** Clocks are apart by multiples of so much, all over the world. */
export const QUARTER_MS = 15 * MINUTE_MS;
export const DAY_MS = 86_400_000;
/** Days begin nowhere earlier or later than so. */
export const FURTHEST_MS = 14 * 3_600_000;

/** How far a fixed zone such as `UTC+08:00` is ahead, in milliseconds; undefined of names such as `Asia/Shanghai`. */
export function offsetOf(zone: string): number | undefined {
  const match = FIXED.exec(zone);
  if (!match) return undefined;
  const [, sign, hours = '0', minutes = '0'] = match;
  const ahead = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  return sign === '-' ? -ahead : ahead;
}

/** The name of a fixed zone: `UTC`, `UTC-03:30`. */
export function zoneOf(aheadMs: number): string {
  if (aheadMs === 0) return 'UTC';
  const minutes = Math.abs(Math.round(aheadMs / MINUTE_MS));
  const text = [Math.floor(minutes / 60), minutes % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return `UTC${aheadMs < 0 ? '-' : '+'}${text}`;
}

/** Whether days can be told apart by it: quarters of an hour, at most 14 hours, or a zone that the runtime knows. */
export function isZone(zone: string): boolean {
  const offset = offsetOf(zone);
  if (offset === undefined) return isTimeZone(zone);
  return Math.abs(offset) <= FURTHEST_MS && offset % QUARTER_MS === 0;
}

/** The first moment of a day (`YYYY-MM-DD`), in milliseconds. */
export function startOfDay(day: string, zone: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const offset = offsetOf(zone);
  return offset === undefined
    ? startOfDate({ year, month, day: date }, zone)
    : Date.UTC(year, month - 1, date) - offset;
}

/** How far a zone is ahead of UTC when a day begins there, in milliseconds. */
export const aheadOf = (zone: string, day: string): number =>
  Date.parse(`${day}T00:00:00Z`) - startOfDay(day, zone);

/** The day after. */
export const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** All days from one to another, both within. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = nextDay(day)) days.push(day);
  return days;
}

/** The first moments of these days, and the one after the last. */
export const firstMomentsOf = (days: readonly string[], zone: string): number[] =>
  [...days, ...days.slice(-1).map(nextDay)].map((day) => startOfDay(day, zone));
