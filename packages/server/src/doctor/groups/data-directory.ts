import { existsSync } from 'node:fs';
import { access, constants, mkdtemp, open, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isClaimed } from '../../store/data-dir.ts';
import { fine, type Group, wrong } from '../check.ts';
import { bytes, percent } from '../words.ts';

interface DataDirectory {
  path: string;
  /** The directory, or the one above that it will be made in. */
  place: string;
  /** A server that runs has it. */
  isInUse: boolean;
}

const SYNCS = 40;
const BLOCK = Buffer.alloc(4_096, 1);
const SLOW_SYNC_MS = 50;
const LITTLE = { share: 0.15, bytes: 5 * 2 ** 30 };
const TOO_LITTLE = { share: 0.03, bytes: 2 ** 30 };

/** The directory of the embedded stores. Nothing in it is opened: it belongs to the server. */
export const DATA_DIRECTORY: Group<DataDirectory> = {
  title: 'Data directory',
  async open({ config: { dataDir } }) {
    let place = dataDir;
    while (!existsSync(place)) place = dirname(place);
    const isInUse = await isClaimed(dataDir);
    const found = `${dataDir}${isInUse ? ', in use by a running server' : existsSync(dataDir) ? '' : ', made at the first start'}`;
    return { subject: { path: dataDir, place, isInUse }, found };
  },
  reach: {
    name: 'data.there',
    about: 'the directory can be looked at',
    advice: 'Set PHAROS_DATA_DIR to a directory of this user.',
  },
  checks: [
    {
      name: 'data.writable',
      about: 'it can be written',
      severity: 'failure',
      advice:
        'Give the directory to the user that runs Pharos (in the image: uid 1000), or set PHAROS_DATA_DIR to another one.',
      async look({ place }) {
        await access(place, constants.W_OK | constants.X_OK);
        if (!(await stat(place)).isDirectory()) return wrong(`${place} is no directory`);
        return fine('yes');
      },
    },
    {
      name: 'data.free',
      about: 'free space',
      severity: 'warning',
      advice:
        'Make room, or move to a larger disk: when the disk is full, ingest is refused (docs/operations.md#diskfillingup).',
      async look({ place }) {
        const { bsize, blocks, bavail } = await statfs(place);
        const [free, share] = [bsize * bavail, bavail / blocks];
        const found = `${bytes(free)} (${percent(share)})`;
        if (share < TOO_LITTLE.share || free < TOO_LITTLE.bytes) return wrong(found, { severity: 'failure' });
        return share < LITTLE.share && free < 10 * LITTLE.bytes ? wrong(found) : fine(found);
      },
    },
    {
      name: 'data.fsync',
      about: 'what is written reaches the disk soon',
      severity: 'warning',
      advice:
        'Put the data on a local SSD: every answer to an SDK waits for this. Network file systems also keep locks badly.',
      async look({ place }) {
        const [middle, late] = await syncTimes(place);
        const found = `fsync of 4 KB: ${middle.toFixed(1)} ms, one of ${SYNCS} up to ${late.toFixed(1)} ms`;
        return middle > SLOW_SYNC_MS ? wrong(found) : fine(found);
      },
    },
  ],
};

/** Median and longest of some writes, in milliseconds; leaves nothing behind. */
async function syncTimes(place: string): Promise<[number, number]> {
  const directory = await mkdtemp(join(place, '.pharos-doctor-'));
  try {
    const file = await open(join(directory, 'sync'), 'w');
    const times: number[] = [];
    try {
      for (let at = 0; at < SYNCS; at++) {
        const begun = performance.now();
        await file.write(BLOCK);
        await file.sync();
        times.push(performance.now() - begun);
      }
    } finally {
      await file.close();
    }
    times.sort((a, b) => a - b);
    return [times[SYNCS / 2] ?? 0, times.at(-1) ?? 0];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
