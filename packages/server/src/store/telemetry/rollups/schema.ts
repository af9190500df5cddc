import { createHash } from 'node:crypto';
import { alterStored, createTable, createView, dropTable, dropView } from '../ddl.ts';
import type { Driver } from '../driver.ts';
import { ONE_SERVER, storedName } from '../layout.ts';
import type { Table } from '../schema.ts';
import type { View } from '../views.ts';
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
  shardBy: 'project_id, hour',
};

/**
 * Every insert into `spans`, of whoever and of whatever version, marks its hours before it is acknowledged: part of the same
 * statement, so none can be forgotten.
 */
const MARKS_VIEW: View = {
  name: 'rollup_marks_view',
  from: 'spans',
  to: 'rollup_hours',
  select: (
    from,
  ) => `SELECT project_id, ${HOUR_OF_START} AS hour, ${NOW_MICROS} AS marked_at, toUInt64(0) AS rolled_at
FROM ${from} GROUP BY project_id, hour`,
};

const MARK_DAY = `INSERT INTO rollup_hours SELECT project_id, ${HOUR_OF_START} AS hour, ${NOW_MICROS} AS marked_at, toUInt64(0) AS rolled_at
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

const NO_SUMS = sumsSql('0').replace('{asOf:UInt64}', 'toUInt64(0)');

/** The table of sums. The engine itself tells the types of its columns. A month a partition, since what costs is to open its parts. */
async function rollupsTable(driver: Driver): Promise<Table> {
  return {
    name: 'rollups',
    columns: await driver.query<{ name: string; type: string }>(`DESCRIBE (${NO_SUMS})`),
    engine: 'MergeTree',
    partitionBy: 'intDiv(hour, 720)',
    orderBy: 'project_id, fields, hour, as_of',
    shardBy: 'project_id, hour',
  };
}

const DEFINITION = createHash('sha256')
  .update([NO_SUMS, createTable(ROLLUP_HOURS, ONE_SERVER), createView(MARKS_VIEW, ONE_SERVER)].join('\n'))
  .digest('hex');

/**
 * Brings rollups to what is defined here. They hold nothing that spans do not, so those of another definition are dropped
 * and made anew in the background. Where it was interrupted it begins again.
 */
export async function migrateRollups(driver: Driver): Promise<void> {
  const { layout } = driver;
  const [table] = await driver.query<{ comment: string }>(
    `SELECT comment FROM system.tables WHERE ${layout.databases} AND name = {name:String}`,
    { name: storedName('rollup_hours', layout) },
  );
  if (table?.comment === DEFINITION) return;
  const sums = await rollupsTable(driver);
  for (const statement of [
    ...dropView(MARKS_VIEW.name, layout),
    ...dropTable(ROLLUP_HOURS.name, layout),
    ...dropTable(sums.name, layout),
    ...createTable(sums, layout),
    ...createTable(ROLLUP_HOURS, layout),
    ...createView(MARKS_VIEW, layout),
  ])
    await driver.command(statement);
  const days = await driver.query<{ partition: string }>(
    `SELECT DISTINCT partition FROM ${layout.system('parts')}
WHERE ${layout.databases} AND table = {spans:String} AND active`,
    { spans: storedName('spans', layout) },
  );
  // Day by day: no statement takes long, however much is stored.
  for (const { partition } of days) await driver.command(MARK_DAY, { day: partition });
  for (const statement of alterStored(ROLLUP_HOURS.name, `MODIFY COMMENT '${DEFINITION}'`, layout))
    await driver.command(statement);
}
