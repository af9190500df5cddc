import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Paths of all files below a directory, and of the directories they are in, with `/`, sorted; of links nothing. */
export async function filesIn(directory: string): Promise<{ files: string[]; directories: string[] }> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const pathOf = (entry: { parentPath: string; name: string }) =>
    relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/');
  return {
    files: entries
      .filter((entry) => entry.isFile())
      .map(pathOf)
      .sort(),
    directories: ['', ...entries.filter((entry) => entry.isDirectory()).map(pathOf)],
  };
}
