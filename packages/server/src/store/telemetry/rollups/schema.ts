import { createHash } from 'node:crypto';
import { addView } from '../add-view.ts';
import { NOW_MICROS } from '../columns.ts';
import { createTable, dropTable, dropView } from '../ddl.ts';
import type { Driver } from '../driver.ts';
import { FILLS } from '../fills.ts';
import type { Table } from '../schema.ts';
import type { View } from '../views.ts';
import { VOID_KIND } from '../void-span.ts';
import { columnsOf, groupingOf, idOf, KEYS, ROLLUPS, SUMS } from './rollups.ts';

/** The number of the hour since 1970 in which a span starts. */
export const HOUR_OF_START = 'toUInt32(intDiv(toUnixTimestamp64Nano(start_time), 3600000000000))';
/** The sums of all rollups over the newest version of spans that meet a condition, by project and hour. */
export const sumsSql = (where: string): string => {
  const shared = ['project_id', 'hour'];
  const sets = ROLLUPS.map((rollup) => `(${[...shared, ...columnsOf(rollup)].join(', ')})`);
  const masks = ROLLUPS.map(groupingOf).join(', ');
  const ids = ROLLUPS.map(idOf).join(', ');
  const sums = [...SUMS].map(([partial, column]) => `${partial} AS ${column}`);
  return `SELECT {asOf:UInt64} AS as_of, project_id, ${HOUR_OF_START} AS hour,
  toUInt32(transform(grouping(${KEYS.join(', ')}), [${masks}], [${ids}])) AS fields, ${[...KEYS, ...sums].join(', ')}
FROM spans FINAL WHERE kind != '${VOID_KIND}' AND ${where}
GROUP BY GROUPING SETS (${sets.join(', ')})`;
};

const NO_SUMS = sumsSql('0').replace('{asOf:UInt64}', 'toUInt64(0)');

/** What {@link sumsSql} selects beside `as_of`, by name. */
const SUM_COLUMNS = ['project_id', 'hour', 'fields', ...KEYS, ...SUMS.values()];

/** Versions of Pharos that sum up otherwise have tables of their own in the same store: counts up when what is noted of hours changes. */
const DEFINITION = createHash('sha256').update(`2\n${NO_SUMS}`).digest('hex').slice(0, 8);

export const ROLLUP_SUMS: `rollups_${string}` = `rollups_${DEFINITION}`;

/**
 * What is known of each hour in which spans start: when the last insert into it began, as of when it was last rolled
 * up, and when it was sealed: before its spans were removed, from when on its sums are never made again. Only aggregates that
 * duplicates cannot change.
 */
export const ROLLUP_HOURS: Table & { name: `rollup_hours_${string}` } = {
  name: `rollup_hours_${DEFINITION}`,
  columns: [
    { name: 'project_id', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'hour', type: 'UInt32' },
    { name: 'marked_at', type: 'SimpleAggregateFunction(max, UInt64)' },
    { name: 'rolled_at', type: 'SimpleAggregateFunction(max, UInt64)' },
    { name: 'sealed_at', type: 'SimpleAggregateFunction(max, UInt64)' },
  ],
  engine: 'AggregatingMergeTree',
  orderBy: 'project_id, hour',
  shardBy: 'project_id, hour',
};

/** Of the rows of an hour: as of when its sums are what answers for it; 0 when its spans do. */
export const AS_OF = 'if(max(sealed_at) > 0 OR max(rolled_at) > max(marked_at), max(rolled_at), toUInt64(0))';

/**
 * Every insert into `spans`, of whoever and of whatever version, marks its hours before it is acknowledged: part of the same
 * statement, so none can be forgotten.
 */
export const MARKS_VIEW: View = {
  name: `rollup_marks_view_${DEFINITION}`,
  from: 'spans',
  to: ROLLUP_HOURS.name,
  select: (
    from,
  ) => `SELECT project_id, ${HOUR_OF_START} AS hour, ${NOW_MICROS} AS marked_at, toUInt64(0) AS rolled_at, toUInt64(0) AS sealed_at
FROM ${from} GROUP BY project_id, hour`,
};

/** The table of sums. The engine itself tells the types of its columns. A month a partition, since what costs is to open its parts. */
async function sumsTable(driver: Driver): Promise<Table> {
  return {
    name: ROLLUP_SUMS,
    columns: await driver.query<{ name: string; type: string }>(`DESCRIBE (${NO_SUMS})`),
    engine: 'MergeTree',
    partitionBy: 'intDiv(hour, 720)',
    orderBy: 'project_id, fields, hour, as_of',
    shardBy: 'project_id, hour',
  };
}

