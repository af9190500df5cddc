import { Gauge } from 'prom-client';
import { backUp } from './backup/back-up.ts';
import { createChecksums } from './backup/checksums.ts';
import { type BackupDoor, createBackupDoor } from './backup/door.ts';
import { clickhousePlace } from './backup/elsewhere.ts';
import { oneAfterAnother } from './backup/one-after-another.ts';
import type { Foundation } from './foundation.ts';
import type { TelemetryBackups } from './store/telemetry/backup.ts';
import { VERSION } from './version.ts';

/** Whoever makes backups of the stores that this process has open. */
export function composeBackups(given: Foundation & { telemetry: TelemetryBackups }): BackupDoor {
  const { config, parts, telemetry, metrics, closing, logger } = given;
  const { records, clock } = parts;
  const checksums = createChecksums();
  const alone = oneAfterAnother();
  closing.push(() => checksums.close());
  const made = new Gauge({
    name: 'pharos_backup_last_success_timestamp_seconds',
    help: 'When the last backup that this process made was complete; 0: none since it started.',
    registers: [metrics],
  });
  const elsewhere =
    config.clickhouseUrl === undefined ? undefined : (name: string) => clickhousePlace(config, name);
  const door = createBackupDoor(
    async (request, context) => {
      const backup = await backUp(
        {
          ...{ records, telemetry, checksums, clock, alone, elsewhere },
          ...{ version: VERSION, dataDir: config.dataDir },
        },
        request,
        context,
      );
      made.set(Date.parse(backup.manifest.endedAt) / 1000);
      logger.info({ path: backup.path }, 'a backup was made');
      return backup;
    },
    (error) => logger.error({ err: error }, 'a backup could not be made'),
  );
  closing.push(() => door.close());
  return door;
}
