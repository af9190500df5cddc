import { NOW_MICROS } from '../columns.ts';
import { deleteRows } from '../ddl.ts';
import type { Driver, Param } from '../driver.ts';
import type { Layout } from '../layout.ts';
import { BACKGROUND_TIMEOUT_MS, INSERT_SETTINGS, INSERT_TIMEOUT_MS, settingsText } from '../settings.ts';
import { idOf, SMALLEST } from './rollups.ts';
import { ROLLUP_HOURS, ROLLUP_SUMS, sumsSql } from './schema.ts';

/** Hours of one project and day, rolled up together. */
export interface DueHours {
  projectId: string;
  hours: number[];
}

/** An insert has come to be seen, or has failed, so long after it began. */
export const QUIET_MS = INSERT_TIMEOUT_MS + 5_000;

/** Whoever's turn comes after another's in the background waits for the whole of it. */
const TIMEOUT_MS = BACKGROUND_TIMEOUT_MS + INSERT_TIMEOUT_MS;

/** What runs beside all others, one statement at a time, until it is told to stop. */
export interface Background {
  readonly layout: Layout;
  query<Row>(sql: string, params?: Record<string, Param>): Promise<Row[]>;
  command(sql: string, params?: Record<string, Param>): Promise<void>;
}

export function inBackground(driver: Driver, signal: AbortSignal): Background {
  const options = { lane: 'background', timeoutMs: TIMEOUT_MS, signal } as const;
  return {
    layout: driver.layout,
    query: (sql, params) => driver.query(sql, params, options),
    command: (sql, params) => driver.command(sql, params, options),
  };
}

/** Small beside what readers are given; what does not fit goes through the disk. */
const SETTINGS = `SETTINGS ${settingsText({
  ...INSERT_SETTINGS,
  do_not_merge_across_partitions_select_final: 1,
  max_bytes_before_external_group_by: 256 << 20,
  max_bytes_ratio_before_external_group_by: 0.25,
  max_insert_threads: 1,
})}`;

/** Now less the time that inserts may take: what began before then is seen by whoever asks from now on. */
export async function quietSince(engine: Background, quietMs: number): Promise<number> {
  const [row] = await engine.query<{ now: string }>(`SELECT ${NOW_MICROS} AS now`);
  return Number(row?.now ?? 0) - quietMs * 1000;
}

/** Hours that are over, whose spans have come to rest and have no sums or old ones: the latest first. */
export async function dueHours(engine: Background, asOf: number, limit: number): Promise<DueHours[]> {
  const rows = await engine.query<{ project_id: string; hours: number[] }>(
    `SELECT project_id, groupArray(hour) AS hours FROM (
  SELECT project_id, hour FROM ${ROLLUP_HOURS.name} WHERE (hour + 1) * 3600000000 <= {asOf:UInt64} GROUP BY project_id, hour
  HAVING max(marked_at) < {asOf:UInt64} AND max(rolled_at) <= max(marked_at) AND max(sealed_at) = 0
) GROUP BY project_id, intDiv(hour, 24) AS day ORDER BY day DESC LIMIT {limit:UInt32}`,
    { asOf, limit },
  );
  return rows.map(({ project_id, hours }) => ({ projectId: project_id, hours }));
}

/**
 * Sums up the spans of these hours and makes the sums what Questions are answered by. Whoever asks meanwhile is answered by
 * what was there before. Where it fails it may be tried again as of another time: half-made sums are of no hour then.
 */
export async function rollUp(
  engine: Background,
  { projectId, hours }: DueHours,
  asOf: number,
): Promise<void> {
  const params = { project: projectId, hours, asOf, ...boundsOf(hours) };
  await engine.command(ROLL_UP_SQL, params);
  await engine.command(
    `INSERT INTO ${ROLLUP_HOURS.name} (project_id, hour, rolled_at)
SELECT {project:String} AS project_id, arrayJoin({hours:Array(UInt32)}) AS hour, {asOf:UInt64} AS rolled_at`,
    params,
  );
}

/** Hours of sums taken away at a time. */
const MOST_SWEPT = 5_000;

/** Takes away sums that nobody reads any more. Whoever began to read them is done when others took their place before that time. */
export async function sweep(engine: Background, before: number): Promise<void> {
  const stale = await engine.query<{ project_id: string; hour: number; as_of: string }>(
    `SELECT project_id, hour, as_of
FROM (SELECT DISTINCT project_id, hour, as_of FROM ${ROLLUP_SUMS} WHERE fields = {smallest:UInt32}) AS made
INNER JOIN (
  SELECT project_id, hour, max(rolled_at) AS noted FROM ${ROLLUP_HOURS.name} GROUP BY project_id, hour HAVING noted < {before:UInt64}
) AS hours USING (project_id, hour)
WHERE as_of < noted LIMIT {most:UInt32}`,
    { smallest: idOf(SMALLEST), before, most: MOST_SWEPT },
  );
  if (stale.length === 0) return;
  const params = {
    projects: stale.map(({ project_id }) => project_id),
    hours: stale.map(({ hour }) => hour),
    asOf: stale.map(({ as_of }) => BigInt(as_of)),
  };
  for (const statement of deleteRows(ROLLUP_SUMS, STALE, engine.layout))
    await engine.command(statement, params);
}

const STALE = `(project_id, hour, as_of) IN (
  SELECT each.1, each.2, each.3
  FROM (SELECT arrayJoin(arrayZip({projects:Array(String)}, {hours:Array(UInt32)}, {asOf:Array(UInt64)})) AS each))`;

const HOUR_NS = 3_600_000_000_000n;
const boundsOf = (hours: readonly number[]) => ({
  from: BigInt(Math.min(...hours)) * HOUR_NS,
  to: BigInt(Math.max(...hours) + 1) * HOUR_NS,
});

const ROLL_UP_SQL = `INSERT INTO ${ROLLUP_SUMS} ${sumsSql(
  `project_id = {project:String} AND start_time >= fromUnixTimestamp64Nano({from:Int64}, 'UTC')
  AND start_time < fromUnixTimestamp64Nano({to:Int64}, 'UTC') AND hour IN {hours:Array(UInt32)}`,
)} ${SETTINGS}`;
