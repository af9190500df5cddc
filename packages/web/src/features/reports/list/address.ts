import { z } from 'zod';

/** What the page of reports shows, in its address. */
export const reportsSearch = z.object({
  view: z.enum(['reports', 'archive']).default('reports').catch('reports'),
  /** Of the archive: only what was made of this report. */
  report: z.string().max(64).optional().catch(undefined),
});
