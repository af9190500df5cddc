import { stat, statfs } from 'node:fs/promises';

/** Beside what is copied: lists, metadata, and whatever arrives meanwhile. */
const MARGIN = 1.1;
const LEAST_BYTES = 64 * 2 ** 20;

/** A disk that has not the room for what is to be put there. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

const mb = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

export const freeBytesAt = async (directory: string): Promise<number> => {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
};

/** @throws NoRoom */
export function requireRoom(directory: string, bytes: number, free: number): void {
  const needed = bytes * MARGIN + LEAST_BYTES;
  if (free < needed)
    throw new NoRoom(`there is no room in ${directory}: ${mb(needed)} are needed and ${mb(free)} are free`);
}

export const onSameFileSystem = async (one: string, other: string): Promise<boolean> => {
  const [a, b] = await Promise.all([stat(one), stat(other)].map((each) => each.catch(() => undefined)));
  return a !== undefined && a.dev === b?.dev;
};
