import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerProcess, startServer } from './testing/server-process.ts';

/** A port that was free a moment ago. */
async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

let directory: string;
let env: Record<string, string>;
let url: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pharos-main-'));
  const [port, grpcPort] = [await freePort(), await freePort()];
  env = { PHAROS_DATA_DIR: join(directory, 'data'), PHAROS_PORT: port, PHAROS_GRPC_PORT: grpcPort };
  url = `http://127.0.0.1:${port}`;
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const line = (output: string, label: string) => new RegExp(`${label}\\s+(\\S+)`).exec(output)?.[1] ?? '';
const meWith = (secret: string) => fetch(`${url}/api/v1/me`, { headers: { 'x-api-key': secret } });

describe('the first start', { timeout: 120_000 }, () => {
  let server: ServerProcess;
  let output: string;
  beforeAll(async () => {
    server = startServer(env);
    output = await server.says('secret key');
  });

  it('prints a login link and a key pair that work', async () => {
    expect((await meWith(line(output, 'secret key'))).status).toBe(200);
    const token = /login\?token=(\S+)/.exec(output)?.[1];
    const login = await fetch(`${url}/api/v1/login/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(login.status).toBe(200);
  });

  it('keeps a second process off its data directory', async () => {
    const second = startServer({ ...env, PHAROS_PORT: await freePort() });
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(
      /^pharos: The data directory .* is in use by another Pharos process\.\n$/,
    );
  });

  it('finishes the request under way at SIGTERM and ends with 0', async () => {
    const request = await halfASlowRequest();
    server.kill('SIGTERM');
    await server.says('finishing what is under way');
    const answer = await request.finish();
    expect(answer).toMatch(/^HTTP\/1\.1 401/);
    expect(answer).toMatch(/^connection: close/im);
    expect(await server.ended).toBe(0);
  });

  it('keeps keys over a restart, makes no new ones, and offers a fresh login link', async () => {
    const again = startServer(env);
    const said = await again.says('login?token=');
    expect(said).not.toContain('secret key');
    expect((await meWith(line(output, 'secret key'))).status).toBe(200);
    again.kill('SIGINT');
    expect(await again.ended).toBe(0);
  });

  it('ends at once at a second signal', async () => {
    const stubborn = startServer(env);
    await stubborn.says('is ready');
    const request = await halfASlowRequest();
    stubborn.kill('SIGTERM');
    await stubborn.says('finishing what is under way');
    stubborn.kill('SIGTERM');
    expect(await stubborn.ended).toBe('SIGKILL');
    request.abandon();
  });

  it('can be followed by one after kill -9', async () => {
    const killed = startServer(env);
    await killed.says('is ready');
    killed.kill('SIGKILL');
    await killed.ended;
    const next = startServer(env);
    await next.says('is ready');
    expect((await meWith(line(output, 'secret key'))).status).toBe(200);
    next.kill('SIGTERM');
    expect(await next.ended).toBe(0);
  });

  /** A login request of which the last byte is not sent yet. */
  async function halfASlowRequest() {
    const body = JSON.stringify({ email: 'a@example.com', password: 'x' });
    const socket = connect(Number(env.PHAROS_PORT), '127.0.0.1').setEncoding('utf8');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    const head = `POST /api/v1/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nexpect: 100-continue\r\ncontent-length: ${body.length}\r\n\r\n`;
    socket.write(head);
    // The server says so once it has begun to read the request.
    await new Promise((resolve) => socket.once('data', resolve));
    answer = '';
    return {
      abandon: () => socket.destroy(),
      async finish() {
        socket.write(body);
        await new Promise((resolve) => socket.once('close', resolve));
        return answer;
      },
    };
  }
});

describe('a start that cannot be', { timeout: 60_000 }, () => {
  const refusals: {
    when: string;
    settings: () => Promise<Record<string, string>> | Record<string, string>;
    says: RegExp;
  }[] = [
    {
      when: 'a variable is not valid',
      settings: () => ({ PHAROS_PORT: 'seventy' }),
      says: /^pharos: PHAROS_PORT is not valid: must be a whole number\.\n$/,
    },
    {
      when: 'the config file is not there',
      settings: () => ({ PHAROS_CONFIG: join(directory, 'none.json') }),
      says: /^pharos: The config file .*none\.json cannot be read: .*\n$/,
    },
    {
      when: 'the config file is no JSON',
      settings: async () => {
        await writeFile(join(directory, 'bad.json'), '{');
        return { PHAROS_CONFIG: join(directory, 'bad.json') };
      },
      says: /^pharos: The config file .*bad\.json is not valid JSON: .*\n$/,
    },
    {
      when: 'the telemetry engine cannot be reached',
      settings: async () => ({
        PHAROS_CLICKHOUSE_URL: `http://127.0.0.1:${await freePort()}`,
        PHAROS_STORE_WAIT_SECONDS: '0',
      }),
      says: /^pharos: Cannot open ClickHouse at 127\.0\.0\.1:\d+ \(PHAROS_CLICKHOUSE_URL\): .*ECONNREFUSED.*\n$/,
    },
    {
      when: 'the database cannot be reached',
      settings: async () => ({
        PHAROS_DATABASE_URL: `postgres://me:hidden@127.0.0.1:${await freePort()}/x`,
        PHAROS_STORE_WAIT_SECONDS: '0',
      }),
      says: /^pharos: Cannot open PostgreSQL at 127\.0\.0\.1:\d+\/x: .*ECONNREFUSED.*\n$/,
    },
    {
      when: 'neither comes in the time it is waited for',
      settings: async () => ({
        PHAROS_DATABASE_URL: `postgres://me:hidden@127.0.0.1:${await freePort()}/x`,
        PHAROS_STORE_WAIT_SECONDS: '1',
      }),
      says: /PostgreSQL does not answer and is waited for[\s\S]*pharos: Cannot open PostgreSQL at .*ECONNREFUSED.*\n$/,
    },
    {
      when: 'the embedded engine is given a spool',
      settings: () => ({ PHAROS_SPOOL_MB: '100' }),
      says: /^pharos: PHAROS_SPOOL_MB needs PHAROS_CLICKHOUSE_URL: .*\n$/,
    },
  ];

  it.each(refusals)('says so in one sentence and ends with 1: $when', async ({ settings, says }) => {
    const server = startServer({ ...env, ...(await settings()) });
    expect(await server.ended).toBe(1);
    expect(server.output()).toMatch(says);
  });

  it.each(['PHAROS_PORT', 'PHAROS_GRPC_PORT'])(
    'says so in one sentence and ends with 1: %s is taken',
    async (name) => {
      const taken = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => taken.once('listening', resolve));
      const { port } = taken.address() as AddressInfo;
      const server = startServer({ ...env, [name]: String(port) });
      expect(await server.ended).toBe(1);
      expect(server.output()).toBe(`pharos: Port ${port} is in use: stop what uses it or set ${name}.\n`);
      taken.close();
    },
  );
});
