import { NOW_MICROS } from './columns.ts';
import type { Driver, Queries, QueryOptions } from './driver.ts';
import { BeingFilled } from './engine-errors.ts';
import { storedName } from './layout.ts';
import { TABLES, type Table } from './schema.ts';
import { BACKGROUND_TIMEOUT_MS, INSERT_TIMEOUT_MS } from './settings.ts';
import { VIEWS, type View } from './views.ts';

/**
 * Which views are still filled from what was stored before them, and how far that came: whole views have no part. Only
 * aggregates that duplicates cannot change.
 */
export const FILLS: Table = {
  name: 'fills',
  columns: [
    { name: 'view', type: 'String' },
    { name: 'part', type: 'String' },
    { name: 'planned_at', type: 'SimpleAggregateFunction(max, UInt64)' },
    { name: 'done_at', type: 'SimpleAggregateFunction(max, UInt64)' },
  ],
  engine: 'AggregatingMergeTree',
  orderBy: 'view, part',
  shardBy: 'view',
};

/** Views that are not filled yet: the condition is on their names. */
export const dueFills = (where: string): string =>
  `SELECT view, max(planned_at) AS planned FROM fills WHERE part = '' AND ${where} GROUP BY view HAVING planned > max(done_at)`;

/** @throws BeingFilled while one of these tables lacks what was stored before it. */
export async function requireFilled(engine: Queries, ...tables: string[]): Promise<void> {
  const views = VIEWS.filter(({ to }) => tables.includes(to)).map(({ name }) => `'${name}'`);
  const due = await engine.query(dueFills(`view IN (${views.join(', ')})`));
  if (due.length > 0) throw new BeingFilled();
}

/** Says that a view has to be filled, before it is created: a start that ends in between says it again. */
export const planFill = (driver: Driver, { name }: View): Promise<void> =>
  driver.command(`INSERT INTO fills SELECT {view:String}, '', ${NOW_MICROS}, toUInt64(0)`, { view: name });

const noteFilled = (driver: Driver, view: string, part: string, options: QueryOptions): Promise<void> =>
  driver.command(
    `INSERT INTO fills SELECT {view:String}, {part:String}, toUInt64(0), ${NOW_MICROS}`,
    { view, part },
    options,
  );

/** An insert that began before there was a view, which it does not fill, has come to be seen after this. */
export const SETTLED_MS = INSERT_TIMEOUT_MS + 5_000;

/** Whoever's turn comes after another's in the background waits for the whole of it. */
const TIMEOUT_MS = BACKGROUND_TIMEOUT_MS + INSERT_TIMEOUT_MS;

/**
 * Fills those of the views that are due, one after the other and day by day of what they are made of, and goes on where it was broken off. What is written twice is
 * the same as once, so several processes may do it at a time.
 * @returns how many views are due still, because what may be on its way to the store has not come to rest.
 */
export async function fillDue(
  driver: Driver,
  views: readonly View[],
  { settledMs = SETTLED_MS, signal }: { settledMs?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const options: QueryOptions = { lane: 'background', timeoutMs: TIMEOUT_MS, ...(signal && { signal }) };
  const due = await driver.query<{ view: string; planned: string; ripe: number }>(
    `SELECT view, planned, planned + ${settledMs * 1000} <= ${NOW_MICROS} AS ripe FROM (${dueFills('1')})`,
    {},
    options,
  );
  let left = 0;
  for (const view of views) {
    const plan = due.find(({ view: name }) => name === view.name);
    if (plan === undefined) continue;
    if (plan.ripe) await fill(driver, view, plan.planned, options);
    else left += 1;
  }
  return left;
}

async function fill(driver: Driver, view: View, planned: string, options: QueryOptions): Promise<void> {
  const { layout } = driver;
  const partitionBy = TABLES.find(({ name }) => name === view.from)?.partitionBy;
  if (partitionBy === undefined) throw new TypeError(`${view.from} has no days`);
  const days = await driver.query<{ day: string }>(
    `SELECT DISTINCT partition AS day FROM ${layout.system('parts')}
WHERE ${layout.databases} AND table = {table:String} AND active
  AND day NOT IN (SELECT part FROM fills WHERE view = {view:String} GROUP BY part HAVING max(done_at) > {planned:UInt64})
ORDER BY day DESC`,
    { table: storedName(view.from, layout), view: view.name, planned },
    options,
  );
  for (const { day } of days) {
    const rows = `(SELECT * FROM ${view.from} WHERE ${partitionBy} = {day:String}) AS ${view.from}`;
    await driver.command(`INSERT INTO ${view.to} ${view.select(rows)}`, { day }, options);
    await noteFilled(driver, view.name, day, options);
  }
  await noteFilled(driver, view.name, '', options);
}
