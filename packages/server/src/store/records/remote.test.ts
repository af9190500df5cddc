import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresReachable, postgresRecords, type TestRecords } from '../../testing/test-records.ts';
import { openRecords } from './open.ts';
import type { Records } from './tables.ts';
import { areUnavailable } from './unavailable.ts';

const available = await postgresReachable();
let test: TestRecords;
beforeAll(async () => {
  if (available) test = await postgresRecords();
});
afterAll(() => test?.dispose());

const ask = async (records: Records, expression: string): Promise<unknown> => {
  const { rows } = await sql<{ it: unknown }>`select ${sql.raw(expression)} as it`.execute(records);
  return rows[0]?.it;
};
const endConnection = (pid: unknown) => ask(test.records, `pg_terminate_backend(${pid})`);
/** Whether the server has a connection of this process number that does this. */
const isThere = (pid: unknown, doing = 'true') =>
  ask(test.records, `exists (select from pg_stat_activity where pid = ${pid} and ${doing})`);

describe.runIf(available)('a connection to PostgreSQL', () => {
  it('that is lost fails the query that is under way, and no other', async () => {
    await test.records.connection().execute(async (one) => {
      const pid = await ask(one, 'pg_backend_pid()');
      const query = expect(ask(one, 'pg_sleep(20)')).rejects.toSatisfy(areUnavailable);
      await expect.poll(() => isThere(pid, `query like '%pg_sleep%'`)).toBe(true);
      await endConnection(pid);
      await query;
    });
    expect(await ask(test.records, '1')).toBe(1);
  });

  it('that is lost between two queries of a transaction fails the transaction, not the process', async () => {
    const transaction = test.records.transaction().execute(async (tx) => {
      const pid = await ask(tx, 'pg_backend_pid()');
      await endConnection(pid);
      await expect.poll(() => isThere(pid)).toBe(false);
      return ask(tx, '1');
    });
    await expect(transaction).rejects.toSatisfy(areUnavailable);
    expect(await ask(test.records, '1')).toBe(1);
    await expect(ask(test.records, 'nonsense')).rejects.not.toSatisfy(areUnavailable);
  });

  it('has a limit of time for every statement', async () => {
    expect(await ask(test.records, `current_setting('statement_timeout')`)).toBe('15s');
  });

  it('is replaced when its server falls silent', async () => {
    const proxy = await silenceable();
    const url = new URL(test.databaseUrl ?? '');
    url.port = String(proxy.port);
    url.searchParams.set('query_timeout', '200');
    const records = await openRecords({ databaseUrl: url.href, dataDir: '' });
    expect(await ask(records, '1')).toBe(1);
    proxy.silence();
    const transaction = records.transaction().execute((tx) => ask(tx, '1'));
    await expect(transaction).rejects.toSatisfy(areUnavailable);
    expect(await ask(records, '2')).toBe(2);
    await records.destroy();
    await proxy.close();
  });
});

/** Stands before PostgreSQL. From `silence` on, connections that exist stay open and nothing passes. */
async function silenceable() {
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(5432, '127.0.0.1');
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) sockets.push(socket.on('error', () => undefined));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
