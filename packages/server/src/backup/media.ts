import { constants } from 'node:fs';
import { copyFile, link, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ARRIVING } from '../store/media/files.ts';
import { filesIn } from './files-in.ts';

/** The files that are complete. */
export const mediaIn = async (directory: string): Promise<string[]> => {
  const { files } = await filesIn(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return { files: [] };
    throw error;
  });
  return files.filter((path) => !path.startsWith(`${ARRIVING}/`));
};

/** Bytes of all files of a directory. */
export async function bytesOf(directory: string, files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const path of files) bytes += (await stat(join(directory, path))).size;
  return bytes;
}

/** Puts the same files into another directory. What is kept is never written again, so a link is a copy where there can be one. */
export async function copyMedia(
  from: string,
  to: string,
  files: readonly string[],
  by: 'link' | 'copy',
): Promise<void> {
  for (const path of files) {
    const target = join(to, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    if (by === 'link' && (await isLinked(join(from, path), target))) continue;
    await copyFile(join(from, path), target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  }
}

/** A file system that has no links, or that is another one, gets a copy. */
const isLinked = (from: string, to: string): Promise<boolean> =>
  link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw error;
      return false;
    },
  );
