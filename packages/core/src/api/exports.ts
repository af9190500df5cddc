import { z } from 'zod';
import {
  EXPORT_FILE_FORMATS,
  EXPORT_KINDS,
  type ExportFileFormat,
  exportDefinitionSchema,
  exportTargetInputSchema,
  whyNoRange,
} from '../exports/export.ts';
import { projectQuery } from './common.ts';

/** Of one download; what is more is exported by a job. */
export const MAX_DOWNLOAD_ROWS: Readonly<Record<ExportFileFormat, number>> = {
  jsonl: 5_000_000,
  parquet: 1_000_000,
};

const instant = z.iso.datetime({ offset: true });

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
  .superRefine((range, context) => {
    const message = whyNoRange(range);
    if (message !== undefined) context.addIssue({ code: 'custom', path: ['from'], message });
  });
export type DownloadQuery = z.output<typeof downloadQuery>;

/** `queued` also while it waits to be tried again, or for others; what is `done` stays so, what `failed` may be retried. */
export const EXPORT_STATES = ['queued', 'running', 'done', 'failed'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** One stretch of time that is exported, or was: what has its own manifest. */
export const exportRunSchema = z.object({
  id: z.string(),
  state: z.enum(EXPORT_STATES),
  from: z.string(),
  to: z.string(),
  /** What has been written so far. */
  files: z.number(),
  rows: z.number(),
  bytes: z.number(),
  /** Up to where it is; null before it begins and when it is done. */
  at: z.object({ kind: z.enum(EXPORT_KINDS), time: z.string() }).nullable(),
  /** Why it failed, or why it is tried again. */
  error: z.string().nullable(),
  /** When it is tried again. */
  retryAt: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type ExportRun = z.output<typeof exportRunSchema>;

/** An export as it is kept; of its target's secrets nothing. */
export const storedExportSchema = exportDefinitionSchema.extend({
  id: z.string(),
  /** One that is off begins no further window. */
  enabled: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
  /** When its next window is exported; null: there is none, or it is off. */
  dueAt: z.string().nullable(),
  lastRun: exportRunSchema.nullable(),
});
export type StoredExport = z.output<typeof storedExportSchema>;

/** Whether it goes on, and with which key. */
export const exportPatchSchema = z.strictObject({
  enabled: z.boolean().optional(),
  key: z
    .strictObject({ accessKeyId: z.string().min(1).max(256), secretAccessKey: z.string().min(1).max(512) })
    .optional(),
});

export const exportTestSchema = z.object({ target: exportTargetInputSchema });
/** Whether a small file could be written there; why not. */
export const exportTestResultSchema = z.object({ ok: z.boolean(), reason: z.string().nullable() });
/** What exports of this server may go to. */
export const exportListSchema = z.object({
  data: z.array(storedExportSchema),
  /** Whether its operator has set a directory for files. */
  disk: z.boolean(),
});
