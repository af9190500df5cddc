import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, readManifest, UnfitBackup } from './manifest.ts';

/** A backup that is complete. */
export interface ShelvedBackup {
  name: string;
  path: string;
  manifest: Manifest;
}

const DRAFT = /^\.[\w.-]+\.partial$/;

/** Where a backup is until it is complete. */
export const draftOf = (shelf: string, name: string): string => join(shelf, `.${name}.partial`);

/** Names sort by time. */
export const nameOf = (atMs: number): string => new Date(atMs).toISOString().replaceAll(':', '-');

/** The backups in a directory, which need not be there, the newest first. What is none is left out. */
export async function listBackups(shelf: string): Promise<ShelvedBackup[]> {
  const names = await readdir(shelf).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = await Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .map(async (name) => {
        const path = join(shelf, name);
        const manifest = await readManifest(path).catch((error: unknown) => {
          if (error instanceof UnfitBackup) return undefined;
          throw error;
        });
        return manifest ? [{ name, path, manifest }] : [];
      }),
  );
  return found.flat().sort((a, b) => (a.manifest.startedAt < b.manifest.startedAt ? 1 : -1));
}

/** Removes what makers of backups that died have left. To be called while nobody makes one. */
export async function sweepDrafts(shelf: string): Promise<void> {
  for (const name of await readdir(shelf))
    if (DRAFT.test(name)) await rm(join(shelf, name), { recursive: true, force: true });
}

/** Removes all but the newest, and those that one of these cannot do without. The names of what is gone. */
export async function pruneBackups(shelf: string, keep: number): Promise<string[]> {
  const all = await listBackups(shelf);
  const kept = all.slice(0, keep);
  const needed = new Set(kept.flatMap(({ name, manifest }) => [name, manifest.base ?? name]));
  const gone = all.filter(({ name }) => !needed.has(name));
  for (const { path } of gone) await rm(path, { recursive: true, force: true });
  return gone.map(({ name }) => name);
}
