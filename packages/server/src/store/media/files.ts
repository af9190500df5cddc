import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ProjectScope } from '../scope.ts';
import { type ContentDigest, type MediaStore, WrongContent } from './contract.ts';

/** Where under the directory files are until all of them is there. */
export const ARRIVING = 'arriving';

const ABANDONED_MS = 24 * 60 * 60_000;

/**
 * Media as files under a directory. A file's name is a hash of its project and content, so that nothing a client says
 * becomes part of a path; what is being written is elsewhere until all of it is there.
 */
export function fileMedia(directory: string): MediaStore {
  const pathOf = (scope: ProjectScope, sha256: string): string => {
    const name = createHash('sha256').update(`${scope}\n${sha256}`).digest('hex');
    return join(directory, name.slice(0, 2), name);
  };

  let swept: Promise<void> | undefined;

  return {
    async put(scope, expected, content) {
      swept ??= sweep(join(directory, ARRIVING));
      await swept;
      const path = pathOf(scope, expected.sha256);
      const arriving = join(directory, ARRIVING, randomUUID());
      await mkdir(dirname(arriving), { recursive: true });
      try {
        // Opened before anything can break off: a file still being opened would come to be after it was removed.
        const file = await open(arriving, 'wx');
        await pipeline(content, checking(expected), file.createWriteStream({ flush: true }));
        await mkdir(dirname(path), { recursive: true });
        await rename(arriving, path);
        await Promise.all([syncDirectory(dirname(path)), syncDirectory(directory)]);
      } finally {
        await rm(arriving, { force: true });
      }
    },

    async open(scope, sha256) {
      const path = pathOf(scope, sha256);
      const isThere = await access(path, constants.R_OK).then(
        () => true,
        () => false,
      );
      if (!isThere) return undefined;
      const file = await open(path);
      const { size } = await file.stat();
      return { content: file.createReadStream(), bytes: size };
    },

    async remove(scope, sha256) {
      const path = pathOf(scope, sha256);
      try {
        await rm(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw error;
      }
      await syncDirectory(dirname(path));
      return true;
    },
  };
}

/** Removes what a process that died was writing. What another one may be writing now is younger. */
async function sweep(arriving: string): Promise<void> {
  const names = await readdir(arriving).catch(() => []);
  for (const name of names) {
    const path = join(arriving, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
  }
}

/** Lets bytes through as long as they can still become what is expected. */
function checking({ sha256, bytes }: ContentDigest): Transform {
  const hash = createHash('sha256');
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      hash.update(chunk);
      if (seen > bytes) done(new WrongContent(`more than the ${bytes} bytes that were announced`));
      else done(null, chunk);
    },
    flush(done) {
      if (seen < bytes) done(new WrongContent(`${seen} bytes, not the ${bytes} that were announced`));
      else if (hash.digest('hex') !== sha256)
        done(new WrongContent('their SHA-256 is not the one announced'));
      else done();
    },
  });
}

/** A new name is on disk only when its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
