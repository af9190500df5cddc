import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from 'chdb';
import { DataDirectoryInUse, EngineError } from './engine-errors.ts';

/**
 * The first session of a directory. The engine says only that it failed; its status file, which it locks, tells who has it open.
 * @throws DataDirectoryInUse when another process has it open.
 */
export function openFirst(path: string, connectionArgs: readonly string[]): Session {
  try {
    return new Session(path, { connectionArgs });
  } catch (cause) {
    const pid = ownerOf(path);
    if (pid !== undefined) throw new DataDirectoryInUse(path, pid, cause);
    throw new EngineError(`The engine could not open ${path}.`, undefined, cause);
  }
}

/** The process that wrote the status file, if it still lives. */
function ownerOf(path: string): number | undefined {
  const pid = Number(/^PID: (\d+)/m.exec(statusOf(path))?.[1]);
  if (Number.isNaN(pid)) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : undefined;
  }
}

function statusOf(path: string): string {
  try {
    return readFileSync(join(path, 'status'), 'utf8');
  } catch {
    return '';
  }
}
