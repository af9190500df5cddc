import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that is only written behind its end. */
export interface AppendFile {
  append(parts: readonly Uint8Array[]): Promise<void>;
  /** Resolves when all that was appended is on the disk itself. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What the spool needs of a file system, in one directory; tests put one in its place that dies. */
export interface SpoolDisk {
  /** Names of all files and their sizes. */
  list(): Promise<{ name: string; bytes: number }[]>;
  read(name: string): Promise<Buffer>;
  /** A new file, whose name is on the disk too. */
  create(name: string): Promise<AppendFile>;
  /** Writes a small file whole or not at all. */
  replace(name: string, content: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}

export async function spoolDisk(directory: string): Promise<SpoolDisk> {
  await mkdir(directory, { recursive: true });
  const pathOf = (name: string) => join(directory, name);
  return {
    async list() {
      const entries = await readdir(directory, { withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      return Promise.all(files.map(async ({ name }) => ({ name, bytes: (await stat(pathOf(name))).size })));
    },
    read: (name) => readFile(pathOf(name)),
    async create(name) {
      const file = await open(pathOf(name), 'ax');
      await syncDirectory(directory);
      return appending(file);
    },
    async replace(name, content) {
      const draft = pathOf(`${name}.new`);
      const file = await open(draft, 'w');
      try {
        await file.writeFile(content);
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(draft, pathOf(name));
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}

const appending = (file: FileHandle): AppendFile => ({
  async append(parts) {
    const wanted = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const { bytesWritten } = await file.writev(parts);
    if (bytesWritten < wanted) throw new Error(`the disk took ${bytesWritten} of ${wanted} bytes`);
  },
  sync: () => file.datasync(),
  close: () => file.close(),
});

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
