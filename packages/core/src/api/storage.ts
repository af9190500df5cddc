import { z } from 'zod';
import { STORAGE_KINDS } from '../storage/kinds.ts';

/** How many days are told one by one. */
export const storageQuerySchema = z.object({
  days: z.coerce.number().int().min(1).max(400).default(30),
});

const bytes = z.number();
/** YYYY-MM-DD, in UTC. */
const day = z.string();

const forecastSchema = z.object({
  /** What a day brings. */
  perDay: bytes,
  /** Of that, what is never removed. */
  perDayForEver: bytes,
  inDays: z.array(z.object({ days: z.number(), bytes })),
  /** Where it settles; null: something grows for ever. */
  level: bytes.nullable(),
  /** In how many days it is there, or grows evenly, but for one part in twenty. */
  settledInDays: z.number(),
});

export const storageSchema = z.object({
  asOf: z.string(),
  today: day,
  bytes,
  rows: z.number(),
  /** Those of which something is stored. */
  kinds: z.array(
    z.object({
      kind: z.enum(STORAGE_KINDS),
      /** As they lie on disk, what is sent again included until the engine has merged it. */
      rows: z.number(),
      /** On disk: the project's share, by rows, of what it has together with others. */
      bytes,
      /** The same before compression. */
      uncompressedBytes: bytes,
      /** null: for ever. */
      keptDays: z.number().nullable(),
      /** Of `bytes`: by the day on which it happened, today first. */
      byAge: z.array(bytes),
      /** Of `bytes`: what happened before. */
      older: bytes,
      /** Of `bytes`: what belongs to no day. */
      undated: bytes,
      /** What a day brings: the mean of the last whole days, of seven at most; null: there is none yet. */
      perDay: bytes.nullable(),
    }),
  ),
  /** When every day brings as much as the last ones did; null: no day is whole yet. */
  forecast: forecastSchema.nullable(),
  /** Of all projects together; null: who asks may not see the others. */
  server: z
    .object({
      /** Telemetry and files. */
      bytes,
      recordsBytes: bytes,
      /** Where the telemetry engine keeps its data, of all its servers; null: it does not say. */
      disk: z.object({ freeBytes: bytes, sizeBytes: bytes }).nullable(),
      /** When nothing more fits, each kind being kept as long as the project that keeps it longest does; null: not within ten years. */
      fullOn: day.nullable(),
    })
    .nullable(),
});
export type Storage = z.infer<typeof storageSchema>;
