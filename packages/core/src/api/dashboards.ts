import { z } from 'zod';
import { dashboardSchema } from '../dashboards/dashboard.ts';
import { localTextOf } from '../local-text.ts';
import { answerSchema } from '../question.ts';
import { parseToken } from '../time-range.ts';
import { exchangeRateSchema } from './prices.ts';

/** `ready`: comes with Pharos and is copied to be changed. `own`: made in this project. */
const source = z.enum(['ready', 'own']);

export const dashboardSummarySchema = z.object({
  id: z.string(),
  source,
  title: localTextOf(120),
  description: localTextOf(500),
  /** Counts up with every change; 0 for ready ones. */
  version: z.number().int(),
  widgets: z.number().int(),
  updatedAt: z.string().nullable(),
  /** Name of who changed it last. */
  updatedBy: z.string().nullable(),
});
export type DashboardSummary = z.infer<typeof dashboardSummarySchema>;

export const storedDashboardSchema = dashboardSummarySchema.extend({ document: dashboardSchema });
export type StoredDashboard = z.infer<typeof storedDashboardSchema>;

export const dashboardCreateSchema = z.object({ document: dashboardSchema });
export const dashboardUpdateSchema = z.object({
  document: dashboardSchema,
  /** The version that was changed: another's change in between is refused, not overwritten. */
  version: z.number().int().min(1),
  note: z.string().trim().max(200).default(''),
});
export const dashboardCopySchema = z.object({
  /** To which project; the same one when left out. */
  project: z.string().max(64).optional(),
  title: z.string().trim().min(1).max(120).optional(),
});

export const dashboardVersionSchema = z.object({
  version: z.number().int(),
  at: z.string(),
  author: z.string().nullable(),
  note: z.string(),
  /** The version whose document this one brought back. */
  restoredFrom: z.number().int().nullable(),
});
export type DashboardVersion = z.infer<typeof dashboardVersionSchema>;
/** Newest first. `dropped`: how many older ones are no longer kept. */
export const dashboardVersionsSchema = z.object({
  data: z.array(dashboardVersionSchema),
  dropped: z.number().int(),
});
export const storedVersionSchema = dashboardVersionSchema.extend({ document: dashboardSchema });
export type StoredVersion = z.infer<typeof storedVersionSchema>;
export const dashboardRestoreSchema = z.object({ version: z.number().int().min(1) });

/**
 * What a link shows is settled when it is made: this length of time up to now, that of the dashboard when left out,
 * and these values of its variables, for others those it opens with.
 */
export const shareCreateSchema = z.object({
  expiresAt: z.iso.datetime({ offset: true }),
  range: z
    .string()
    .refine((text) => parseToken(text) !== undefined, { message: 'not a length of time such as 24h' })
    .optional(),
  values: z.record(z.string().max(32), z.array(z.string().max(256)).max(50)).default({}),
});
export const shareSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  expiresAt: z.string(),
  lastOpenedAt: z.string().nullable(),
  range: z.string(),
  values: z.record(z.string(), z.array(z.string())),
});
export type Share = z.infer<typeof shareSchema>;
/** The link is shown once. */
export const shareCreatedSchema = shareSchema.extend({ link: z.string() });

/** What whoever holds a link may see: the document, and nothing of the project but its name. */
export const sharedDashboardSchema = z.object({
  projectName: z.string(),
  document: dashboardSchema,
  range: z.string(),
  values: z.record(z.string(), z.array(z.string())),
  /** With what amounts, which are in US dollars, are to be shown; null: as they are. */
  shownRate: exchangeRateSchema.nullable(),
  expiresAt: z.string(),
});
export type SharedDashboard = z.infer<typeof sharedDashboardSchema>;

/** Which widgets of a shared dashboard; what they ask the server makes of its own document. */
export const sharedAskSchema = z.object({ widgets: z.array(z.string().max(40)).min(1).max(100) });
export const sharedAnswersSchema = z.object({
  data: z.array(
    z.object({
      widget: z.string(),
      answer: answerSchema.optional(),
      error: z.object({ code: z.string(), message: z.string() }).optional(),
    }),
  ),
});
