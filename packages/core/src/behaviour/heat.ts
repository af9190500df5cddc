import type { LocalHour } from './calendar.ts';

export interface HeatCell {
  /** Monday is 0. */
  weekday: number;
  hour: number;
  /** Users who were active in an hour of this name, on average; null where no such hour is known. */
  users: number | null;
  /** How many of them there are. */
  hours: number;
}

/** Hours that are over, from the one on in which anybody was seen first: of others it is not known how many users they have. */
export const knownHours = (
  hours: readonly LocalHour[],
  sinceMs: number | undefined,
  nowMs: number,
): LocalHour[] => hours.filter(({ endMs }) => sinceMs !== undefined && endMs > sinceMs && endMs <= nowMs);

/** A week by hours: what of each hour of a range is known, as the average of those that share weekday and hour. */
export function heatOf(hours: readonly LocalHour[], users: ReadonlyMap<number, number>): HeatCell[] {
  const cells = Array.from({ length: 7 * 24 }, () => ({ sum: 0, hours: 0 }));
  for (const { startMs, weekday, hour } of hours) {
    const cell = cells[weekday * 24 + hour];
    if (!cell) continue;
    cell.hours += 1;
    cell.sum += users.get(startMs) ?? 0;
  }
  return cells.map(({ sum, hours: count }, place) => ({
    ...{ weekday: Math.floor(place / 24), hour: place % 24 },
    users: count === 0 ? null : sum / count,
    hours: count,
  }));
}
