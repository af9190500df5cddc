import { z } from 'zod';
import { SQL_TABLE_NAMES } from '../sql-tables.ts';
import { projectQuery } from './common.ts';

/*
 * Whole tables given out, with the columns that `GET /api/v1/sql/schema` tells of.
 */

export const EXPORT_KINDS = SQL_TABLE_NAMES;
export type ExportKind = (typeof EXPORT_KINDS)[number];
/** `jsonl` is compressed with gzip. */
export const EXPORT_FILE_FORMATS = ['jsonl', 'parquet'] as const;
export type ExportFileFormat = (typeof EXPORT_FILE_FORMATS)[number];

export const MAX_EXPORT_DAYS = 366;
/** Of one download; what is more is exported by a job. */
export const MAX_DOWNLOAD_ROWS: Readonly<Record<ExportFileFormat, number>> = {
  jsonl: 5_000_000,
  parquet: 1_000_000,
};

const DAY_MS = 86_400_000;
const instant = z.iso.datetime({ offset: true });

/** A range that goes forward and is not too long. */
export const isExportRange = (
  { from, to }: { from: string; to: string },
  issue: (path: string, message: string) => void,
): void => {
  if (Date.parse(from) >= Date.parse(to)) issue('from', '`from` must be before `to`');
  else if (Date.parse(to) - Date.parse(from) > MAX_EXPORT_DAYS * DAY_MS)
    issue('from', `at most ${MAX_EXPORT_DAYS} days at once`);
};

/** Kinds whose rows say of which environment they are. */
export const hasEnvironment = (kind: ExportKind): boolean => kind === 'spans' || kind === 'scores';

export const downloadParams = z.object({ kind: z.enum(EXPORT_KINDS) });
export const downloadQuery = projectQuery
  .extend({
    from: instant,
    to: instant,
    format: z.enum(EXPORT_FILE_FORMATS).default('jsonl'),
    /** Of spans, their input, output and details too. */
    texts: z.stringbool().default(false),
    environment: z.string().max(200).default(''),
  })
  .superRefine((range, context) =>
    isExportRange(range, (path, message) => context.addIssue({ code: 'custom', path: [path], message })),
  );
export type DownloadQuery = z.output<typeof downloadQuery>;
