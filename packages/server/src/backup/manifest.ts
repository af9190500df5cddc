import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Of the way in which a backup is written. A newer release may have a higher one. */
export const FORMAT = 1;
export const MANIFEST = 'manifest.json';

const count = z.int().nonnegative();
/** A name becomes part of a path. */
const name = z.string().regex(/^\w+$/);

export const manifestSchema = z.object({
  format: z.int(),
  /** The version that made it. */
  pharos: z.string(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** The backup beside it without which it is not whole. */
  base: z
    .string()
    .regex(/^[\w.-]+$/)
    .nullable(),
  records: z.object({
    schema: z.string(),
    tables: z.array(z.object({ name, rows: count })),
    sequences: z.record(z.string(), z.string()),
  }),
  telemetry: z.object({
    /** Where it is when not in the directory: in the words of the ClickHouse servers, whose own backup it is. */
    elsewhere: z.string().nullable(),
    /** Bytes of the tables when it was made. */
    bytes: count,
    /** Rows in all parts; null: not known, for it is elsewhere. */
    tables: z.array(z.object({ name, columns: z.array(z.string()), rows: count.nullable() })),
    views: z.array(name),
  }),
  media: z.object({ files: count, bytes: count }),
  /** Whether the key by which secrets are sealed is in it, was left out, or is none of the data directory. */
  key: z.enum(['kept', 'left out', 'not in the data directory']),
});

/** What a backup holds. */
export type Manifest = z.output<typeof manifestSchema>;

/** A backup that is not what it should be: damaged, or of a release that this one does not know. */
export class UnfitBackup extends Error {
  override readonly name = 'UnfitBackup';
}

/** @throws UnfitBackup when there is none, or one that this release cannot read */
export async function readManifest(directory: string): Promise<Manifest> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(join(directory, MANIFEST), 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnfitBackup(`${directory} is no backup: ${MANIFEST} cannot be read (${reason})`);
  }
  const { format } = z.object({ format: z.int().catch(0) }).parse(json);
  if (format > FORMAT)
    throw new UnfitBackup(`${directory} was made by a newer Pharos: restore it with that one`);
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new UnfitBackup(
    `${join(directory, MANIFEST)} says what no backup says: ${z.prettifyError(parsed.error)}`,
  );
}
