import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { openRecords } from '../store/records/open.ts';
import type { Records } from '../store/records/tables.ts';

export interface TestRecords {
  records: Records;
  /** Where the database is, when it is one of the PostgreSQL server. */
  databaseUrl?: string;
  /** Opens the same database once more, as a restart would. */
  reopen(): Promise<Records>;
  dispose(): Promise<void>;
}

const MIGRATIONS = new URL('../store/records/migrations/', import.meta.url);

/**
 * Creating an embedded database and migrating it is slow and the result always the same, so tests copy one that is kept: one for
 * each version of the library and of the migrations.
 */
export async function freshDataDir(): Promise<string> {
  const library = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const made = createHash('sha256').update(readFileSync(join(dirname(library), '../package.json')));
  for (const name of readdirSync(MIGRATIONS).sort()) made.update(readFileSync(new URL(name, MIGRATIONS)));
  const template = join(tmpdir(), `pharos-test-records-${made.digest('hex').slice(0, 16)}`);
  if (!existsSync(template)) await makeTemplate(template);
  const dataDir = await mkdtemp(join(tmpdir(), 'pharos-test-'));
  // A thousand small files: one by one in turns of the event loop they would take five times that.
  cpSync(template, dataDir, { recursive: true });
  return dataDir;
}

/** It appears under its name only when complete. Of two test processes that make it, one finds it done. */
async function makeTemplate(template: string): Promise<void> {
  const draft = await mkdtemp(`${template}.`);
  await (await openRecords({ dataDir: draft })).destroy();
  await rename(draft, template).catch(() => rm(draft, { recursive: true, force: true }));
}

/** An empty, migrated, embedded store of records in a directory of its own. */
export async function embeddedRecords(): Promise<TestRecords> {
  const dataDir = await freshDataDir();
  let records = await openRecords({ dataDir });
  return {
    get records() {
      return records;
    },
    async reopen() {
      await records.destroy();
      records = await openRecords({ dataDir });
      return records;
    },
    async dispose() {
      await records.destroy();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const SERVER = 'postgres://postgres@127.0.0.1:5432/postgres';

/** Whether the PostgreSQL that tests use answers. With PHAROS_REQUIRE_SERVICES=1 it has to. */
export async function postgresReachable(): Promise<boolean> {
  const client = new pg.Client({ connectionString: SERVER, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    if (process.env.PHAROS_REQUIRE_SERVICES === '1') throw error;
    return false;
  }
}

/** A database of its own on the PostgreSQL server, without a table. */
export async function emptyDatabase(): Promise<{ databaseUrl: string; drop(): Promise<void> }> {
  const name = `pharos_test_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name}`);
  return {
    databaseUrl: SERVER.replace(/postgres$/, name),
    drop: () => onServer(`drop database ${name} with (force)`),
  };
}

/** An empty, migrated database of its own on the PostgreSQL server. */
export async function postgresRecords(): Promise<TestRecords> {
  const { databaseUrl, drop } = await emptyDatabase();
  let records = await openRecords({ databaseUrl, dataDir: '' });
  return {
    databaseUrl,
    get records() {
      return records;
    },
    async reopen() {
      await records.destroy();
      records = await openRecords({ databaseUrl, dataDir: '' });
      return records;
    },
    async dispose() {
      await records.destroy();
      await drop();
    },
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER });
  await client.connect();
  await client.query(statement);
  await client.end();
}
