import type { Config } from '../config.ts';
import { StartError } from '../errors.ts';
import type { Place } from '../store/telemetry/backup.ts';
import { quoted } from '../store/telemetry/literals.ts';

/** Where ClickHouse servers put backups: a disk, or a named collection with the bucket and its keys, of their own configuration. */
export interface ClickHouseBackups {
  kind: 'disk' | 's3';
  name: string;
}

/** `disk:<name>` or `s3:<named collection>`; undefined when it is none of these. */
export function readClickHouseBackups(given: string): ClickHouseBackups | undefined {
  const [, kind, name] = /^(disk|s3):(\w+)$/.exec(given) ?? [];
  return kind === undefined || name === undefined ? undefined : { kind: kind as 'disk' | 's3', name };
}

/** Of a backup by its name. @throws StartError when it is not set where */
export function clickhousePlace(
  { clickhouseBackups: to }: Pick<Config, 'clickhouseBackups'>,
  backup: string,
): Place {
  if (to === undefined)
    throw new StartError(
      'Where do the ClickHouse servers keep backups? Set PHAROS_CLICKHOUSE_BACKUPS to a disk or a named collection of theirs.',
    );
  const within = (stored: string) => quoted(`${backup}/${stored}`);
  return to.kind === 'disk'
    ? (stored) => `Disk(${quoted(to.name)}, ${within(stored)})`
    : (stored) => `S3(${to.name}, ${within(stored)})`;
}
