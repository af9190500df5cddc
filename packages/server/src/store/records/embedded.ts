import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import type { PostgresPool, PostgresPoolClient } from 'kysely';

/** The records are small: with little shared memory the database takes about 110 MB of the process, not 270. */
const START_PARAMS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=4MB'];

/** Opens the embedded PostgreSQL in `directory`, and creates it there first when it is not. */
export async function openEmbedded(directory: string): Promise<PostgresPool> {
  if (!existsSync(directory)) await createDatabase(directory);
  const database = await PGlite.create(directory, { startParams: START_PARAMS });
  return poolOfOne(database);
}

const CREATE = `
  const { PGlite } = require(process.argv[1]);
  PGlite.create(process.argv[2]).then((database) => database.close());
`;

/**
 * Creating a database takes up to 850 MB that the process would keep, so a child does it and ends. It appears under
 * its name only when complete, so that an interrupted creation leaves nothing half-made.
 */
async function createDatabase(directory: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  const draft = `${directory}.${process.pid}.new`;
  await rm(draft, { recursive: true, force: true });
  const library = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  await promisify(execFile)(process.execPath, ['-e', CREATE, library, draft]);
  await rename(draft, directory);
}

/** PGlite is one connection: those who ask wait in line, each until the one before has released it. */
function poolOfOne(database: PGlite): PostgresPool {
  let last: Promise<void> = Promise.resolve();
  const connect = async (): Promise<PostgresPoolClient> => {
    const turn = last;
    let release = () => {};
    last = new Promise((resolve) => {
      release = resolve;
    });
    await turn;
    return {
      query: (async (sql: string, parameters: readonly unknown[]) => {
        const result = await database.query(sql, [...parameters]);
        const command = sql.trimStart().slice(0, 6).toUpperCase();
        return {
          command: command as 'SELECT',
          rowCount: result.affectedRows ?? result.rows.length,
          rows: result.rows,
        };
      }) as PostgresPoolClient['query'],
      release,
    };
  };
  return { connect, end: () => database.close() };
}
