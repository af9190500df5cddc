import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { filesIn } from './files-in.ts';

export interface ChecksumTask {
  directory: string;
  /** Has what was written on disk as well, names of directories included. */
  sync: boolean;
}

const CHUNK = 2 ** 20;
const SYNCED_AT_ONCE = 32;

/** The SHA-256 of every file, by its path in the directory. */
export default async function checksums({ directory, sync }: ChecksumTask): Promise<[string, string][]> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  const sums: [string, string][] = [];
  const { files, directories } = await filesIn(directory);
  for (const path of files) {
    const file = await open(join(directory, path));
    try {
      const hash = createHash('sha256');
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, CHUNK);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
      }
      sums.push([path, hash.digest('hex')]);
    } finally {
      await file.close();
    }
  }
  if (sync) await syncAll([...files, ...directories].map((path) => join(directory, path)));
  return sums;
}

/** Those that wait for the disk together are written together. */
async function syncAll(paths: readonly string[]): Promise<void> {
  for (let at = 0; at < paths.length; at += SYNCED_AT_ONCE)
    await Promise.all(paths.slice(at, at + SYNCED_AT_ONCE).map(syncPath));
}

async function syncPath(path: string): Promise<void> {
  const file = await open(path);
  await file.sync().finally(() => file.close());
}
