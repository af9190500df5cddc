import { z } from 'zod';
import { LIFE_EVENTS } from '../presence/life-cycle.ts';
import { listQuery, pageOf } from './common.ts';
import { sessionSummarySchema } from './spans.ts';

/**
 * Where a session may stand in its life: its user is there, is there and idle, has left as was told, is not heard of any more; or
 * came back after it had ended, wherever it stands now.
 */
export const LIFE_STANDS = ['active', 'idle', 'left', 'silent', 'resumed'] as const;
export type LifeStand = (typeof LIFE_STANDS)[number];

export const sessionListQuery = listQuery.extend({
  /** Only sessions of which that is so; of others nothing was told. */
  life: z.enum(LIFE_STANDS).optional(),
});

export const sessionLifeSchema = z.object({
  phase: z.enum(['active', 'idle', 'ended']),
  /** What became of it last, when, and whether that was told or nothing was heard any more. */
  event: z.enum(LIFE_EVENTS),
  at: z.string(),
  by: z.enum(['report', 'timeout']),
  /** How often it was resumed after it had ended. */
  resumed: z.number().int(),
});
export type SessionLife = z.infer<typeof sessionLifeSchema>;

/** `life` is null where nothing was told of the presence of its user. */
export const listedSessionSchema = sessionSummarySchema.extend({ life: sessionLifeSchema.nullable() });
export type ListedSession = z.infer<typeof listedSessionSchema>;
export const sessionListSchema = pageOf(listedSessionSchema);
