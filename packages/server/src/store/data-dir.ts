import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../errors.ts';

/** Longest path that all systems take for a socket. */
const MAX_SOCKET_PATH = 100;

/**
 * Claims a data directory for this process and returns how to let go of it. The claim is a listening socket: it ends
 * with the process however that dies, holds between containers that share the directory, and trusts no process id.
 * @throws StartError when another process has it, or it cannot be written.
 */
export async function claimDataDir(dataDir: string): Promise<() => Promise<void>> {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new StartError(`The data directory ${dataDir} cannot be created: ${(error as Error).message}.`);
  }
  const path = socketPath(realpathSync(dataDir));
  const server = (await listen(path)) ?? (await takeOver(path));
  if (server === undefined) {
    throw new StartError(`The data directory ${dataDir} is in use by another Pharos process.`);
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Whether a process has the data directory now; claims nothing. */
export const isClaimed = async (dataDir: string): Promise<boolean> =>
  existsSync(dataDir) && answers(socketPath(realpathSync(dataDir)));

function socketPath(dataDir: string): string {
  const inside = join(dataDir, 'pharos.sock');
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH) return inside;
  return join(tmpdir(), `pharos-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}.sock`);
}

/** Undefined when the path is taken. */
function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE'
        ? resolve(undefined)
        : reject(new StartError(`The data directory cannot be claimed: ${error.message}.`)),
    );
    server.listen(path, () => resolve(server));
  });
}

/** A socket that nobody answers on was left behind by a process that died. */
async function takeOver(path: string): Promise<Server | undefined> {
  if (await answers(path)) return undefined;
  rmSync(path, { force: true });
  return listen(path);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
