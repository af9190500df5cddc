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

function read(schedule: ReportSchedule, timeZone: string): Cron {
  try {
    return new Cron(cronOf(schedule), { timezone: timeZone, mode: '5-part' });
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    throw new ApiError('invalid_request', {
      message: `The schedule cannot be read: ${reason}`,
      details: [{ path: '/schedule/cron', message: reason }],
    });
  }
}
