import { z } from 'zod';
import { LIFE_EVENTS } from '../presence/life-cycle.ts';
import { boundedRange } from './common.ts';

/** Reports are kept by the minute; of more the latest count. */
export const HISTORY_LIMITS = { days: 31, minutes: 10_000, sessions: 100, moments: 100 } as const;

const name = z.string().min(1).max(512).optional();

/** Of a user, or of a session; of one of them at least. */
export const presenceHistoryQuery = boundedRange(HISTORY_LIMITS.days)
  .safeExtend({ user: name, session: name })
  .refine(({ user, session }) => user !== undefined || session !== undefined, {
    message: '`user` or `session` is needed',
    path: ['user'],
  });
export type PresenceHistoryQuery = z.infer<typeof presenceHistoryQuery>;

export const presenceHistorySchema = z.object({
  /** Those heard of last first; what is inferred from traces is not among them. */
  sessions: z.array(
    z.object({
      /** '' where none was told. */
      sessionId: z.string(),
      userId: z.string(),
      phase: z.enum(['active', 'idle', 'ended']),
      firstSeen: z.string(),
      lastSeen: z.string(),
      /** Where they were told to be last; '' where it is not known. */
      agent: z.string(),
      page: z.string(),
      platform: z.string(),
      country: z.string(),
      locale: z.string(),
      /** What became of it, in the order of time; of many the latest. */
      moments: z.array(
        z.object({ event: z.enum(LIFE_EVENTS), at: z.string(), by: z.enum(['report', 'timeout']) }),
      ),
    }),
  ),
  /** There was more than is told. */
  cut: z.boolean(),
});
export type PresenceHistory = z.infer<typeof presenceHistorySchema>;
