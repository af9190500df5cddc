import { rm } from 'node:fs/promises';
import { afterEach, beforeEach } from 'vitest';
import { startServer } from './server-process.ts';
import { freshDataDir } from './test-records.ts';

export interface MortalServer {
  /** Where it listens, since it was started last. */
  readonly url: string;
  /** Of a key of its project that may do everything, for requests of JSON. */
  readonly headers: Readonly<Record<string, string>>;
  readonly secretKey: string;
  /** kill -9; resolves when the process is gone. */
  crash(): Promise<void>;
  /** On the directory that the last one left; resolves when it is ready. */
  start(): Promise<void>;
}

/** A server for each test, in a process of its own that can be killed and started again; under further settings, asked for at each start. */
export function useMortalServer(settings: () => Record<string, string> = () => ({})): MortalServer {
  const secretKey = 'sk-mortal-server';
  let dataDir = '';
  let url = '';
  let server: ReturnType<typeof startServer>;

  async function start(): Promise<void> {
    server = startServer({
      PHAROS_DATA_DIR: dataDir,
      PHAROS_PORT: '0',
      PHAROS_GRPC_PORT: '0',
      PHAROS_PUBLIC_KEY: 'pk-mortal-server',
      PHAROS_SECRET_KEY: secretKey,
      ...settings(),
    });
    url = /http:\/\/[\d.]+:[1-9]\d*/.exec(await server.says('is ready'))?.[0] ?? '';
  }
  async function crash(): Promise<void> {
    server.kill('SIGKILL');
    await server.ended;
  }
  beforeEach(async () => {
    dataDir = await freshDataDir();
    await start();
  });
  afterEach(async () => {
    await crash();
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    get url() {
      return url;
    },
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    secretKey,
    crash,
    start,
  };
}
