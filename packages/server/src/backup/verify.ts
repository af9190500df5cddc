import { dirname, join } from 'node:path';
import { MIGRATIONS } from '../store/records/migrations/all.ts';
import { unknownIn } from '../store/telemetry/backup.ts';
import type { Checksums } from './checksums.ts';
import { type Manifest, readManifest, UnfitBackup } from './manifest.ts';

export interface Verified {
  manifest: Manifest;
  /** The directory of the backup that it builds upon. */
  base: string | undefined;
}

/**
 * Makes sure that every byte of a backup, and of the one it builds upon, is as it was written.
 * @throws UnfitBackup that names the file
 */
export async function verifyBackup(
  directory: string,
  checksums: Checksums,
  signal?: AbortSignal,
): Promise<Verified> {
  await checksums.verify(directory, signal);
  const manifest = await readManifest(directory);
  if (manifest.base === null) return { manifest, base: undefined };
  const base = join(dirname(directory), manifest.base);
  await checksums.verify(base, signal);
  return { manifest, base };
}

/** @throws UnfitBackup when it holds what only a newer release knows */
export function refuseNewer({ pharos, records, telemetry }: Manifest): void {
  const unknown = Object.hasOwn(MIGRATIONS, records.schema) ? unknownIn(telemetry) : [records.schema];
  if (unknown.length > 0)
    throw new UnfitBackup(
      `the backup was made by a newer Pharos (${pharos}), which has ${unknown.slice(0, 5).join(', ')}: restore it with that one`,
    );
}
