import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../errors.ts';

/** Longest path that all systems take for a socket. */
const MAX_SOCKET_PATH = 100;

/** Stands in a data directory while a backup is restored into it. */
export const RESTORING = '.restoring';

/** That a data directory belongs to this process. */
export interface Claim {
  release(): Promise<void>;
  /** Answers HTTP requests at the socket: of programs of whoever may read the directory as it is, and of nobody else. */
  serve(listener: RequestListener): void;
}

/**
 * Claims a data directory for this process. The claim is a listening socket: it ends
 * with the process however that dies, holds between containers that share the directory, and trusts no process id.
 * @throws StartError when another process has it, it cannot be written, or a restore into it was interrupted.
 */
export async function claimDataDir(dataDir: string): Promise<Claim> {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new StartError(`The data directory ${dataDir} cannot be created: ${(error as Error).message}.`);
  }
  const path = socketPathOf(dataDir);
  const server = (await listen(path)) ?? (await takeOver(path));
  if (server === undefined) {
    throw new StartError(`The data directory ${dataDir} is in use by another Pharos process.`);
  }
  server.unref();
  const release = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  if (existsSync(join(dataDir, RESTORING))) {
    await release();
    throw new StartError(
      `A restore into ${dataDir} was interrupted: remove what is in it, and restore again.`,
    );
  }
  return {
    release,
    serve: (listener) => void server.removeAllListeners('request').on('request', listener),
  };
}

/** Where the process that has a directory, which exists, answers. */
export const socketPathOf = (dataDir: string): string => socketPath(realpathSync(dataDir));

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
  const server = createServer((_, response) => response.writeHead(503).end('It is not ready yet.\n'));
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE'
        ? resolve(undefined)
        : reject(new StartError(`The data directory cannot be claimed: ${error.message}.`)),
    );
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve(server);
    });
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
