/** Days after which it no longer matters when a user was active again: the longest window that is looked at. */
export const LONGEST_WINDOW = 30;

/**
 * So many users were active on a day (a place in a calendar) and on none of the `gap - 1` days after it. A gap of
 * LONGEST_WINDOW says that they were not active again so soon, if at all.
 */
export interface DayGap {
  day: number;
  gap: number;
  users: number;
}

/**
 * How many users were active at least once in a window of `width` days that ends with `day`. Each is counted on their last
 * active day within it, which is the one whose gap reaches beyond the window's end.
 */
export function activeUsers(gaps: readonly DayGap[], day: number, width: number): number {
  let active = 0;
  for (const { day: on, gap, users } of gaps) {
    const ago = day - on;
    if (ago >= 0 && ago < Math.min(width, gap)) active += users;
  }
  return active;
}
