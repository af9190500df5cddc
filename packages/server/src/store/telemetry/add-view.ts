import { createView } from './ddl.ts';
import type { Driver } from './driver.ts';
import { planFill } from './fills.ts';
import { storedName } from './layout.ts';
import type { View } from './views.ts';

/** Creates a view where it is missing: what is inserted from now on is in what it fills; what was before it is due to be filled. */
export async function addView(driver: Driver, view: View): Promise<void> {
  if ((await storedTable(driver, view.name)) === undefined && (await hasRows(driver, view.from)))
    await planFill(driver, view);
  for (const statement of createView(view, driver.layout)) await driver.command(statement);
}

/** What the engine knows of a table or a view where its rows lie; undefined: there is none. */
export async function storedTable(
  driver: Driver,
  name: string,
): Promise<{ engine: string; comment: string } | undefined> {
  const [row] = await driver.query<{ engine: string; comment: string }>(
    `SELECT engine_full AS engine, comment FROM system.tables WHERE ${driver.layout.databases} AND name = {stored:String}`,
    { stored: storedName(name, driver.layout) },
  );
  return row;
}

async function hasRows(driver: Driver, name: string): Promise<boolean> {
  const rows = await driver.query(`SELECT 1 FROM ${name} LIMIT 1`);
  return rows.length > 0;
}
