import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCHEMA } from '../store/schema-version.ts';
import type { Driver } from '../store/telemetry/driver.ts';
import { EngineError } from '../store/telemetry/engine-errors.ts';
import { startEngineFront } from '../store/telemetry/testing/engine-front.ts';
import { openTestEngine } from '../store/telemetry/testing/engines.ts';
import { postgresReachable, postgresRecords, type TestRecords } from '../testing/test-records.ts';
import { redisReachable, TEST_REDIS } from '../testing/test-redis.ts';
import { closedPort, dataDir, examine, leave } from './testing/asked.ts';

const KEY = '0'.repeat(64);
afterAll(leave);

describe('of ClickHouse, the doctor', () => {
  let engine: { driver: Driver; close(): Promise<void> };
  beforeAll(async () => {
    engine = await openTestEngine();
  });
  afterAll(() => engine.close());

  test('finds one that is well, and leaves nothing there', async () => {
    const front = await startEngineFront(engine.driver);
    const { check, state, code } = await examine({ PHAROS_CLICKHOUSE_URL: front.url });
    await front.close();
    expect(check('clickhouse.rights')).toMatchObject({
      state: 'ok',
      found: expect.stringContaining('KILL QUERY'),
    });
    for (const name of ['version', 'system', 'profile', 'parts', 'clock'])
      expect(state(`clickhouse.${name}`)).toBe('ok');
    expect(state('cluster.defined')).toBeUndefined();
    expect(code).toBe(0);
    const tables = await engine.driver.query(
      `SELECT name FROM system.tables WHERE name LIKE 'pharos_doctor%'`,
    );
    expect(tables).toEqual([]);
  });

  test('says that a password is wrong, and shows none', async () => {
    const front = await startEngineFront(engine.driver, {}, 'right');
    const asked = (password: string) =>
      examine({ PHAROS_CLICKHOUSE_URL: front.url.replace('//', `//pharos:${password}@`) });
    expect((await asked('right')).state('clickhouse.reached')).toBe('ok');
    const { code, check, output } = await asked('hunter2');
    await front.close();
    expect(code).toBe(1);
    expect(check('clickhouse.reached')).toMatchObject({
      state: 'failure',
      advice: expect.stringContaining('password'),
    });
    expect(check('clickhouse.rights')?.state).toBe('skipped');
    expect(output).not.toContain('hunter2');
  });

  test('says what a user who may only read lacks', async () => {
    const front = await startEngineFront(readOnly(engine.driver));
    const { code, check } = await examine({ PHAROS_CLICKHOUSE_URL: front.url });
    await front.close();
    expect(code).toBe(1);
    expect(check('clickhouse.rights')).toMatchObject({
      state: 'failure',
      found: expect.stringContaining('CREATE is refused'),
      advice: expect.stringContaining('readonly = 0'),
    });
    expect(check('clickhouse.profile')).toMatchObject({
      state: 'failure',
      found: expect.stringContaining('readonly = 1'),
    });
  });

  test('says that nobody listens where one was', async () => {
    const { code, check } = await examine({
      PHAROS_CLICKHOUSE_URL: `http://127.0.0.1:${await closedPort()}`,
    });
    expect(code).toBe(1);
    expect(check('clickhouse.reached')).toMatchObject({ found: expect.stringContaining('ECONNREFUSED') });
  });
});

