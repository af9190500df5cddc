import type { Driver } from '../driver.ts';
import { INSERT_SETTINGS, INSERT_TIMEOUT_MS, settingsText } from '../settings.ts';
import { NOW_MICROS, sumsSql } from './schema.ts';

/** Hours of one project and day, rolled up together. */
export interface DueHours {
  projectId: string;
  hours: number[];
  /** What was rolled up of them before is stale. */
  again: boolean;
}

/** An insert has come to be seen, or has failed, so long after it began. */
export const QUIET_MS = INSERT_TIMEOUT_MS + 5_000;

const BACKGROUND = { lane: 'background', timeoutMs: INSERT_TIMEOUT_MS } as const;
/** Small beside what readers are given; what does not fit goes through the disk. */
const SETTINGS = `SETTINGS ${settingsText({
  ...INSERT_SETTINGS,
  do_not_merge_across_partitions_select_final: 1,
  max_bytes_before_external_group_by: 256 << 20,
  max_insert_threads: 1,
})}`;

/** Now less the time that inserts may take: what began before then is seen by whoever asks from now on. */
export async function quietSince(driver: Driver, quietMs: number): Promise<number> {
  const [row] = await driver.query<{ now: string }>(`SELECT ${NOW_MICROS} AS now`, {}, BACKGROUND);
  return Number(row?.now ?? 0) - quietMs * 1000;
}

/** Hours that are over, whose spans have come to rest and have no sums or old ones: the latest first. */
export async function dueHours(driver: Driver, asOf: number, limit: number): Promise<DueHours[]> {
  const rows = await driver.query<{ project_id: string; hours: number[]; again: number }>(
    `SELECT project_id, groupArray(hour) AS hours, max(before) AS again FROM (
  SELECT project_id, hour, max(rolled_at) AS rolled, rolled > 0 AS before FROM rollup_hours
  WHERE (hour + 1) * 3600000000 <= {asOf:UInt64} GROUP BY project_id, hour
  HAVING max(marked_at) < {asOf:UInt64} AND rolled <= max(marked_at)
) GROUP BY project_id, intDiv(hour, 24) AS day ORDER BY day DESC LIMIT {limit:UInt32}`,
    { asOf, limit },
    BACKGROUND,
  );
  return rows.map((row) => ({ projectId: row.project_id, hours: row.hours, again: row.again === 1 }));
}

/**
 * Sums up the spans of these hours and makes the sums what Questions are answered by. Whoever asks meanwhile is answered by
 * what was there before; where it fails, nothing has changed.
 */
export async function rollUp(driver: Driver, { projectId, hours }: DueHours, asOf: number): Promise<void> {
  const params = { project: projectId, hours, asOf, ...boundsOf(hours) };
  await driver.command(ROLL_UP_SQL, params, BACKGROUND);
  await driver.command(
    `INSERT INTO rollup_hours SELECT {project:String}, arrayJoin({hours:Array(UInt32)}), 0, {asOf:UInt64}`,
    params,
    BACKGROUND,
  );
}

/** Takes away sums of these hours that others have replaced before. */
export async function sweep(driver: Driver, { projectId, hours }: DueHours, asOf: number): Promise<void> {
  await driver.command(
    `DELETE FROM rollups WHERE project_id = {project:String} AND hour IN {hours:Array(UInt32)} AND as_of < {asOf:UInt64}`,
    { project: projectId, hours, asOf },
    BACKGROUND,
  );
}

const HOUR_NS = 3_600_000_000_000n;
const boundsOf = (hours: readonly number[]) => ({
  from: BigInt(Math.min(...hours)) * HOUR_NS,
  to: BigInt(Math.max(...hours) + 1) * HOUR_NS,
});

const ROLL_UP_SQL = `INSERT INTO rollups ${sumsSql(
  `project_id = {project:String} AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC') AND hour IN {hours:Array(UInt32)}`,
)} ${SETTINGS}`;
