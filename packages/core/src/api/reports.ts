import { z } from 'zod';
import { LANGUAGES } from '../language.ts';
import { madeReportSchema } from '../reports/made.ts';
import { reportInputSchema, reportRequestSchema } from '../reports/report.ts';
import { scheduleSchema } from '../reports/schedule.ts';
import { sectionSchema } from '../reports/section.ts';
import { isTimeZone } from '../zone.ts';
import { pageOf, projectQuery } from './common.ts';

/** `queued` and `running` are on their way; what is `done` or `failed` stays so. */
export const RUN_STATES = ['queued', 'running', 'done', 'failed'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** A report being made, or as it was made: what a list of them shows. */
export const reportRunSchema = z.object({
  id: z.string(),
  /** Null: it was asked for without being kept, or its report is gone. */
  reportId: z.string().nullable(),
  name: z.string(),
  state: z.enum(RUN_STATES),
  /** So many of its sections are made, of so many. */
  step: z.number(),
  steps: z.number(),
  /** For when the schedule had it made; null: somebody asked. */
  scheduledFor: z.string().nullable(),
  /** Who asked; null: the schedule. */
  askedBy: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Why it failed. */
  error: z.string().nullable(),
  /** Whose days and weeks they are. */
  timeZone: z.string(),
  /** What it is of; null until it is known. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** By how many channels it was sent. */
  sent: z.number(),
});
export type ReportRun = z.output<typeof reportRunSchema>;
export const reportRunPageSchema = pageOf(reportRunSchema);

/** With what was asked for, and all that it says; null until it is done. */
export const reportRunDetailSchema = reportRunSchema.extend({
  request: reportRequestSchema,
  made: madeReportSchema.nullable(),
});
export type ReportRunDetail = z.output<typeof reportRunDetailSchema>;

export const reportRunQuery = projectQuery.extend({
  report: z.string().max(64).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A report as it is kept. */
export const storedReportSchema = reportInputSchema.extend({
  id: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
  /** When it is made next; null: not until somebody asks. */
  dueAt: z.string().nullable(),
  /** The latest; null: none yet. */
  lastRun: reportRunSchema.nullable(),
});
export type StoredReport = z.output<typeof storedReportSchema>;

/** The forms that a report is had in. */
export const REPORT_FORMATS = ['html', 'pdf', 'csv', 'md'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const reportFileQuery = projectQuery.extend({
  format: z.enum(REPORT_FORMATS).default('html'),
  language: z.enum(LANGUAGES).default('en'),
});

/** The reports that Pharos brings. */
export const reportTemplateSchema = z.object({
  name: z.string(),
  title: z.union([z.string(), z.object({ en: z.string(), 'zh-CN': z.string() })]),
  description: z.union([z.string(), z.object({ en: z.string(), 'zh-CN': z.string() })]),
  period: z.string(),
  sections: z.array(sectionSchema),
});

/** When would it be made? */
export const reportTimesRequestSchema = z.object({
  schedule: scheduleSchema,
  timeZone: z.string().max(64).refine(isTimeZone, { message: 'not a time zone' }).default('UTC'),
});
export const reportTimesSchema = z.object({
  /** The next five, ISO 8601; fewer where there are no more. */
  times: z.array(z.string()),
});
