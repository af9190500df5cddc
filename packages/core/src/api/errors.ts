import { z } from 'zod';
import { ERROR_STATES } from '../errors/standing.ts';
import { listQuery, pageOf, projectQuery } from './common.ts';

export const ERROR_ORDERS = ['count', 'users', 'lastSeen'] as const;

/** Without a start the seven days before its end or now. Filters choose the failed steps that count. */
export const errorListQuery = listQuery.omit({ limit: true }).extend({
  /** What stands first has most of it. */
  order: z.enum(ERROR_ORDERS).default('count'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ErrorListQuery = z.infer<typeof errorListQuery>;

/** So many parts of the range have a count of their own. */
export const TREND_PARTS = 24;

/** Failed steps that are one error, whatever differs from one occurrence to the next. Counts are of the range. */
export const errorGroupSchema = z.object({
  /** Its id; the filter `errorGroup:<id>` finds its traces. */
  group: z.string(),
  /** Kind of error, message and what it went wrong in (tool, model or step), of the latest. */
  type: z.string(),
  message: z.string(),
  place: z.string(),
  kind: z.string(),
  count: z.number(),
  traces: z.number(),
  users: z.number(),
  sessions: z.number(),
  /** Ever, not within the range alone. */
  firstSeen: z.string(),
  /** Within the range. */
  lastSeen: z.string(),
  /** At most ten each. */
  agents: z.array(z.string()),
  releases: z.array(z.string()),
  /** Counts of equal parts of the range, the oldest first. */
  trend: z.array(z.number()),
  /** The latest. */
  example: z.object({ traceId: z.string(), spanId: z.string() }),
  state: z.enum(ERROR_STATES),
  resolvedAt: z.string().nullable(),
  muted: z.boolean(),
  owner: z.string().nullable(),
});
export type ErrorGroup = z.infer<typeof errorGroupSchema>;
export const errorPageSchema = pageOf(errorGroupSchema);

/** What a store of spans knows of it. */
export type CountedError = Omit<ErrorGroup, 'state' | 'resolvedAt' | 'muted' | 'owner'> & {
  /** Ever. */
  lastSeenEver: string;
};

export const errorGroupId = z.string().regex(/^[\da-f]{16}$/, 'an error is 16 hex digits');

/** What somebody says of an error; what is left out stays as it is. */
export const errorChangeSchema = projectQuery
  .extend({
    /** True: as of now. It counts as regressed as soon as it is seen again. */
    resolved: z.boolean().optional(),
    /** It wakes nobody; it is counted all the same. */
    muted: z.boolean().optional(),
    /** Who looks after it; null for nobody. */
    owner: z.string().trim().min(1).max(320).nullable().optional(),
  })
  .strict();
export type ErrorChange = z.infer<typeof errorChangeSchema>;

export const errorNoteSchema = z.object({
  group: z.string(),
  resolvedAt: z.string().nullable(),
  muted: z.boolean(),
  owner: z.string().nullable(),
});
export type ErrorNote = z.infer<typeof errorNoteSchema>;
