import { z } from 'zod';
import { INTERVALS } from '../behaviour/calendar.ts';
import { SEGMENT_FACTS, SEGMENTS } from '../behaviour/segments.ts';
import { isTimeZone } from '../zone.ts';
import { boundedRange, pageOf, projectQuery } from './common.ts';

const figure = z.number();
const instant = z.string();

export const timeZone = z.string().max(64).refine(isTimeZone, { message: 'not a time zone' }).default('UTC');

/** A range, as far as an answer reaches, and whose days they are. */
const rangeOf = (mostDays: number) => boundedRange(mostDays).safeExtend({ timeZone });

export const MOST_DAYS = { activity: 400, retention: 400, heat: 92, concurrency: 8 };

export const activityQuery = rangeOf(MOST_DAYS.activity).safeExtend({
  interval: z.enum(INTERVALS).default('day'),
});
export type ActivityQuery = z.infer<typeof activityQuery>;

export const activitySchema = z.object({
  /** When anybody was seen first; null before anybody was. Nothing is known of the time before. */
  since: instant.nullable(),
  periods: z.array(
    z.object({
      start: instant,
      end: instant,
      /** It is over. */
      complete: z.boolean(),
      /** Users who were active in it; of those the ones seen for the first time ever, and the others. */
      active: figure,
      new: figure,
      returning: figure,
      /** Users who were active on one of 7 and of 30 days, its last one included. */
      weekly: figure,
      monthly: figure,
      /** Mean of daily users over its days, by `monthly`; null when there are none. */
      stickiness: figure.nullable(),
    }),
  ),
});
export type Activity = z.infer<typeof activitySchema>;

export const retentionQuery = rangeOf(MOST_DAYS.retention).safeExtend({
  interval: z.enum(INTERVALS).default('week'),
});
export type RetentionQuery = z.infer<typeof retentionQuery>;
/** Cohorts of an answer. A longer range is refused. */
export const MOST_COHORTS = 60;

export const retentionSchema = z.object({
  since: instant.nullable(),
  cohorts: z.array(
    z.object({
      /** The day or week in which they were seen for the first time ever. */
      start: instant,
      end: instant,
      users: figure,
      /** How many of them were active in it and in each one after it, up to the end of the range. */
      active: z.array(figure),
      /** How many of these periods are over: those after are still filling. */
      complete: figure,
    }),
  ),
});
export type Retention = z.infer<typeof retentionSchema>;

export const heatQuery = rangeOf(MOST_DAYS.heat);
export type HeatQuery = z.infer<typeof heatQuery>;
export const heatSchema = z.object({
  /** Every hour of a week, from Monday 0:00 on. */
  cells: z.array(
    z.object({
      weekday: figure,
      hour: figure,
      /** Users active in such an hour on average; null where none that is over is in the range and after the first user was seen. */
      users: figure.nullable(),
      hours: figure,
    }),
  ),
});
export type Heat = z.infer<typeof heatSchema>;

export const concurrencyQuery = rangeOf(MOST_DAYS.concurrency);
export type ConcurrencyQuery = z.infer<typeof concurrencyQuery>;
const peak = z.object({ value: figure, at: instant }).nullable();
export const concurrencySchema = z.object({
  bucketSeconds: figure,
  /** What was in parallel at most, in some minute (users, sessions) or at some moment (runs) of each part. */
  buckets: z.array(z.object({ start: instant, users: figure, sessions: figure, runs: figure })),
  peaks: z.object({ users: peak, sessions: peak, runs: peak }),
});
export type Concurrency = z.infer<typeof concurrencySchema>;

export const segmentsQuery = projectQuery.extend({
  /** As of when; now unless said. */
  at: z.iso.datetime({ offset: true }).optional(),
  timeZone,
});
export const segmentsSchema = z.object({
  at: instant,
  /** Users who were ever seen up to then. */
  users: figure,
  segments: z.array(
    z.object({
      segment: z.enum(SEGMENTS),
      users: figure,
      /** The same 28 days earlier. */
      before: figure,
    }),
  ),
  /** Read from the top: a user belongs to the first that holds. */
  rules: z.array(
    z.object({
      segment: z.enum(SEGMENTS),
      when: z.array(
        z.object({
          fact: z.enum(SEGMENT_FACTS),
          atLeast: figure.optional(),
          below: figure.optional(),
        }),
      ),
    }),
  ),
});
export type Segments = z.infer<typeof segmentsSchema>;

export const segmentUsersQuery = segmentsQuery.extend({
  cursor: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SegmentUsersQuery = z.infer<typeof segmentUsersQuery>;
export const segmentUserSchema = z.object({
  userId: z.string(),
  firstSeen: instant,
  lastSeen: instant,
  /** Of the last 28 and 56. */
  activeDays: figure,
  recentDays: figure,
});
export type SegmentUser = z.infer<typeof segmentUserSchema>;
export const segmentUsersSchema = pageOf(segmentUserSchema);
