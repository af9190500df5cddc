import { createHash } from 'node:crypto';
import type { Driver } from '../driver.ts';
import { createTable, type Table } from '../schema.ts';
import { VOID_KIND } from '../void-span.ts';
import { columnsOf, KEYS, ROLLUPS, SUMS } from './rollups.ts';

/** The number of the hour since 1970 in which a span starts. */
export const HOUR_OF_START = 'toUInt32(intDiv(toUnixTimestamp64Nano(start_time), 3600000000000))';
/** By the clock of the engine, which all who write to it share. */
export const NOW_MICROS = 'toUInt64(toUnixTimestamp64Micro(now64(6)))';

/**
 * What is known of each hour in which spans start: when the last insert into it began, and as of when it was last rolled
 * up. Only aggregates that duplicates cannot change.
 */
export const ROLLUP_HOURS: Table = {
  name: 'rollup_hours',
  columns: [
    { name: 'project_id', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'hour', type: 'UInt32' },
    { name: 'marked_at', type: 'SimpleAggregateFunction(max, UInt64)' },
    { name: 'rolled_at', type: 'SimpleAggregateFunction(max, UInt64)' },
  ],
  engine: 'AggregatingMergeTree',
  orderBy: 'project_id, hour',
};

/**
 * Every insert into `spans`, of whoever and of whatever version, marks its hours before it is acknowledged: part of the same
 * statement, so none can be forgotten.
 */
const MARKS_VIEW = `CREATE MATERIALIZED VIEW IF NOT EXISTS rollup_marks_view TO rollup_hours AS
SELECT project_id, ${HOUR_OF_START} AS hour, ${NOW_MICROS} AS marked_at, toUInt64(0) AS rolled_at
FROM spans GROUP BY project_id, hour`;

const MARK_DAY = `INSERT INTO rollup_hours SELECT project_id, ${HOUR_OF_START} AS hour, ${NOW_MICROS}, 0
FROM spans WHERE toDate(start_time) = {day:String} GROUP BY project_id, hour`;

/** The sums of all rollups over the newest version of spans that meet a condition, by project and hour. */
export const sumsSql = (where: string): string => {
  const shared = ['project_id', 'hour'];
  const sets = ROLLUPS.map((rollup) => `(${[...shared, ...columnsOf(rollup)].join(', ')})`);
  const sums = [...SUMS].map(([partial, column]) => `${partial} AS ${column}`);
  return `SELECT {asOf:UInt64} AS as_of, project_id, ${HOUR_OF_START} AS hour,
  toUInt32(grouping(${KEYS.join(', ')})) AS fields, ${[...KEYS, ...sums].join(', ')}
FROM spans FINAL WHERE kind != '${VOID_KIND}' AND ${where}
GROUP BY GROUPING SETS (${sets.join(', ')})`;
};

/** A month a partition, since what costs is to open its parts. The engine finds the types of keys and sums by itself. */
const CREATE_ROLLUPS = `CREATE TABLE rollups ENGINE = MergeTree
PARTITION BY intDiv(hour, 720) ORDER BY (project_id, fields, hour, as_of)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
EMPTY AS ${sumsSql('0').replace('{asOf:UInt64}', 'toUInt64(0)')}`;

const DEFINITION = createHash('sha256')
  .update([CREATE_ROLLUPS, createTable(ROLLUP_HOURS), MARKS_VIEW].join('\n'))
  .digest('hex');

/**
 * Brings rollups to what is defined here. They hold nothing that spans do not, so those of another definition are dropped
 * and made anew in the background. Where it was interrupted it begins again.
 */
export async function migrateRollups(driver: Driver): Promise<void> {
  const [table] = await driver.query<{ comment: string }>(
    'SELECT comment FROM system.tables WHERE database = currentDatabase() AND name = {name:String}',
    { name: 'rollup_hours' },
  );
  if (table?.comment === DEFINITION) return;
  await driver.command('DROP VIEW IF EXISTS rollup_marks_view');
  await driver.command('DROP TABLE IF EXISTS rollup_hours');
  await driver.command('DROP TABLE IF EXISTS rollups');
  await driver.command(CREATE_ROLLUPS);
  await driver.command(createTable(ROLLUP_HOURS));
  await driver.command(MARKS_VIEW);
  const days = await driver.query<{ partition: string }>(
    `SELECT DISTINCT partition FROM system.parts WHERE database = currentDatabase() AND table = 'spans' AND active`,
  );
  // Day by day: no statement takes long, however much is stored.
  for (const { partition } of days) await driver.command(MARK_DAY, { day: partition });
  await driver.command(`ALTER TABLE rollup_hours MODIFY COMMENT '${DEFINITION}'`);
}
