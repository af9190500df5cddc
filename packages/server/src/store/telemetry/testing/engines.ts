import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Driver } from '../driver.ts';
import { openEmbedded } from '../embedded-driver.ts';
import { migrate } from '../migrate.ts';
import { openRemote } from '../remote-driver.ts';
import { startEngineFront } from './engine-front.ts';

export const ENGINES = ['embedded', 'remote'] as const;

/** An empty store of its own, on the engine in this process or through a client over HTTP; `close` leaves nothing. */
export async function openTestEngine(
  kind: (typeof ENGINES)[number] = 'embedded',
  options: { textIndex?: boolean } = {},
): Promise<{ driver: Driver; path: string; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'pharos-engine-'));
  const path = join(directory, 'telemetry');
  const embedded = await openEmbedded({ path });
  const front = kind === 'remote' ? await startEngineFront(embedded) : undefined;
  const driver = front ? await openRemote({ url: front.url }) : embedded;
  await migrate(driver, { textIndex: options.textIndex ?? true });
  return {
    driver,
    path,
    async close() {
      if (front) {
        await driver.close();
        await front.close();
      }
      await embedded.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
