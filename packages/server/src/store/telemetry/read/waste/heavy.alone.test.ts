import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEmbedded } from '../../embedded-driver.ts';
import { run, sql } from '../sql.ts';
import { BACKGROUND, BACKGROUND_OPTIONS, HEAVY, HEAVY_OPTIONS } from './heavy.ts';

test('what needs more memory than there is goes to disk, also in the smallest engine', async () => {
  const path = await mkdtemp(join(tmpdir(), 'pharos-heavy-'));
  const driver = await openEmbedded({ path, maxMemoryBytes: 256 * 2 ** 20 });
  const groups = sql`SELECT number, count() AS n FROM numbers(3000000) GROUP BY number`;
  try {
    for (const [settings, options] of [
      [HEAVY, HEAVY_OPTIONS],
      [BACKGROUND, BACKGROUND_OPTIONS],
    ] as const)
      expect(await run(driver, sql`SELECT count() AS n FROM (${groups}) ${settings}`, options)).toEqual([
        { n: '3000000' },
      ]);
  } finally {
    await driver.close();
    await rm(path, { recursive: true, force: true });
  }
});
