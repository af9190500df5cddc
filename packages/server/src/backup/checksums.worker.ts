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
      if (sync) await file.sync();
      sums.push([path, hash.digest('hex')]);
    } finally {
      await file.close();
    }
  }
  if (sync) for (const path of directories) await syncPath(join(directory, path));
  return sums;
}

async function syncPath(path: string): Promise<void> {
  const directory = await open(path);
  await directory.sync().finally(() => directory.close());
}
