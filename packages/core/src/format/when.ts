import { zoneOffsetMs } from '../zone.ts';
import { spaced } from './number.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', 60_000],
  ['second', 1000],
];

/** `3 min ago`, `yesterday`, `3 分钟前`; below five seconds `now`. Times in milliseconds since the epoch. */
export function relativeTime(atMs: number, nowMs: number, locale: string): string {
  const delta = atMs - nowMs;
  const [unit, size] = STEPS.find(([, least]) => Math.abs(delta) >= least) ?? ['second', 1000];
  // “last mo” and “last yr” are no words.
  const style = unit === 'month' || unit === 'year' ? 'long' : 'short';
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style });
  const count = Math.abs(delta) < 5000 ? 0 : Math.trunc(delta / size);
  // A full stop after every “min.” is noise in a column.
  return spaced(format.format(count, unit)).replaceAll('.', '');
}

/** Date and time in a zone; the year only when it is not this one, milliseconds on request. */
export function dateTime(
  atMs: number,
  nowMs: number,
  locale: string,
  timeZone: string,
  precise = false,
): string {
  const year = (ms: number) => shownAt(ms, timeZone).getUTCFullYear();
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    ...(year(atMs) === year(nowMs) ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(precise ? { second: '2-digit', fractionalSecondDigits: 3 } : {}),
  }).format(atMs);
}

/** What the clocks of a zone show, to be read as UTC. */
const shownAt = (ms: number, timeZone: string): Date => new Date(ms + zoneOffsetMs(ms, timeZone));

/**
 * A moment in a list of many: `12 min ago` within the hour, then the time of day, then date and time. “1 hr ago” on
 * twenty rows would tell none from another.
 */
export function listTime(atMs: number, nowMs: number, locale: string, timeZone: string): string {
  if (Math.abs(nowMs - atMs) < HOUR) return relativeTime(atMs, nowMs, locale);
  const day = (ms: number) => Math.floor(shownAt(ms, timeZone).getTime() / DAY);
  if (day(atMs) !== day(nowMs)) return dateTime(atMs, nowMs, locale, timeZone);
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  return new Intl.DateTimeFormat(locale, clock).format(atMs);
}

/** A moment of the days around: weekday and time, `Thursday 14:10`; further off, date and time. */
export function dayTime(atMs: number, nowMs: number, locale: string, timeZone: string): string {
  if (Math.abs(atMs - nowMs) > 6 * DAY) return dateTime(atMs, nowMs, locale, timeZone);
  const clock = { weekday: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  const written = new Intl.DateTimeFormat(locale, clock).format(atMs);
  return written.replace(/(\p{Script=Han})(?=\d)/gu, '$1 ');
}

/** The whole truth for a title: date, time with seconds, zone. */
export const fullTime = (atMs: number, locale: string, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'long',
    hourCycle: 'h23',
  } as Intl.DateTimeFormatOptions).format(atMs);

/** Time of day with seconds, for live lists. */
export const timeOfDay = (atMs: number, locale: string, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(atMs);
