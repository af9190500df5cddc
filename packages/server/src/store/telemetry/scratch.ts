import { createHash } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from './engine-errors.ts';

/** How many buffers one system call may write. */
const MAX_BUFFERS = 512;

/**
 * Short-lived files through which encoded rows reach the embedded engine: in memory where the system has a
 * file system there, else beside the data. Only the owner of the data directory may hold one.
 */
export class Scratch {
  readonly #directories: readonly string[];
  #next = 0;

  constructor(dataPath: string) {
    const name = `pharos-${createHash('sha256').update(dataPath).digest('hex').slice(0, 16)}`;
    this.#directories = [join('/dev/shm', name), join(tmpdir(), name), join(dataPath, 'incoming')];
  }

  /** Removes what a killed process left behind. */
  async sweep(): Promise<void> {
    for (const directory of this.#directories) await rm(directory, { recursive: true, force: true });
  }

  /**
   * Writes rows to a new file and returns its path; the caller removes it. Tries the next place when one is full.
   * @throws EngineError, a temporary one, when all are: no row is at fault.
   */
  async write(rows: readonly Uint8Array[]): Promise<string> {
    const name = `${this.#next++}.rows`;
    let failure: unknown;
    for (const directory of this.#directories) {
      const path = join(directory, name);
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await writeFile(path, rows);
        return path;
      } catch (error) {
        failure = error;
        await rm(path, { force: true }).catch(() => undefined);
      }
    }
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new EngineError(`No place to hand rows to the engine: ${reason}`, undefined, failure);
  }
}

async function writeFile(path: string, rows: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for (let i = 0; i < rows.length; i += MAX_BUFFERS) {
      const buffers = rows.slice(i, i + MAX_BUFFERS);
      const expected = buffers.reduce((bytes, buffer) => bytes + buffer.byteLength, 0);
      const { bytesWritten } = await file.writev(buffers);
      if (bytesWritten !== expected)
        throw new Error(`only ${bytesWritten} of ${expected} bytes were written`);
    }
  } finally {
    await file.close();
  }
}
