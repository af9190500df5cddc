import type { Turn } from '../alerts/standing.ts';

const MINUTE = 60_000;
/** What fires again so soon after it ended is the same incident. */
export const SAME_MS = 10 * MINUTE;
/** So many returns in so long a time are flapping, … */
export const FLAPPING_RETURNS = 3;
export const FLAPPING_WITHIN_MS = 60 * MINUTE;
/** … and what flaps has to be well for so long before it is over. */
export const STEADY_MS = 15 * MINUTE;

/** The life of one incident, as far as firing and ending go. Times are milliseconds since 1970. */
export interface Course {
  openedAtMs: number;
  endedAtMs: number | null;
  /** It is well, and over at this time unless it fires again. */
  endsAtMs: number | null;
  /** When it fired again after it was well, the latest last; as many as it takes to tell that it flaps. */
  returnedAtMs: readonly number[];
  returns: number;
}

export type Happening = 'opened' | 'reopened' | 'steadying' | 'ended';

export const isFlapping = ({ returnedAtMs }: Pick<Course, 'returnedAtMs'>, atMs: number): boolean =>
  returnedAtMs.filter((each) => atMs - each < FLAPPING_WITHIN_MS).length >= FLAPPING_RETURNS;

/**
 * What a turn of its group makes of the latest incident of the group. Something new is `opened`; `steadying` and a return while
 * steadying are no news, so that nobody is told of every beat of what flaps.
 */
export function turned(
  course: Course | undefined,
  turn: Turn,
  atMs: number,
): { course: Course; happened: Happening | undefined } | undefined {
  if (turn === 'fired') return fired(course, atMs);
  if (course === undefined || course.endedAtMs !== null) return undefined;
  if (isFlapping(course, atMs))
    return { course: { ...course, endsAtMs: atMs + STEADY_MS }, happened: 'steadying' };
  return { course: { ...course, endedAtMs: atMs }, happened: 'ended' };
}

function fired(
  course: Course | undefined,
  atMs: number,
): { course: Course; happened: Happening | undefined } {
  const isNew = course === undefined || (course.endedAtMs !== null && atMs - course.endedAtMs > SAME_MS);
  if (isNew) {
    const opened = { openedAtMs: atMs, endedAtMs: null, endsAtMs: null, returnedAtMs: [], returns: 0 };
    return { course: opened, happened: 'opened' };
  }
  const wasWell = course.endedAtMs !== null || course.endsAtMs !== null;
  if (!wasWell) return { course, happened: undefined };
  const returnedAtMs = [...course.returnedAtMs, atMs].slice(-FLAPPING_RETURNS);
  const next = { ...course, endedAtMs: null, endsAtMs: null, returnedAtMs, returns: course.returns + 1 };
  return { course: next, happened: course.endedAtMs === null ? undefined : 'reopened' };
}

/** An incident that was well for long enough is over, by the time that passes alone. */
export function steadied(course: Course, nowMs: number): Course | undefined {
  const { endsAtMs, endedAtMs } = course;
  if (endedAtMs !== null || endsAtMs === null || nowMs < endsAtMs) return undefined;
  return { ...course, endedAtMs: endsAtMs, endsAtMs: null };
}
