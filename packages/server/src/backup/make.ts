import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isShared } from '../config/needs.ts';
import type { Config } from '../config.ts';
import { StartError } from '../errors.ts';
import { claimDataDir, isClaimed, socketPathOf } from '../store/data-dir.ts';
import { createLeases } from '../store/records/leases.ts';
import { openRecordsAsTheyAre } from '../store/records/open.ts';
import { openTelemetryAsItIs } from '../store/telemetry/open.ts';
import { VERSION } from '../version.ts';
import { askForBackup } from './ask.ts';
import { type BackupContext, type BackupRequest, backUp, type Made } from './back-up.ts';
import type { Checksums } from './checksums.ts';
import { clickhousePlace } from './elsewhere.ts';

/**
 * Makes a backup of a deployment by its settings: the server that has the data directory open makes it, where there is one; else this
 * process opens the stores itself, as they are.
 */
export async function makeBackup(
  config: Config,
  request: BackupRequest,
  context: BackupContext & { checksums: Checksums },
): Promise<Made> {
  const { dataDir, clickhouseUrl } = config;
  if (isShared(config)) return makeHere(config, request, context);
  if (await isClaimed(dataDir)) return askForBackup(socketPathOf(dataDir), request, context);
  const missing = [
    ...(config.databaseUrl === undefined ? ['records'] : []),
    ...(clickhouseUrl === undefined ? ['telemetry'] : []),
  ].find((store) => !existsSync(join(dataDir, store)));
  if (missing !== undefined) throw new StartError(`There is no Pharos in ${dataDir}: it has no ${missing}.`);
  const claim = await claimDataDir(dataDir);
  try {
    return await makeHere(config, request, context);
  } finally {
    await claim.release();
  }
}

async function makeHere(
  config: Config,
  request: BackupRequest,
  { checksums, ...context }: BackupContext & { checksums: Checksums },
): Promise<Made> {
  const clock = { nowMs: Date.now };
  const records = await openRecordsAsTheyAre(config);
  try {
    const telemetry = await openTelemetryAsItIs(config);
    try {
      return await backUp(
        {
          ...{ records, checksums, clock, version: VERSION, dataDir: config.dataDir },
          telemetry: telemetry.backups,
          // Where nothing is stored in a process, another one may be at it; else the claim keeps it away.
          alone: isShared(config)
            ? (work) => createLeases(records, clock, randomUUID()).alone('backup', work, context.signal)
            : (work) => work(),
          elsewhere: config.clickhouseUrl === undefined ? undefined : (name) => clickhousePlace(config, name),
        },
        request,
        context,
      );
    } finally {
      await telemetry.close();
    }
  } finally {
    await records.destroy();
  }
}
