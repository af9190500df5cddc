import { momentAt, zoneOffsetMs } from '@pharos/core/zone';

/** A moment as a field for date and time has it, on the clocks of a zone; to the second where it is not a whole minute. */
export const writtenTime = (ms: number, timeZone: string): string =>
  new Date(ms + zoneOffsetMs(ms, timeZone)).toISOString().slice(0, 19).replace(/:00$/, '');

/** The moment that a field for date and time has, as ISO 8601; what was typed where that is none. */
export function readTime(typed: string, timeZone: string): string {
  const shownMs = Date.parse(`${typed}Z`);
  return Number.isNaN(shownMs) ? typed : new Date(momentAt(shownMs, timeZone)).toISOString();
}
