import { copyFile, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@pharos/core/time';
import { KEY_FILE } from '../secrets/open.ts';
import { databaseBytes } from '../store/records/catalogue.ts';
import { dumpRecords } from '../store/records/dump.ts';
import type { Records } from '../store/records/tables.ts';
import { inDirectory, type Place, type TelemetryBackups } from '../store/telemetry/backup.ts';
import { rowsInBackup } from '../store/telemetry/part-rows.ts';
import type { Checksums } from './checksums.ts';
import { FORMAT, MANIFEST, type Manifest } from './manifest.ts';
import { bytesOf, copyMedia, mediaIn } from './media.ts';
import type { Alone } from './one-after-another.ts';
import { freeBytesAt, onSameFileSystem, requireRoom } from './room.ts';
import { draftOf, listBackups, nameOf, pruneBackups, type ShelvedBackup, sweepDrafts } from './shelf.ts';

/** What backups are made of. */
export interface BackupParts {
  records: Records;
  telemetry: TelemetryBackups;
  /** One at a time: a second one would take what the first is writing for what a dead one left. */
  alone: Alone;
  checksums: Checksums;
  clock: Clock;
  version: string;
  dataDir: string;
  /** Where ClickHouse servers put their own part, by the name of the backup; undefined: nowhere. */
  elsewhere: ((backup: string) => Place) | undefined;
  freeBytes?: (directory: string) => Promise<number>;
}

export interface BackupRequest {
  /** The directory that the backup becomes one in. */
  shelf: string;
  /** Of telemetry, only what is new since the last one that is whole by itself; that one, beside it, is needed to restore this. */
  incremental: boolean;
  withoutKey: boolean;
  /** How many backups are kept there, this one included; undefined: all. */
  keep: number | undefined;
}

export interface Made {
  path: string;
  manifest: Manifest;
  pruned: string[];
}

export interface BackupContext {
  signal: AbortSignal;
  /** What is done now, in words. */
  tell(step: string): void;
}

/**
 * Makes a backup while everything goes on. What was acknowledged before it began is in it. Records are first and files last: whatever
 * records speak of was stored before them. It appears under its name only when it is complete and on disk; of one that fails nothing is left.
 */
export function backUp(parts: BackupParts, request: BackupRequest, context: BackupContext): Promise<Made> {
  context.tell('waiting for its turn');
  return parts.alone(async () => {
    context.signal.throwIfAborted();
    const { shelf, keep } = request;
    await mkdir(shelf, { recursive: true, mode: 0o700 });
    await sweepDrafts(shelf);
    const startedMs = parts.clock.nowMs();
    const name = nameOf(startedMs);
    const draft = draftOf(shelf, name);
    try {
      await mkdir(draft, { mode: 0o700 });
      const manifest = await fill(parts, request, context, { draft, name, startedMs });
      context.signal.throwIfAborted();
      const path = join(shelf, name);
      await rename(draft, path);
      await syncDirectory(shelf);
      const pruned = keep === undefined ? [] : await pruneBackups(shelf, Math.max(1, keep));
      return { path, manifest, pruned };
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      throw error;
    }
  });
}

async function fill(
  parts: BackupParts,
  { shelf, incremental, withoutKey }: BackupRequest,
  { signal, tell }: BackupContext,
  { draft, name, startedMs }: { draft: string; name: string; startedMs: number },
): Promise<Manifest> {
  const { records, telemetry, checksums, clock, version, dataDir } = parts;
  const mediaDir = join(dataDir, 'media');
  const canLink = await onSameFileSystem(mediaDir, shelf);
  const base = incremental ? await lastWhole(shelf, parts) : undefined;
  const bytes = await telemetry.bytes();
  await checkRoom(parts, shelf, {
    telemetry: parts.elsewhere ? 0 : Math.max(0, bytes - (base?.manifest.telemetry.bytes ?? 0)),
    media: canLink ? 0 : await bytesOf(mediaDir, await mediaIn(mediaDir)),
  });

  tell('records');
  const dump = await dumpRecords(records, join(draft, 'records'));

  const kept = await telemetry.kept();
  const place = parts.elsewhere?.(name) ?? inDirectory(join(draft, 'telemetry'));
  const basePlace = base && (parts.elsewhere?.(base.name) ?? inDirectory(join(base.path, 'telemetry')));
  await telemetry.backUp(kept, place, {
    ...{ base: basePlace, signal },
    onTable: (table) => tell(`telemetry: ${table}`),
  });
  const rowsOf = (table: string) =>
    parts.elsewhere
      ? null
      : rowsInBackup(join(draft, 'telemetry', table), base && join(base.path, 'telemetry', table));
  const tables = [];
  for (const table of kept.tables) tables.push({ ...table, rows: await rowsOf(table.name) });

  tell('files');
  const files = await mediaIn(mediaDir);
  await copyMedia(mediaDir, join(draft, 'media'), files, canLink ? 'link' : 'copy');
  const key = await keepKey(dataDir, draft, withoutKey);

  const manifest: Manifest = {
    format: FORMAT,
    pharos: version,
    startedAt: new Date(startedMs).toISOString(),
    endedAt: new Date(clock.nowMs()).toISOString(),
    base: base?.name ?? null,
    records: dump,
    telemetry: {
      elsewhere: parts.elsewhere ? name : null,
      ...{ bytes, tables, views: kept.views },
    },
    media: { files: files.length, bytes: await bytesOf(join(draft, 'media'), files) },
    key,
  };
  await writeFile(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  tell('checksums');
  await checksums.write(draft, signal);
  return manifest;
}

/** The newest backup that needs no other, where telemetry is kept in the same way. */
async function lastWhole(shelf: string, { elsewhere }: BackupParts): Promise<ShelvedBackup | undefined> {
  const all = await listBackups(shelf);
  return all.find(
    ({ manifest }) => manifest.base === null && (manifest.telemetry.elsewhere !== null) === !!elsewhere,
  );
}

async function checkRoom(
  { records, freeBytes = freeBytesAt }: BackupParts,
  shelf: string,
  { telemetry, media }: { telemetry: number; media: number },
): Promise<void> {
  // Records are compressed: the database on disk is more than they ever take.
  const needed = telemetry + media + (await databaseBytes(records.withoutPlugins()));
  requireRoom(shelf, needed, await freeBytes(shelf));
}

/** Without it, the secrets of channels in the records are lost with the data directory. */
async function keepKey(dataDir: string, draft: string, withoutKey: boolean): Promise<Manifest['key']> {
  if (withoutKey) return 'left out';
  try {
    await copyFile(join(dataDir, KEY_FILE), join(draft, KEY_FILE));
    return 'kept';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'not in the data directory';
    throw error;
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path);
  await directory.sync().finally(() => directory.close());
}
