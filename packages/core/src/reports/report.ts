import { z } from 'zod';
import { LANGUAGES } from '../language.ts';
import { isTimeZone } from '../zone.ts';
import { isAsked, whyNotAsked } from './asking.ts';
import { PERIOD_NAMES } from './period.ts';
import { scheduleSchema } from './schedule.ts';
import { filterText, MAX_SECTIONS, type Section, sectionSchema } from './section.ts';
import { TEMPLATE_NAMES } from './templates.ts';

function canBeMade(sections: readonly Section[], context: z.RefinementCtx): void {
  for (const [at, section] of sections.entries()) {
    const message = isAsked(section) ? whyNotAsked(section) : undefined;
    if (message !== undefined) context.addIssue({ code: 'custom', path: [at, 'metrics'], message });
  }
}

/** What a report is made of. */
export const reportContentSchema = z.discriminatedUnion('of', [
  z.object({ of: z.literal('template'), template: z.enum(TEMPLATE_NAMES) }),
  /** Its charts and tables, as it is when the report is made. */
  z.object({ of: z.literal('dashboard'), dashboard: z.string().min(1).max(64) }),
  z.object({
    of: z.literal('sections'),
    sections: z.array(sectionSchema).min(1).max(MAX_SECTIONS).superRefine(canBeMade),
  }),
]);
export type ReportContent = z.output<typeof reportContentSchema>;

const about = {
  name: z.string().trim().min(1).max(120),
  content: reportContentSchema,
  period: z.enum(PERIOD_NAMES).default('week'),
  /** Whose days and weeks they are, and by whose clock it is made. */
  timeZone: z.string().max(64).refine(isTimeZone, { message: 'not a time zone' }).default('UTC'),
  /** Of the product it looks at all that this finds. */
  filter: filterText.default(''),
  /** In what it is sent; whoever reads it here reads his own. */
  language: z.enum(LANGUAGES).default('en'),
  /** Ids of those by whom it is sent. */
  channels: z.array(z.string().min(1).max(64)).max(20).default([]),
};

/** A report that is made now. */
export const reportRequestSchema = z.object(about);
export type ReportRequest = z.output<typeof reportRequestSchema>;

/** A report that is kept, and made by a schedule or when somebody asks. */
export const reportInputSchema = z.object({
  ...about,
  /** Null: only when somebody asks. */
  schedule: scheduleSchema.nullable().default(null),
  /** A schedule that is off makes nothing. */
  enabled: z.boolean().default(true),
});
export type Report = z.output<typeof reportInputSchema>;
export type ReportInput = z.input<typeof reportInputSchema>;

/** Reports of a project. */
export const MAX_REPORTS = 200;
