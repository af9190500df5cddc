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
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const [unit, size] = STEPS.find(([, least]) => Math.abs(delta) >= least) ?? ['second', 1000];
  const count = Math.abs(delta) < 5000 ? 0 : Math.trunc(delta / size);
  // A full stop after every “min.” is noise in a column.
  return spaced(format.format(count, unit)).replaceAll('.', '');
}

/** Date and time in the reader's zone; the year only when it is not this one, milliseconds on request. */
export function dateTime(atMs: number, nowMs: number, locale: string, precise = false): string {
  const at = new Date(atMs);
  const thisYear = at.getFullYear() === new Date(nowMs).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    ...(thisYear ? {} : { year: 'numeric' }),
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(precise ? { second: '2-digit', fractionalSecondDigits: 3 } : {}),
  }).format(at);
}

/**
 * A moment in a list of many: `12 min ago` within the hour, then the time of day, then date and time. “1 hr ago” on
 * twenty rows would tell none from another.
 */
export function listTime(atMs: number, nowMs: number, locale: string): string {
  if (Math.abs(nowMs - atMs) < HOUR) return relativeTime(atMs, nowMs, locale);
  const sameDay = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  if (!sameDay) return dateTime(atMs, nowMs, locale);
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat(locale, clock).format(new Date(atMs));
}

/** The whole truth for a title: date, time with seconds, zone. */
export const fullTime = (atMs: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'long',
    hourCycle: 'h23',
  } as Intl.DateTimeFormatOptions).format(new Date(atMs));

/** Time of day with seconds, for live lists. */
export const timeOfDay = (atMs: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(atMs));
