import { cronOf, type ReportSchedule } from '@pharos/core/reports/schedule';
import { Cron } from 'croner';
import { ApiError } from '../../errors.ts';

/** Where times are not whole seconds, one that is just now counts as past. */
const SECOND = 1000;

/** The next times of a schedule after a moment. @throws ApiError when its line of cron cannot be read. */
export function timesAfter(
  schedule: ReportSchedule,
  timeZone: string,
  afterMs: number,
  most: number,
): Date[] {
  return read(schedule, timeZone).nextRuns(most, new Date(afterMs));
}

/** The latest time up to a moment; undefined when there was none. */
export const latestTime = (schedule: ReportSchedule, timeZone: string, atMs: number): Date | undefined =>
  read(schedule, timeZone).previousRuns(1, new Date(atMs + SECOND))[0];

/** Reports are read by people: they are made no more often. */
const LEAST_GAP_MS = 3_600_000;
/** Looked at times: more than there are in two days, each an hour after the one before. */
const LOOKED_AT = 50;

/** @throws ApiError for a schedule that cannot be read, or that would have a report made more often than every hour. */
export function checkSchedule(schedule: ReportSchedule, timeZone: string, nowMs: number): void {
  const times = timesAfter(schedule, timeZone, nowMs, LOOKED_AT).map((time) => time.getTime());
  const isTooOften = times.some((time, at) => at > 0 && time - (times[at - 1] ?? time) < LEAST_GAP_MS);
  if (isTooOften) throw unreadable('It would be made more often than every hour.');
}

function unreadable(reason: string): ApiError {
  return new ApiError('invalid_request', {
    message: `The schedule cannot be kept: ${reason}`,
    details: [{ path: '/schedule/cron', message: reason }],
  });
}

function read(schedule: ReportSchedule, timeZone: string): Cron {
  try {
    return new Cron(cronOf(schedule), { timezone: timeZone, mode: '5-part' });
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    throw unreadable(reason);
  }
}
