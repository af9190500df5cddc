import { rm } from 'node:fs/promises';
import { Seeded } from '@pharos/core/series/testing/seeded';
import { type ServerProcess, startServer } from '../testing/server-process.ts';
import { freshDataDir } from '../testing/test-records.ts';
import { type Audit, audit } from './audit.ts';
import { Traffic } from './traffic.ts';

/** Where a process may die on the way of what it receives, besides anywhere. */
const POINTS = [
  'INSERT INTO payloads',
  'INSERT INTO spans',
  'FROM trace_index WHERE',
  'INSERT INTO rollups',
  'INSERT INTO rollup_hours',
];
const SENDERS = 6;
const SECRET = 'sk-faults';

export interface Kills extends Audit {
  deaths: number;
  requests: number;
}

/**
 * A server that is killed again and again while it is sent to, at a moment or at a statement of the engine, each drawn by the seed; and what
 * is stored at the end.
 */
export async function kills(seed: number, deaths: number): Promise<Kills> {
  const chance = new Seeded(seed);
  const dataDir = await freshDataDir();
  const target = {
    url: '',
    headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json' },
  };
  const start = async (dieAt?: string): Promise<ServerProcess> => {
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
  };
  const traffic = new Traffic(target, chance);
  let server = await start();
  const sending = traffic.run(SENDERS);
  for (let death = 0; death < deaths; death++) {
    await dies(server, chance);
    const point = POINTS[Math.floor(chance.next() * POINTS.length)];
    const when = chance.next() < 0.5 ? 'before' : 'after';
    const nth = 1 + Math.floor(chance.next() * 20);
    // Every second life ends at a statement, if it comes to it before its time is up.
    server = await start(chance.next() < 0.5 ? `${when}:${point}:${nth}` : undefined);
  }
  traffic.stop();
  await sending;
  server.kill('SIGKILL');
  await server.ended;
  const found = await audit(dataDir, traffic);
  await rm(dataDir, { recursive: true, force: true });
  return { deaths, requests: traffic.requests, ...found };
}

/** Some time after it was ready, unless it does so by itself before. */
async function dies(server: ServerProcess, chance: Seeded): Promise<void> {
  const timer = setTimeout(() => server.kill('SIGKILL'), 200 + 1_800 * chance.next());
  await server.ended;
  clearTimeout(timer);
}
