import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { oneThread } from '../one-thread.ts';
import type { ChecksumTask } from './checksums.worker.ts';
import { UnfitBackup } from './manifest.ts';

/** As `sha256sum -c` reads it. */
export const SUMS = 'SHA256SUMS';

const DAY_MS = 24 * 60 * 60_000;

/** SHA-256 of all files of a directory, in a thread: who serves requests beside it does not wait. */
export interface Checksums {
  /** Writes the list of what is in a directory, and has all of it on disk. */
  write(directory: string, signal?: AbortSignal): Promise<void>;
  /** @throws UnfitBackup that names a file which is not as it was, is missing, or was not there */
  verify(directory: string, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export function createChecksums(): Checksums {
  const thread = oneThread<ChecksumTask, [string, string][]>('./checksums.worker', import.meta.url, {
    ...{ what: 'lists of checksums', maxWaiting: 4, timeoutMs: DAY_MS },
  });
  return {
    async write(directory, signal) {
      const sums = await thread.run({ directory, sync: true }, signal);
      const file = await open(join(directory, SUMS), 'wx', 0o600);
      try {
        await file.writeFile(sums.map(([path, sum]) => `${sum}  ${path}\n`).join(''));
        await file.sync();
      } finally {
        await file.close();
      }
    },
    async verify(directory, signal) {
      const listed = await readSums(directory);
      const found = await thread.run({ directory, sync: false }, signal);
      for (const [path, sum] of found) {
        if (path === SUMS) continue;
        const expected = listed.get(path);
        if (expected === undefined)
          throw new UnfitBackup(`${join(directory, path)} is not part of the backup`);
        if (expected !== sum)
          throw new UnfitBackup(`${join(directory, path)} is damaged: it is not what was written`);
        listed.delete(path);
      }
      for (const path of listed.keys()) throw new UnfitBackup(`${join(directory, path)} is missing`);
    },
    close: () => thread.close(),
  };
}

/** Read so strictly that no change of a byte goes unseen. */
async function readSums(directory: string): Promise<Map<string, string>> {
  const path = join(directory, SUMS);
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UnfitBackup(`${directory} is no backup: there is no ${SUMS} in it`);
  });
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new UnfitBackup(`${path} is damaged: its end is missing`);
  return new Map(
    lines.map((line): [string, string] => {
      const [, sum, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
      if (sum === undefined || name === undefined)
        throw new UnfitBackup(`${path} is damaged: it has a line that is none`);
      return [name, sum];
    }),
  );
}
