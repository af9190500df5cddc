import type { Retention } from '../api/behaviour.ts';
import { type Calendar, endOf } from './calendar.ts';

/** So many users who were first seen in one period (a place in a calendar) and active in another. */
export interface CohortCell {
  cohort: number;
  period: number;
  users: number;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * Who came back, by when they came first: a cohort a period, of each how many were active in it and in those
 * after. Those before anybody was seen are left out.
 */
export function retentionOf(
  periods: Calendar,
  cells: readonly CohortCell[],
  sinceMs: number | undefined,
  nowMs: number,
): Retention {
  const known = new Map(cells.map(({ cohort, period, users }) => [`${cohort} ${period}`, users]));
  const begun = periods.startsMs.filter((startMs) => startMs <= nowMs).length;
  const before = periods.startsMs.filter(
    (_, place) => sinceMs === undefined || endOf(periods, place) <= sinceMs,
  );
  const first = Math.min(before.length, begun);
  return {
    since: sinceMs === undefined ? null : iso(sinceMs),
    cohorts: periods.startsMs.slice(first, begun).map((startMs, nth) => {
      const cohort = first + nth;
      const own = Array.from({ length: begun - cohort }, (_, after) => cohort + after);
      const active = own.map((period) => known.get(`${cohort} ${period}`) ?? 0);
      return {
        ...{ start: iso(startMs), end: iso(endOf(periods, cohort)), users: active[0] ?? 0, active },
        complete: own.filter((period) => endOf(periods, period) <= nowMs).length,
      };
    }),
  };
}
