import { changeBetween, localDateOf, startOfDate, weekdayOf, zoneOffsetMs } from '../zone.ts';

const HOUR_MS = 3_600_000;
/** The clocks of all zones differ by whole quarters of an hour. */
export const SLOT_MS = HOUR_MS / 4;
const DAYS_OF_WEEK = 7;

export const INTERVALS = ['day', 'week'] as const;
export type Interval = (typeof INTERVALS)[number];

/** Days, or weeks from Monday on, as the clocks of a zone have them: the start of each, and where the last one ends. */
export interface Calendar {
  startsMs: number[];
  endMs: number;
}

/** The whole days or weeks that hold a range. Where clocks change they are shorter or longer than others. */
export function calendarOf(fromMs: number, toMs: number, timeZone: string, interval: Interval): Calendar {
  const first = localDateOf(fromMs, timeZone);
  const week = interval === 'week';
  const step = week ? DAYS_OF_WEEK : 1;
  let day = first.day - (week ? weekdayOf(first) : 0);
  const edge = () => startOfDate({ ...first, day }, timeZone);
  const startsMs: number[] = [];
  for (let startMs = edge(); startMs < toMs; startMs = edge()) {
    startsMs.push(startMs);
    day += step;
  }
  return { startsMs, endMs: edge() };
}

/** The same days, and so many before them. */
export function withDaysBefore({ startsMs, endMs }: Calendar, days: number, timeZone: string): Calendar {
  const first = localDateOf(startsMs[0] ?? endMs, timeZone);
  const before = Array.from({ length: days }, (_, n) =>
    startOfDate({ ...first, day: first.day - days + n }, timeZone),
  );
  return { startsMs: [...before, ...startsMs], endMs };
}

/** Where a period ends. */
export const endOf = ({ startsMs, endMs }: Calendar, index: number): number => startsMs[index + 1] ?? endMs;

export interface LocalHour {
  startMs: number;
  endMs: number;
  /** Monday is 0. */
  weekday: number;
  /** From 0 to 23. Where clocks go back one comes twice, where they go on one is missing. */
  hour: number;
}

/** The hours of these days, as the clocks of the zone show them. */
export function hoursOf(days: Calendar, timeZone: string): LocalHour[] {
  return days.startsMs.flatMap((startMs, index) => {
    const endMs = endOf(days, index);
    const weekday = weekdayOf(localDateOf(startMs, timeZone));
    const changeMs = changeBetween(startMs, endMs - 1, timeZone);
    const stretches: [number, number][] =
      changeMs === undefined
        ? [[startMs, endMs]]
        : [
            [startMs, changeMs],
            [changeMs, endMs],
          ];
    return stretches.flatMap(([from, to]) => hoursBetween(from, to, timeZone, weekday));
  });
}

/** Of a stretch in which the clocks do not change. */
function hoursBetween(fromMs: number, toMs: number, timeZone: string, weekday: number): LocalHour[] {
  const offset = zoneOffsetMs(fromMs, timeZone);
  const hours: LocalHour[] = [];
  let startMs = fromMs;
  while (startMs < toMs) {
    const shown = startMs + offset;
    const endMs = Math.min(toMs, (Math.floor(shown / HOUR_MS) + 1) * HOUR_MS - offset);
    hours.push({ startMs, endMs, weekday, hour: new Date(shown).getUTCHours() });
    startMs = endMs;
  }
  return hours;
}
