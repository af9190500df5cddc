import { z } from 'zod';
import { windowAt } from '../quotas/window.ts';
import { SQL_TABLE_NAMES } from '../sql-tables.ts';
import { isTimeZone } from '../zone.ts';

/*
 * Whole tables as files: with the columns that `GET /api/v1/sql/schema` tells of.
 */

export const EXPORT_KINDS = SQL_TABLE_NAMES;
export type ExportKind = (typeof EXPORT_KINDS)[number];
/** `jsonl` is compressed with gzip. */
export const EXPORT_FILE_FORMATS = ['jsonl', 'parquet'] as const;
export type ExportFileFormat = (typeof EXPORT_FILE_FORMATS)[number];

/** Kinds whose rows say of which environment they are. */
export const hasEnvironment = (kind: ExportKind): boolean => kind === 'spans' || kind === 'scores';

const DAY_MS = 86_400_000;
export const MAX_EXPORT_DAYS = 366;
const instant = z.iso.datetime({ offset: true });

/** What is wrong with a range; undefined when it goes forward and is not too long. */
export function whyNoRange({ from, to }: { from: string; to: string }): string | undefined {
  const lengthMs = Date.parse(to) - Date.parse(from);
  if (lengthMs <= 0) return '`from` must be before `to`';
  return lengthMs > MAX_EXPORT_DAYS * DAY_MS ? `at most ${MAX_EXPORT_DAYS} days at once` : undefined;
}

/** Words of letters, digits, dots, dashes and underscores between slashes: none leads upwards or anywhere else. */
const folder = z
  .string()
  .max(200)
  .regex(
    /^(?:[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*)?$/,
    'folders are letters, digits, . _ and -, with / between them, and begin with a letter or a digit',
  )
  .default('');
const printable = z.string().regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');

const disk = z.object({
  to: z.literal('disk'),
  /** Below what the server keeps for the project's exports. */
  directory: folder,
});
/** A bucket that speaks S3, such as of AWS, MinIO or Cloudflare R2. */
const s3 = z.object({
  to: z.literal('s3'),
  endpoint: z
    .url({ protocol: /^https?$/, error: 'must be a URL (https, http)' })
    .max(500)
    .regex(/^[^?#]*$/, 'has neither ? nor #'),
  region: printable.max(64).default('us-east-1'),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'no name of a bucket'),
  prefix: folder,
  accessKeyId: printable.max(256),
});
export const exportTargetSchema = z.discriminatedUnion('to', [disk, s3]);
export type ExportTarget = z.output<typeof exportTargetSchema>;
const secretAccessKey = printable.max(512);
/** As somebody gives it: with its secret, which is given out to nobody. */
export const exportTargetInputSchema = z.discriminatedUnion('to', [disk, s3.extend({ secretAccessKey })]);
export type ExportTargetInput = z.output<typeof exportTargetInputSchema>;

/** Rows that arrive later than that after the end of a window are not in its files. */
const delayMinutes = z.number().int().min(0).max(10_080).default(60);
const timeZone = z.string().max(64).refine(isTimeZone, { message: 'not a time zone' }).default('UTC');
/** Where it begins; without one, with the window in which it is made. */
const since = instant.nullable().default(null);
export const exportTimesSchema = z.discriminatedUnion('every', [
  z.object({ every: z.literal('once'), from: instant, to: instant }).superRefine((range, context) => {
    const message = whyNoRange(range);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['from'], message });
  }),
  z.object({ every: z.literal('hour'), timeZone, delayMinutes, since }),
  z.object({ every: z.literal('day'), timeZone, delayMinutes, since }),
]);
export type ExportTimes = z.output<typeof exportTimesSchema>;

const definition = z.object({
  name: z.string().trim().min(1).max(120),
  kinds: z
    .array(z.enum(EXPORT_KINDS))
    .min(1)
    .refine((kinds) => new Set(kinds).size === kinds.length, { message: 'each kind once' }),
  format: z.enum(EXPORT_FILE_FORMATS).default('parquet'),
  /** Of spans, their input, output and details too. */
  texts: z.boolean().default(false),
  /** '' for all; else of kinds alone that have one. */
  environment: z.string().max(200).default(''),
  times: exportTimesSchema,
});
export const exportDefinitionSchema = definition.extend({ target: exportTargetSchema });
export type ExportDefinition = z.output<typeof exportDefinitionSchema>;

export const exportInputSchema = definition
  .extend({ target: exportTargetInputSchema })
  .refine(({ environment, kinds }) => environment === '' || kinds.every(hasEnvironment), {
    path: ['environment'],
    message: 'only spans and scores say of which environment they are',
  });
export type ExportInput = z.input<typeof exportInputSchema>;

/** Exports of a project. */
export const MAX_EXPORTS = 50;

/** A stretch of time that is exported on its own. */
export interface ExportWindow {
  fromMs: number;
  toMs: number;
}

type Scheduled = Exclude<ExportTimes, { every: 'once' }>;

/** The hour or day, by the clocks of the time zone, in which a moment lies; it begins no earlier than `fromMs`. */
export function exportWindowAt({ every, timeZone: zone }: Scheduled, fromMs: number): ExportWindow {
  return { fromMs, toMs: windowAt({ type: 'calendar', unit: every, timeZone: zone }, fromMs).endMs };
}

/** With which window a schedule that is made at a moment begins. */
export function firstExportWindow(times: Scheduled, nowMs: number): ExportWindow {
  if (times.since !== null) return exportWindowAt(times, Date.parse(times.since));
  const { every, timeZone: zone } = times;
  return exportWindowAt(times, windowAt({ type: 'calendar', unit: every, timeZone: zone }, nowMs).startMs);
}

/** When late rows of a window have had their time. */
export const exportDueMs = ({ delayMinutes: delay }: Scheduled, { toMs }: ExportWindow): number =>
  toMs + delay * 60_000;
