import type { Activity } from '../api/behaviour.ts';
import { activeUsers, type DayGap, LONGEST_WINDOW } from './active-users.ts';
import { type Calendar, calendarOf, endOf, type Interval, withDaysBefore } from './calendar.ts';

export interface ActivityAsked {
  fromMs: number;
  toMs: number;
  timeZone: string;
  interval: Interval;
}

/** The days of a range, whole days or weeks of it, and before them those that its first windows reach back to. */
export function activityDays({ fromMs, toMs, timeZone, interval }: ActivityAsked): {
  days: Calendar;
  periods: Calendar;
} {
  const periods = calendarOf(fromMs, toMs, timeZone, interval);
  const days = calendarOf(periods.startsMs[0] ?? fromMs, periods.endMs, timeZone, 'day');
  return { days: withDaysBefore(days, LONGEST_WINDOW - 1, timeZone), periods };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** DAU, WAU, MAU and what follows from them, for each day or week. Days that have not begun are no part of it. */
export function activityOf(
  { days, periods }: ReturnType<typeof activityDays>,
  known: { gaps: readonly DayGap[]; newByDay: ReadonlyMap<number, number>; sinceMs: number | undefined },
  nowMs: number,
): Activity {
  const { gaps, newByDay, sinceMs } = known;
  const told = periods.startsMs.map((startMs, place) => {
    const endMs = endOf(periods, place);
    const untilMs = Math.min(endMs, Math.max(nowMs, startMs + 1));
    const begun = days.startsMs.flatMap((dayMs, day) => (dayMs >= startMs && dayMs < untilMs ? [day] : []));
    const last = begun.at(-1) ?? 0;
    const active = activeUsers(gaps, last, begun.length);
    const began = begun.reduce((sum, day) => sum + (newByDay.get(day) ?? 0), 0);
    const daily = begun.reduce((sum, day) => sum + activeUsers(gaps, day, 1), 0) / begun.length;
    const monthly = activeUsers(gaps, last, 30);
    return {
      ...{ start: iso(startMs), end: iso(endMs), complete: endMs <= nowMs },
      ...{ active, new: began, returning: active - began },
      ...{ weekly: activeUsers(gaps, last, 7), monthly, stickiness: monthly === 0 ? null : daily / monthly },
    };
  });
  return { since: sinceMs === undefined ? null : iso(sinceMs), periods: told };
}
