import { join } from 'node:path';
import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { StartError } from '../../errors.ts';
import { SchemaIsOlder } from '../schema-version.ts';
import { type OnWaiting, whenItAnswers } from '../when-it-answers.ts';
import { openEmbedded } from './embedded.ts';
import { isOlder, migrate } from './migrate.ts';
import { openRemote, openRemoteForSchema } from './remote.ts';
import type { Records, Tables } from './tables.ts';
import { isSilence } from './unavailable.ts';

/** Where the records live: a PostgreSQL by URL, else the embedded one in `<dataDir>/records`. */
export interface RecordsLocation {
  databaseUrl?: string | undefined;
  dataDir: string;
  /** `off`: another process brings the schema up to date. */
  migrate?: 'auto' | 'off';
  /** How long a server that does not answer is waited for, in seconds. */
  storeWaitSeconds?: number;
}

/**
 * Opens the store of records and brings its schema up to date. `records.destroy()` closes it.
 * @throws StartError when it cannot be opened.
 */
export async function openRecords(
  location: RecordsLocation,
  onWaiting: OnWaiting = () => undefined,
): Promise<Records> {
  const { databaseUrl, dataDir } = location;
  const where = databaseUrl ? `PostgreSQL at ${withoutPassword(databaseUrl)}` : `the records in ${dataDir}`;
  let records: Records | undefined;
  try {
    if (databaseUrl) {
      const prepare = location.migrate === 'off' ? requireCurrent : migrate;
      await whenItAnswers(() => onSchema(databaseUrl, prepare), isSilence, {
        seconds: location.storeWaitSeconds ?? 0,
        onWaiting,
      });
      return recordsOn(openRemote(databaseUrl));
    }
    records = recordsOn(await openEmbedded(join(dataDir, 'records')));
    await migrate(records);
    return records;
  } catch (error) {
    await records?.destroy().catch(() => undefined);
    throw new StartError(`Cannot open ${where}: ${reason(error)}.`, { cause: error });
  }
}

/**
 * Opens the store of records of whatever schema: to copy it as it is, or to fill an empty one. Beside the one transaction of a copy, which
 * takes as long as it takes, others of its connections go on.
 */
export const openRecordsAsTheyAre = async ({ databaseUrl, dataDir }: RecordsLocation): Promise<Records> =>
  recordsOn(databaseUrl ? openRemote(databaseUrl) : await openEmbedded(join(dataDir, 'records')));

/** What JSON holds is data, whatever its names look like. */
const COLUMN_NAMES = new CamelCasePlugin({ maintainNestedObjectKeys: true });

const recordsOn = (pool: PostgresPool): Records =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [COLUMN_NAMES] });

async function requireCurrent(records: Records): Promise<void> {
  if (await isOlder(records)) throw new SchemaIsOlder();
}

/** Whether a PostgreSQL has still to be brought to the schema of this version. @throws StartError when it cannot be opened. */
export async function areRecordsOlder({ databaseUrl = '' }: RecordsLocation): Promise<boolean> {
  try {
    return await onSchema(databaseUrl, isOlder);
  } catch (error) {
    throw new StartError(`Cannot open PostgreSQL at ${withoutPassword(databaseUrl)}: ${reason(error)}.`, {
      cause: error,
    });
  }
}

async function onSchema<Result>(
  databaseUrl: string,
  work: (records: Records) => Promise<Result>,
): Promise<Result> {
  const records = recordsOn(openRemoteForSchema(databaseUrl));
  try {
    return await work(records);
  } finally {
    await records.destroy();
  }
}

function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  return `${url.host}${url.pathname}`;
}

function reason(error: unknown): string {
  // A refused connection to a name with several addresses has its reasons inside.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}
