import { once } from 'node:events';
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openEmbedded } from './store/telemetry/embedded-driver.ts';
import { startEngineFront } from './store/telemetry/testing/engine-front.ts';
import { oldData } from './testing/old-data.ts';
import { startNode, startServer } from './testing/server-process.ts';
import { postgresReachable, postgresRecords } from './testing/test-records.ts';

const available = await postgresReachable();
const MIGRATE = new URL('migrate-main.ts', import.meta.url).pathname;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.runIf(available)(
  'with PHAROS_MIGRATE=off a process is alive and not ready until `npm run migrate` was run, then serves',
  { timeout: 120_000 },
  async () => {
    const store = await postgresRecords();
    await sql`drop schema public cascade`.execute(store.records);
    await sql`create schema public`.execute(store.records);
    const { dataDir, remove } = await oldData('data/telemetry');
    const engine = await openEmbedded({ path: `${dataDir}/telemetry` });
    const front = await startEngineFront(engine);
    const port = await freePort();
    const env = {
      PHAROS_DATABASE_URL: store.databaseUrl ?? '',
      PHAROS_CLICKHOUSE_URL: front.url,
      PHAROS_DATA_DIR: dataDir,
      PHAROS_PORT: String(port),
      PHAROS_GRPC_PORT: '0',
    };
    const waiting = startServer({ ...env, PHAROS_MIGRATE: 'off' });
    await waiting.says('is older than this version');
    const get = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: answer.status, text: await answer.text() };
    };
    await expect
      .poll(() => get('/readyz').catch(() => undefined))
      .toMatchObject({
        status: 503,
        text: expect.stringContaining(
          '(records, telemetry) is older than this version: run `npm run migrate`',
        ),
      });
    expect((await get('/healthz')).status).toBe(200);
    const migrating = startNode(['--conditions=pharos-source', '--import', 'tsx', MIGRATE], env);
    expect(await migrating.ended).toBe(0);
    expect(migrating.output()).toContain('Both stores have the schema of this version.');
    await waiting.says('is ready');
    expect((await get('/readyz')).status).toBe(200);
    waiting.kill('SIGTERM');
    expect(await waiting.ended).toBe(0);
    await front.close();
    await engine.close();
    await store.dispose();
    await remove();
  },
);
