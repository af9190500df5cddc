import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { oldData } from '../../testing/old-data.ts';
import { startNode } from '../../testing/server-process.ts';
import type { Driver } from './driver.ts';
import { openEmbedded } from './embedded-driver.ts';
import { fillDue } from './fills.ts';
import { migrate } from './migrate.ts';
import { MARKS_VIEW, ROLLUP_HOURS } from './rollups/schema.ts';
import { catalogOf } from './testing/catalog.ts';
import { openTestEngine } from './testing/engines.ts';
import { VIEWS } from './views.ts';

const FILLED = [MARKS_VIEW, ...VIEWS];
const upgrade = async (driver: Driver): Promise<void> => {
  await migrate(driver, { textIndex: true });
  await fillDue(driver, FILLED, { settledMs: 0 });
};

class Died extends Error {}

/** An engine of a process that dies at its so manieth statement: before it is carried out, or after. */
function dyingAt(driver: Driver, last: number, carriedOut: boolean): Driver & { statements(): number } {
  let made = 0;
  const step = async <Result>(statement: () => Promise<Result>): Promise<Result> => {
    made += 1;
    if (made > last || (made === last && !carriedOut)) throw new Died();
    const result = await statement();
    if (made === last) throw new Died();
    return result;
  };
  return {
    ...{ kind: driver.kind, layout: driver.layout, isUp: true, statements: () => made },
    query: (...args) => step(() => driver.query(...args)) as ReturnType<Driver['query']> as never,
    print: (...args) => step(() => driver.print(...args)),
    command: (...args) => step(() => driver.command(...args)),
    insert: (...args) => step(() => driver.insert(...args)),
    close: async () => undefined,
  };
}

const DATA = [
  `SELECT project_id, user_id, min(first_seen), max(last_seen) FROM user_index GROUP BY ALL ORDER BY ALL`,
  `SELECT DISTINCT project_id, slot, user_id FROM user_activity ORDER BY ALL`,
  `SELECT project_id, error_group, min(first_seen), max(last_seen) FROM error_index GROUP BY ALL ORDER BY ALL`,
  `SELECT DISTINCT project_id, hour FROM ${ROLLUP_HOURS.name} ORDER BY ALL`,
  `SELECT cityHash64(groupArray(tuple(*))) FROM (SELECT * FROM spans FINAL ORDER BY project_id, trace_id, span_id)`,
];
async function contentOf(driver: Driver): Promise<unknown[]> {
  const content: unknown[] = [];
  for (const query of DATA) content.push(await driver.query(query));
  return content;
}
const stateOf = async (driver: Driver) => ({
  catalog: await catalogOf(driver),
  content: await contentOf(driver),
});

describe('a store of the first version', () => {
  let data: Awaited<ReturnType<typeof oldData>>;
  let upgraded: Awaited<ReturnType<typeof stateOf>>;
  beforeAll(async () => {
    data = await oldData('data/telemetry');
    const driver = await openEmbedded({ path: join(data.dataDir, 'telemetry') });
    await upgrade(driver);
    upgraded = await stateOf(driver);
    await driver.close();
    await data.remove();
  }, 60_000);

  test('has the schema of a new one after its upgrade', async () => {
    const { driver, close } = await openTestEngine('embedded');
    const fresh = await catalogOf(driver);
    const changes: string[] = [];
    const watched = {
      ...{ kind: driver.kind, layout: driver.layout },
      query: driver.query.bind(driver),
      command: async (sql: string) => void changes.push(sql),
    } as unknown as Driver;
    await migrate(watched, { textIndex: true });
    await close();
    expect(upgraded.catalog).toEqual(fresh);
    expect(changes.filter((sql) => !/IF NOT EXISTS/.test(sql))).toEqual([]);
  });

  test('whose upgrade is interrupted again and again is whole after the next start', {
    timeout: 60_000,
  }, async () => {
    const { dataDir, remove } = await oldData('data/telemetry');
    const engine = await openEmbedded({ path: join(dataDir, 'telemetry') });
    let interruptions = 0;
    for (let last = 1; ; last += 11) {
      const dying = dyingAt(engine, last, interruptions % 2 === 0);
      const result = await upgrade(dying).catch((error: unknown) => error);
      if (result === undefined) break;
      expect(result).toBeInstanceOf(Died);
      interruptions += 1;
    }
    expect(interruptions).toBeGreaterThan(8);
    expect(await stateOf(engine)).toEqual(upgraded);
    await engine.close();
    await remove();
  });

  test('whose upgrade is killed is whole after the next start', { timeout: 60_000 }, async () => {
    const { dataDir, remove } = await oldData('data/telemetry');
    const path = join(dataDir, 'telemetry');
    const script = new URL('testing/old-store-upgrade.ts', import.meta.url).pathname;
    const start = () => startNode(['--conditions=pharos-source', '--import', 'tsx', script, path], {});
    for (const table of ['presence', MARKS_VIEW.name]) {
      const child = start();
      await expect.poll(() => isThere(path, `${table}.sql`), { timeout: 30_000, interval: 1 }).toBe(true);
      child.kill('SIGKILL');
      await child.ended;
    }
    expect(await start().ended).toBe(0);
    const engine = await openEmbedded({ path });
    expect(await stateOf(engine)).toEqual(upgraded);
    await engine.close();
    await remove();
  });
});

/** Whether the engine has written a definition of this name. */
const isThere = (path: string, file: string): boolean =>
  existsSync(join(path, 'store')) &&
  readdirSync(path, { recursive: true }).some((name) => String(name).endsWith(`/${file}`));
