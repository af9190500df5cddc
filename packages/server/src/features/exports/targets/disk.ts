import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Target, TargetError } from './target.ts';

/** These will be the same until somebody changes the machine. */
const FINAL = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'];

/** A directory of this machine. A file has its name when all of it is on the disk. */
export const diskTarget = (directory: string): Target => ({
  async put(path, bytes, signal) {
    const file = join(directory, path);
    const draft = join(dirname(file), `.${randomUUID()}.partial`);
    try {
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(draft, 'wx', 0o640);
      try {
        await handle.writeFile(bytes, { signal });
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, file);
      await syncDirectory(dirname(file));
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      throw new TargetError(`The file cannot be written: ${code}.`, FINAL.includes(code), { cause: error });
    } finally {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  },
});

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