describe.runIf(await postgresReachable())('of PostgreSQL, the doctor', () => {
  let records: TestRecords;
  let url: string;
  const user = `pharos_doctor_${process.pid}`;
  beforeAll(async () => {
    records = await postgresRecords();
    url = records.databaseUrl ?? '';
    await sql.raw(`CREATE ROLE ${user} LOGIN`).execute(records.records);
  });
  afterAll(async () => {
    await sql.raw(`DROP ROLE ${user}`).execute(records.records);
    await records.dispose();
  });
  const at = (databaseUrl: string) =>
    examine({ PHAROS_DATABASE_URL: databaseUrl, PHAROS_ENCRYPTION_KEY: KEY });

  test('finds one that is well', async () => {
    const { code, state, check } = await at(url);
    for (const name of ['version', 'primary', 'rights', 'clock'])
      expect(state(`postgres.${name}`)).toBe('ok');
    expect(check('postgres.migrations')?.found).toMatch(/^all \d+ steps done$/);
    expect(code).toBe(0);
  });

  test('says what a user lacks who may not make tables', async () => {
    const { code, check } = await at(url.replace('//postgres@', `//${user}@`));
    expect(check('postgres.rights')).toMatchObject({
      state: 'failure',
      found: expect.stringContaining('permission denied'),
    });
    expect(code).toBe(1);
  });

  test('says that transactions are read-only', async () => {
    await sql.raw(`ALTER ROLE ${user} SET default_transaction_read_only = on`).execute(records.records);
    const { state } = await at(url.replace('//postgres@', `//${user}@`));
    expect(state('postgres.primary')).toBe('failure');
  });

  test('says that a user, a database or the server is not there', async () => {
    const found = async (changed: string) => (await at(changed)).check('postgres.reached');
    expect(await found(url.replace('//postgres@', '//nobody@'))).toMatchObject({
      found: expect.stringContaining('nobody'),
    });
    expect(await found(url.replace(/\w+$/, 'not_there'))).toMatchObject({
      advice: expect.stringContaining('Create'),
    });
    expect(await found(url.replace('5432', String(await closedPort())))).toMatchObject({
      found: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('says that a newer version has been there, and whether this one may run beside it', async () => {
    await sql`INSERT INTO pharos_migrations VALUES ('999-of-tomorrow', '')`.execute(records.records);
    const found = async (leastReader: number) => {
      const mark = JSON.stringify({ version: 99, leastReader, release: '9.0.0' });
      await sql`COMMENT ON TABLE pharos_migrations IS ${sql.lit(mark)}`.execute(records.records);
      return (await at(url)).check('postgres.migrations');
    };
    expect(await found(SCHEMA.version)).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(/^all \d+ steps done, 1 of a newer version/),
    });
    expect(await found(99)).toMatchObject({
      state: 'failure',
      found: expect.stringContaining('Pharos 9.0.0 brought it to schema 99'),
    });
  });

  test('asks for the key that servers share', async () => {
    expect((await examine({ PHAROS_DATABASE_URL: url })).state('settings.encryption')).toBe('failure');
  });
});

describe.runIf(await redisReachable())('of Redis, the doctor', () => {
  const user = `pharos_doctor_${process.pid}`;
  const redis = new Redis(TEST_REDIS, { lazyConnect: true });
  const as = (password: string) => TEST_REDIS.replace('//', `//${user}:${password}@`);
  beforeAll(() => redis.call('ACL', 'SETUSER', user, 'on', '>right', '~*', '&*', '+@read', '+info', '+ping'));
  afterAll(async () => {
    await redis.call('ACL', 'DELUSER', user);
    redis.disconnect();
  });

  test('finds one that is well', async () => {
    const { state } = await examine({ PHAROS_REDIS_URL: TEST_REDIS });
    for (const name of ['reached', 'version', 'role', 'rights', 'clock'])
      expect(state(`redis.${name}`)).toBe('ok');
  });

  test('says that a password is wrong, and what a user may not do', async () => {
    const wrong = await examine({ PHAROS_REDIS_URL: as('hunter2') });
    expect(wrong.check('redis.reached')).toMatchObject({
      state: 'failure',
      found: expect.stringContaining('WRONGPASS'),
    });
    expect(wrong.output).not.toContain('hunter2');
    const reader = await examine({ PHAROS_REDIS_URL: as('right') });
    expect(reader.check('redis.rights')).toMatchObject({
      state: 'failure',
      found: expect.stringContaining('NOPERM'),
    });
  });

  test('says that keys may be thrown out, and that a cluster is not whole', async () => {
    const port = await closedPort();
    const server = await startRedis(port);
    const { check } = await examine({ PHAROS_REDIS_URL: `redis://127.0.0.1:${port}` });
    server.kill();
    await once(server, 'exit');
    expect(check('redis.policy')).toMatchObject({
      state: 'warning',
      found: expect.stringContaining('allkeys-lru'),
    });
    expect(check('redis.cluster')).toMatchObject({
      state: 'failure',
      found: expect.stringContaining('fail'),
    });
    const gone = await examine({ PHAROS_REDIS_URL: `redis://127.0.0.1:${port}` });
    expect(gone.check('redis.reached')).toMatchObject({ found: expect.stringContaining('ECONNREFUSED') });
  });

  /** One that throws keys out, and a node of a cluster that nobody has made yet. */
  async function startRedis(port: number): Promise<ChildProcess> {
    const options = ['--port', String(port), '--dir', dataDir, '--cluster-enabled', 'yes', '--save', ''];
    const memory = ['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru'];
    const server = spawn('redis-server', [...options, ...memory], { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of server.stdout) if (String(line).includes('Ready to accept')) return server;
    throw new Error('redis-server ended');
  }
});

/** The engine as a user has it whose profile is read-only. */
const readOnly = (driver: Driver): Driver => {
  const refused = () =>
    Promise.reject(new EngineError('Code: 164. DB::Exception: Cannot execute query in readonly mode.', 164));
  return {
    ...{ kind: driver.kind, layout: driver.layout, isUp: driver.isUp },
    query: (text, params, options) => driver.query(text, params, options),
    print: (text, params, format, options) =>
      driver.print(`${text} SETTINGS readonly = 1`, params, format, options),
    command: refused,
    insert: refused,
    close: () => driver.close(),
  };
};
