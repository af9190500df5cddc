import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isShared } from '../config/needs.ts';
import type { Config } from '../config.ts';
import { KEY_FILE } from '../secrets/open.ts';
import { claimDataDir, RESTORING, socketPathOf } from '../store/data-dir.ts';
import { appliedSchema } from '../store/records/catalogue.ts';
import { loadRecords } from '../store/records/dump.ts';
import { migrate, migrationsUpTo } from '../store/records/migrate.ts';
import { openRecordsAsTheyAre } from '../store/records/open.ts';
import { inDirectory } from '../store/telemetry/backup.ts';
import { openTelemetryAsItIs } from '../store/telemetry/open.ts';
import type { Checksums } from './checksums.ts';
import { clickhousePlace } from './elsewhere.ts';
import { type Manifest, UnfitBackup } from './manifest.ts';
import { copyMedia, mediaIn } from './media.ts';
import { refuseNewer, verifyBackup } from './verify.ts';

/** Stores that hold something already: a restore never writes over anything. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty';
}

export interface RestoreContext {
  checksums: Checksums;
  signal: AbortSignal;
  /** What is done now, in words. */
  tell(step: string): void;
}

type Target = Pick<
  Config,
  | 'dataDir'
  | 'databaseUrl'
  | 'clickhouseUrl'
  | 'clickhouseCluster'
  | 'clickhouseQuorum'
  | 'clickhouseBackups'
  | 'engineMemoryMb'
  | 'searchIndex'
>;

/**
 * Fills empty stores with what a backup holds, after every byte of it was looked at. The next start brings them to its schema. When it
 * fails, the data directory is as empty as before.
 * @throws UnfitBackup, NotEmpty
 */
export async function restoreBackup(
  directory: string,
  target: Target,
  { checksums, signal, tell }: RestoreContext,
): Promise<Manifest> {
  tell('checksums');
  const { manifest, base } = await verifyBackup(directory, checksums, signal);
  refuseNewer(manifest);
  const { elsewhere } = manifest.telemetry;
  if ((elsewhere !== null) !== (target.clickhouseUrl !== undefined))
    throw new UnfitBackup(
      elsewhere === null
        ? 'telemetry of the backup is of the embedded engine, not of a ClickHouse server: leave PHAROS_CLICKHOUSE_URL out'
        : 'telemetry of the backup is with ClickHouse servers: set PHAROS_CLICKHOUSE_URL to theirs',
    );
  await requireEmpty(target.dataDir);
  await mkdir(target.dataDir, { recursive: true });
  const claim = isShared(target) ? undefined : await claimDataDir(target.dataDir);
  const marker = join(target.dataDir, RESTORING);
  try {
    await writeFile(marker, `${directory}\n`);
    tell('records');
    await fillRecords(directory, target, manifest);
    await fillTelemetry(directory, base, target, manifest, { signal, tell });
    signal.throwIfAborted();
    tell('files');
    const media = join(directory, 'media');
    await copyMedia(media, join(target.dataDir, 'media'), await mediaIn(media), 'copy');
    if (manifest.key === 'kept') await copyFile(join(directory, KEY_FILE), join(target.dataDir, KEY_FILE));
    await rm(marker);
    return manifest;
  } catch (error) {
    await emptyAgain(target.dataDir);
    throw error;
  } finally {
    await claim?.release();
  }
}

async function requireEmpty(dataDir: string): Promise<void> {
  const names = await readdir(dataDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length > 0)
    throw new NotEmpty(`${dataDir} is not empty: name a directory that is, or one that is not there yet`);
}

/** It was empty, so all that is in it came of the restore; the claim takes its socket away itself. */
async function emptyAgain(dataDir: string): Promise<void> {
  const socket = basename(socketPathOf(dataDir));
  for (const name of await readdir(dataDir))
    if (name !== socket) await rm(join(dataDir, name), { recursive: true, force: true });
}

async function fillRecords(directory: string, target: Target, { records: dump }: Manifest): Promise<void> {
  const records = await openRecordsAsTheyAre(target);
  try {
    if ((await appliedSchema(records.withoutPlugins())) !== undefined)
      throw new NotEmpty('the database of PHAROS_DATABASE_URL holds records of Pharos already');
    await migrate(records, migrationsUpTo(dump.schema));
    await loadRecords(records, join(directory, 'records'), dump);
  } finally {
    await records.destroy();
  }
}

async function fillTelemetry(
  directory: string,
  base: string | undefined,
  target: Target,
  { base: baseName, telemetry }: Manifest,
  { signal, tell }: Pick<RestoreContext, 'signal' | 'tell'>,
): Promise<void> {
  const { backups, close } = await openTelemetryAsItIs(target);
  try {
    if ((await backups.kept()).tables.length > 0)
      throw new NotEmpty('the database of PHAROS_CLICKHOUSE_URL holds telemetry of Pharos already');
    const from =
      telemetry.elsewhere === null
        ? {
            place: inDirectory(join(directory, 'telemetry')),
            base: base && inDirectory(join(base, 'telemetry')),
          }
        : {
            place: clickhousePlace(target, telemetry.elsewhere),
            base: baseName === null ? undefined : clickhousePlace(target, baseName),
          };
    await backups.restore(telemetry, from.place, {
      ...{ base: from.base || undefined, signal },
      onTable: (table) => tell(`telemetry: ${table}`),
    });
    const rows = await backups.rows(telemetry);
    for (const table of telemetry.tables)
      if (table.rows !== null && rows.get(table.name) !== table.rows)
        throw new UnfitBackup(
          `${table.name} has ${rows.get(table.name) ?? 0} rows, not the ${table.rows} that were written`,
        );
    tell('telemetry: sums of hours');
    await backups.complete({ textIndex: target.searchIndex });
  } finally {
    await close();
  }
}
