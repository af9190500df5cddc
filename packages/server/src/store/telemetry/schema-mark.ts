import { createHash } from 'node:crypto';
import { markIn, refuseNewer, SCHEMA, type SchemaMark, supersedes } from '../schema-version.ts';
import { storedTable } from './add-view.ts';
import { NOW_MICROS } from './columns.ts';
import { alterStored, createTable, createView } from './ddl.ts';
import type { Driver } from './driver.ts';
import { FILLS } from './fills.ts';
import { ONE_SERVER } from './layout.ts';
import { MARKS_VIEW, ROLLUP_HOURS } from './rollups/schema.ts';
import { TABLES } from './schema.ts';
import { VIEWS } from './views.ts';

/** Of all that a store is brought to. Several versions may have brought theirs. */
const DEFINITION = createHash('sha256')
  .update(
    [
      ...[FILLS, ...TABLES, ROLLUP_HOURS].flatMap((table) => createTable(table, ONE_SERVER)),
      ...[...VIEWS, MARKS_VIEW].flatMap((view) => createView(view, ONE_SERVER)),
    ].join('\n'),
  )
  .digest('hex');

/** Whether a version with the schema of this one has brought the store to it. */
export async function isBrought(driver: Driver): Promise<boolean> {
  if ((await storedTable(driver, FILLS.name)) === undefined) return false;
  const rows = await driver.query(
    `SELECT 1 FROM ${FILLS.name} WHERE view = 'schema' AND part = {definition:String} LIMIT 1`,
    { definition: DEFINITION },
  );
  return rows.length > 0;
}

/** Notes that the store has the schema of this version. */
export async function noteBrought(driver: Driver, own: SchemaMark = SCHEMA): Promise<void> {
  if (supersedes(own, await markOf(driver))) {
    const comment = JSON.stringify(own).replace(/['\\]/g, '\\$&');
    for (const statement of alterStored(FILLS.name, `MODIFY COMMENT '${comment}'`, driver.layout))
      await driver.command(statement);
  }
  if (!(await isBrought(driver)))
    await driver.command(
      `INSERT INTO ${FILLS.name} SELECT 'schema', {definition:String}, toUInt64(0), ${NOW_MICROS}`,
      { definition: DEFINITION },
    );
}

/** @throws when versions as old as this one may not use the store. */
export const refuseNewerStore = async (driver: Driver, own: SchemaMark = SCHEMA): Promise<void> =>
  refuseNewer(await markOf(driver), own);

const markOf = async (driver: Driver): Promise<SchemaMark | undefined> =>
  markIn((await storedTable(driver, FILLS.name))?.comment);
