import { z } from 'zod';

/** Seconds that a screen may stay. */
export const EVERY = [10, 15, 30, 60, 120, 300] as const;
export const USUAL_EVERY = 30;

/** What takes turns on a wall, as its address says it: ids separated by commas, `1` for all tabs, seconds. */
export const wallSchema = z.object({
  dashboards: z.string().max(2000).catch(''),
  tabs: z.string().optional().catch(undefined),
  every: z.coerce.number().int().min(5).max(3600).catch(USUAL_EVERY),
});
