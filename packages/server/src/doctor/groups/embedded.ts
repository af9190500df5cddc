import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isClaimed } from '../../store/data-dir.ts';
import type { Driver } from '../../store/telemetry/driver.ts';
import { openEmbedded } from '../../store/telemetry/embedded-driver.ts';
import { fine, type Group } from '../check.ts';

/** The engine in the process, tried in a directory of its own: its library is there and runs on this machine. */
export const EMBEDDED: Group<Driver> = {
  title: 'Embedded engine',
  async open({ config: { clickhouseUrl, dataDir } }) {
    // Where a server runs the engine does, and answers for itself.
    if (clickhouseUrl !== undefined || (await isClaimed(dataDir))) return undefined;
    const directory = await mkdtemp(join(tmpdir(), 'pharos-doctor-'));
    const leave = () => rm(directory, { recursive: true, force: true });
    try {
      const subject = await openEmbedded({ path: join(directory, 'telemetry') });
      return { subject, close: () => subject.close().then(leave) };
    } catch (error) {
      await leave();
      throw error;
    }
  },
  reach: {
    name: 'embedded.starts',
    about: 'the engine starts',
    advice:
      'Install again on this machine (npm ci): its library is made for glibc, on x86-64 and arm64; Alpine has another.',
  },
  checks: [
    {
      name: 'embedded.version',
      about: 'the engine starts and answers',
      severity: 'failure',
      advice: 'Install again: npm ci.',
      async look(driver) {
        const [row] = await driver.query<{ version: string }>('SELECT version() AS version');
        return fine(row?.version ?? '');
      },
    },
  ],
};
