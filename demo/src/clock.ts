export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Visits by hour of the visitor's own day: quiet nights, a lunch break, a long evening. */
const SHOPPING = [3, 2, 1, 1, 1, 1, 2, 4, 6, 8, 10, 11, 12, 11, 9, 9, 9, 10, 11, 13, 15, 15, 11, 6];
const OFFICE = [0, 0, 0, 0, 0, 0, 0, 1, 4, 11, 14, 12, 6, 8, 13, 14, 12, 9, 4, 2, 2, 1, 1, 0];

/** Sunday first. */
const SHOPPING_WEEK = [1.25, 0.9, 0.85, 0.9, 0.95, 1.1, 1.3];
const OFFICE_WEEK = [0.1, 1.1, 1.2, 1.15, 1.1, 0.95, 0.12];

export type Rhythm = 'shopping' | 'office';
const HOURS: Record<Rhythm, readonly number[]> = { shopping: SHOPPING, office: OFFICE };
const WEEKS: Record<Rhythm, readonly number[]> = { shopping: SHOPPING_WEEK, office: OFFICE_WEEK };

/** How busy a weekday is, 1 on average. */
export const weekday = (rhythm: Rhythm, dayStartMs: number): number =>
  WEEKS[rhythm][new Date(dayStartMs).getUTCDay()] ?? 1;

/**
 * A moment of a UTC day for somebody `offsetHours` east of Greenwich: their busy hours are likelier. `at` and
 * `minute` are in [0, 1).
 */
export function momentOfDay(
  rhythm: Rhythm,
  dayStartMs: number,
  offsetHours: number,
  at: number,
  minute: number,
) {
  const hours = HOURS[rhythm];
  const sum = hours.reduce((total, weight) => total + weight, 0);
  let left = at * sum;
  let hour = 0;
  while (left >= (hours[hour] ?? sum) && hour < 23) {
    left -= hours[hour] ?? 0;
    hour += 1;
  }
  const utcHour = (hour - offsetHours + 48) % 24;
  return dayStartMs + (utcHour + minute) * HOUR;
}
