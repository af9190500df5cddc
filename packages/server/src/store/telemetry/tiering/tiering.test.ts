import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Driver } from '../driver.ts';
import { openEmbedded } from '../embedded-driver.ts';
import { migrate } from '../migrate.ts';
import { startS3 } from '../testing/s3-store.ts';
import type { ColdAfter } from './cold-after.ts';
import { type ColdStorage, parseColdStorage } from './cold-storage.ts';

const DAYS = 6;
const AFTER: ColdAfter = { spans: 3, payloads: 1 };

let root: string;
let driver: Driver | undefined;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pharos-tiers-'));
});
afterEach(async () => {
  await driver?.close();
  driver = undefined;
  await rm(root, { recursive: true, force: true });
});

async function open(storage: ColdStorage | undefined, after: ColdAfter = AFTER): Promise<Driver> {
  await driver?.close();
  driver = undefined;
  driver = await openEmbedded({ path: join(root, 'telemetry'), coldStorage: storage });
  await migrate(driver, { textIndex: false, tiering: storage && { storage, after } });
  return driver;
}

/** A span and its text on each of the last days, in the middle of the day. */
async function put(engine: Driver): Promise<void> {
  const days = `FROM numbers(${DAYS})`;
  const noon = 'toDateTime64(today() - number, 9) + toIntervalHour(12)';
  await engine.command(
    `INSERT INTO spans (project_id, trace_id, span_id, start_time, kind, ver) SELECT 'p', toString(number), 's', ${noon}, 'llm', 1 ${days}`,
  );
  await engine.command(
    `INSERT INTO payloads (project_id, trace_id, span_id, day, input, ver) SELECT 'p', toString(number), 's', today() - number, 'text', 1 ${days}`,
  );
}

/** How many days of a table lie on cold storage. */
const coldDays = async (table: string): Promise<number> => {
  const [row] = await (driver as Driver).query<{ n: string }>(
    `SELECT uniqExact(partition) AS n FROM system.parts
WHERE database = currentDatabase() AND table = {table:String} AND active AND startsWith(disk_name, 'cold')`,
    { table },
  );
  return Number(row?.n);
};
/** The engine moves parts by itself. */
const expectCold = (table: string, days: number) =>
  expect.poll(() => coldDays(table), { timeout: 20_000 }).toBe(days);

const everything = async () => [
  await (driver as Driver).query('SELECT trace_id FROM spans FINAL ORDER BY trace_id'),
  await (driver as Driver).query('SELECT trace_id, input FROM payloads FINAL ORDER BY trace_id'),
];

describe('old rows move to cold storage, and are read as before', () => {
  it('in a directory: what was stored before it was told of, what comes later, and more when days become fewer', async () => {
    await put(await open(undefined));
    const before = await everything();
    const storage: ColdStorage = { kind: 'directory', path: `${join(root, 'cold')}/` };
    await open(storage);
    await expectCold('payloads', DAYS - 1);
    await expectCold('spans', DAYS - 3);
    expect(await everything()).toEqual(before);

    await put(await open(storage, { ...AFTER, spans: 1 }));
    await expectCold('spans', DAYS - 1);
    expect(await readdir(join(root, 'cold'))).not.toEqual([]);

    await open(storage, {});
    await (driver as Driver).command('OPTIMIZE TABLE spans FINAL');
    expect(await coldDays('spans')).toBe(DAYS - 1);
    expect(await everything()).toEqual(before);
  });

  it('in a bucket, out of which they go when they are removed', async () => {
    const s3 = await startS3();
    try {
      await put(await open(parseColdStorage(s3.url)));
      const before = await everything();
      await expectCold('payloads', DAYS - 1);
      await expectCold('spans', DAYS - 3);
      const kept = s3.objects.size;
      expect(kept).toBeGreaterThan(DAYS);
      await (driver as Driver).command('SYSTEM DROP FILESYSTEM CACHE');
      expect(await everything()).toEqual(before);
      expect(s3.reads()).toBeGreaterThan(0);

      for (const table of ['spans', 'payloads'])
        await (driver as Driver).command(`TRUNCATE TABLE ${table} SYNC`);
      await expect.poll(() => s3.objects.size, { timeout: 20_000 }).toBeLessThan(kept / 2);
      await driver?.close();
      driver = undefined;
    } finally {
      await s3.close();
    }
  });
});

it('says that some of it is elsewhere when that is told no more', async () => {
  await open({ kind: 'directory', path: `${join(root, 'cold')}/` });
  await expect(open(undefined)).rejects.toThrow('set PHAROS_COLD_STORAGE as it was');
});

it('leaves a table alone whose moves an operator told the engine', async () => {
  const storage: ColdStorage = { kind: 'directory', path: `${join(root, 'cold')}/` };
  await open(storage, {});
  const own = "ALTER TABLE spans MODIFY TTL toDate(start_time) + toIntervalDay(2) TO DISK 'default'";
  await (driver as Driver).command(own);
  await open(storage);
  const [row] = await (driver as Driver).query<{ engine_full: string }>(
    "SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = 'spans'",
  );
  expect(row?.engine_full).toContain("toIntervalDay(2) TO DISK 'default'");
});
