import { z } from 'zod';
import { MAX_DAYS, RETENTION_KINDS } from '../retention/kinds.ts';

/** Whole days in UTC; null: for ever. */
const days = z.number().int().min(1).max(MAX_DAYS).nullable();
const kind = z.enum(RETENTION_KINDS);

export const retentionChangeSchema = z.object({
  /** What is left out is kept as long as this server keeps it for all projects. */
  days: z.partialRecord(kind, days),
});
export type RetentionChange = z.infer<typeof retentionChangeSchema>;

export const retentionSchema = retentionChangeSchema.extend({
  /** What holds where the project says nothing. */
  defaults: z.record(kind, days),
  /** What holds: texts no longer than spans, sums no less. */
  effective: z.record(kind, days),
  /** Before this there are no spans any more; null: none were removed. ISO 8601. */
  spansFrom: z.string().nullable(),
});
export type RetentionSettings = z.infer<typeof retentionSchema>;

/** What would be removed, as it is stored now. */
export const retentionPreviewSchema = z.object({
  effective: z.record(kind, days),
  kinds: z.array(
    z.object({
      kind,
      rows: z.number(),
      /** Days that have any. */
      days: z.number(),
      /** The first of them, in UTC. */
      firstDay: z.string(),
      /** About so many on disk. */
      bytes: z.number(),
    }),
  ),
  /** Bytes, when every day brings as much as the last ones did; less than 0: it costs so many. null: no day is whole yet. */
  saving: z
    .object({
      /** Within the hour, with what finds the things in `kinds`. */
      now: z.number(),
      inDays: z.array(z.object({ days: z.number(), bytes: z.number() })),
      /** In each month, of what grew for ever and does so no more. */
      perMonth: z.number(),
      /** Where what is stored settles, under what holds now and under these days; null: something grows for ever. */
      levelBefore: z.number().nullable(),
      levelAfter: z.number().nullable(),
    })
    .nullable(),
});
export type RetentionPreview = z.infer<typeof retentionPreviewSchema>;
