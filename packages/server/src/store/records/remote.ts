import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { endsConnection } from './unavailable.ts';

/** Records are looked up by key: what takes this long waits for something that will not come. */
const STATEMENT_TIMEOUT_MS = 15_000;
/** Later than the server's own limit, so that only a server that no longer answers at all comes to it. */
const QUERY_TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_AFTER_MS = 30_000;
/** What one process opens at the same time. */
export const MAX_CONNECTIONS = 10;

/**
 * Connections to a PostgreSQL server. A query fails when its connection is lost or its time is up; the next one gets
 * a connection that works. The limits of time can be set in the URL as well (`?statement_timeout=`, `?query_timeout=`).
 */
export function openRemote(connectionString: string): PostgresPool {
  return withoutFailedConnections(
    poolOf({
      connectionString,
      max: MAX_CONNECTIONS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
    }),
  );
}

/** One connection for changing the schema, which takes the time it takes: also waiting for another server to do it. */
export const openRemoteForSchema = (connectionString: string): PostgresPool =>
  poolOf({ connectionString, max: 1, statement_timeout: 0, query_timeout: 0 });

function poolOf(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    ...config,
  });
  // A lost connection is reported by the query that needed it. Without a listener it would also end the process: the
  // pool listens to connections that are idle, and to none that is in use.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * A connection that failed is closed and used no further: one that the server has ended looks alive for a moment, and
 * one on which a query was given up would let all that follow wait behind it.
 */
function withoutFailedConnections(pool: pg.Pool): PostgresPool {
  const connect = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect();
    let failure: unknown;
    return {
      query: (async (sql: string, parameters: readonly unknown[]) => {
        if (failure) throw failure;
        try {
          const { command, rowCount, rows } = await client.query(sql, [...parameters]);
          return { command: command as 'SELECT', rowCount: rowCount ?? 0, rows };
        } catch (error) {
          if (!isOfStatement(error)) failure = error;
          throw error;
        }
      }) as PostgresPoolClient['query'],
      release: () => client.release(failure !== undefined),
    };
  };
  return { connect, end: () => pool.end() };
}

/** Whether it was the statement that failed, not what it was sent over. */
const isOfStatement = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !endsConnection(error.code ?? '');
