import { type ServerProcess, startServer } from '../testing/server-process.ts';
import type { Target } from './traffic.ts';

const SECRET = 'sk-faults';

/** Where senders send to, as soon as a life has told. */
export const aTarget = (): { -readonly [Key in keyof Target]: Target[Key] } => ({
  url: '',
  headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
});

/** A server on a data directory, a process of its own, once it is ready; it may be told to die at a statement (die-at.ts). */
export async function live(
  dataDir: string,
  target: ReturnType<typeof aTarget>,
  dieAt?: string,
): Promise<ServerProcess> {
  const server = startServer(
    {
      ...{ PHAROS_DATA_DIR: dataDir, PHAROS_PORT: '0', PHAROS_GRPC_PORT: '0', PHAROS_LOG_LEVEL: 'error' },
      ...{ PHAROS_PUBLIC_KEY: 'pk-faults', PHAROS_SECRET_KEY: SECRET },
      ...(dieAt !== undefined && { PHAROS_TEST_DIE_AT: dieAt }),
    },
    [],
    ['store/telemetry/testing/die-at'],
  );
  target.url = /http:\/\/[\d.]+:[1-9]\d*/.exec(await server.says('is ready'))?.[0] ?? '';
  return server;
}
