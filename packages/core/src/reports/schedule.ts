import { z } from 'zod';

const at = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is 00:00 to 23:59');

/** When a report is made, by the clocks of its time zone. */
export const scheduleSchema = z.discriminatedUnion('every', [
  z.object({ every: z.literal('day'), at }),
  /** Monday is 1, Sunday 7. */
  z.object({ every: z.literal('week'), on: z.number().int().min(1).max(7), at }),
  /** No month is without a 28th. */
  z.object({ every: z.literal('month'), on: z.number().int().min(1).max(28), at }),
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  z.object({ every: z.literal('cron'), cron: z.string().trim().min(9).max(100) }),
]);
export type ReportSchedule = z.output<typeof scheduleSchema>;

/** The same as a line of cron. */
export function cronOf(schedule: ReportSchedule): string {
  if (schedule.every === 'cron') return schedule.cron;
  const [hour, minute] = schedule.at.split(':').map(Number);
  const day = schedule.every === 'month' ? schedule.on : '*';
  const weekday = schedule.every === 'week' ? schedule.on % 7 : '*';
  return `${minute} ${hour} ${day} * ${weekday}`;
}