/**
 * Brings rollups to what is defined here. Those of another definition are made anew in the background, beside the old ones: a process of
 * another version goes on with its own. What spans hold no more is taken over from these.
 */
export async function migrateRollups(driver: Driver): Promise<void> {
  const { layout } = driver;
  for (const statement of [
    ...createTable(await sumsTable(driver), layout),
    ...createTable(ROLLUP_HOURS, layout),
  ])
    await driver.command(statement);
  await addView(driver, MARKS_VIEW);
  for (const { name } of await othersIn(driver)) await takeOver(driver, suffixOf(name));
}

/** Rollups that no process used for so long are dropped: a version that is gone back to makes them anew. */
const UNUSED_DAYS = 7;

/** What other versions note of hours, and whether it was ever noted that these are in use. */
const othersIn = (driver: Driver) =>
  driver.query<{ name: string; known: number }>(
    `SELECT name, name IN (SELECT part FROM ${FILLS.name} WHERE view = 'in use') AS known FROM system.tables
WHERE database = currentDatabase() AND match(name, '^rollup_hours(_[0-9a-f]{8})?$') AND name != {current:String}`,
    { current: ROLLUP_HOURS.name },
  );
const suffixOf = (name: string): string => name.slice('rollup_hours'.length);

/** Takes over the sums of sealed hours from another version, as far as both know the same: nothing else tells of these hours. */
async function takeOver(driver: Driver, suffix: string): Promise<void> {
  const [hours, sums] = [`rollup_hours${suffix}`, `rollups${suffix}`];
  const columnsIn = async (table: string) => {
    const rows = await driver.query<{ name: string }>(
      'SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String}',
      { table },
    );
    return new Set(rows.map(({ name }) => name));
  };
  // Of a version that sealed nothing yet.
  if (!(await columnsIn(hours)).has('sealed_at')) return;
  const known = await columnsIn(sums);
  const columns = SUM_COLUMNS.filter((name) => known.has(name)).join(', ');
  const [now] = await driver.query<{ micros: string }>(`SELECT ${NOW_MICROS} AS micros`);
  const params = { asOf: BigInt(now?.micros ?? 0) };
  const missing = `SELECT project_id, hour, max(rolled_at) AS as_of FROM ${hours}
WHERE (project_id, hour) NOT IN (SELECT project_id, hour FROM ${ROLLUP_HOURS.name} GROUP BY project_id, hour HAVING max(sealed_at) > 0)
GROUP BY project_id, hour HAVING max(sealed_at) > 0`;
  await driver.command(
    `INSERT INTO ${ROLLUP_SUMS} (as_of, ${columns}) SELECT {asOf:UInt64}, ${columns} FROM ${sums}
WHERE (project_id, hour, as_of) IN (${missing})`,
    params,
  );
  await driver.command(
    `INSERT INTO ${ROLLUP_HOURS.name} (project_id, hour, rolled_at, sealed_at)
SELECT project_id, hour, {asOf:UInt64}, {asOf:UInt64} FROM (${missing})`,
    params,
  );
}

/** Notes that rollups of this version are in use, and drops those of others that have come out of it. */
export async function dropUnusedRollups(
  driver: Driver,
  // No other process has the embedded engine.
  unusedDays = driver.kind === 'embedded' ? 0 : UNUSED_DAYS,
): Promise<void> {
  const { layout } = driver;
  await noteUse(driver, ROLLUP_HOURS.name);
  for (const { name, known } of await othersIn(driver)) {
    // Of a version that notes nothing: its time begins when it is seen first.
    if (!known) await noteUse(driver, name);
    const [row] = await driver.query<{ unused: number }>(
      `SELECT greatest(max(rolled_at), (SELECT max(done_at) FROM ${FILLS.name} WHERE view = 'in use' AND part = {name:String}))
  + ${unusedDays} * 86400000000 <= ${NOW_MICROS} AS unused FROM ${name}`,
      { name },
    );
    if (!row?.unused) continue;
    const version = suffixOf(name);
    await takeOver(driver, version);
    for (const statement of [
      ...dropView(`rollup_marks_view${version}`, layout),
      ...dropTable(`rollups${version}`, layout),
      ...dropTable(name, layout),
    ])
      await driver.command(statement);
  }
}

const noteUse = (driver: Driver, name: string): Promise<void> =>
  driver.command(`INSERT INTO ${FILLS.name} SELECT 'in use', {name:String}, toUInt64(0), ${NOW_MICROS}`, {
    name,
  });
