import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { parseRedisUrl, type RedisAddress } from '../live/redis-address.ts';

/** A server of Redis that a test has started, which keeps nothing on disk. */
export interface RedisServer {
  port: number;
  /** Ends it at once; resolves when it has. */
  kill(): Promise<void>;
  /** Starts it again at the same port, empty; resolves when it takes connections. */
  start(): Promise<void>;
  /** It takes connections and answers nothing until it is resumed. */
  pause(): void;
  resume(): void;
  /** For good. */
  stop(): Promise<void>;
}

/** Servers that are one Redis together. */
export interface RedisServers {
  url: string;
  address: RedisAddress;
  servers: RedisServer[];
  stop(): Promise<void>;
}

const SLOTS = 16_384;
const WAIT_MS = 20_000;

/** Whether servers can be started here. With PHAROS_REQUIRE_SERVICES=1 they have to be. */
export function canStartRedis(): boolean {
  const { error } = spawnSync('redis-server', ['--version']);
  if (error && process.env.PHAROS_REQUIRE_SERVICES === '1') throw error;
  return error === undefined;
}

/** One server, with these arguments beside the usual ones. */
export async function startRedis(
  args: readonly string[] = [],
  ready = 'Ready to accept',
): Promise<RedisServer> {
  const dir = mkdtempSync(join(tmpdir(), 'pharos-redis-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const end = async () => {
    const ending = child;
    child = undefined;
    if (ending?.exitCode !== null || ending.signalCode !== null) return;
    ending.kill('SIGKILL');
    await once(ending, 'exit');
  };
  const start = async () => {
    const usual = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      dir,
    ];
    child = spawn('redis-server', [...args, ...usual], { stdio: ['ignore', 'pipe', 'inherit'] });
    await says(child, ready);
  };
  await start();
  return {
    port,
    start,
    kill: end,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async stop() {
      await end();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Three masters, each with a third of the slots. */
export async function startRedisCluster(): Promise<RedisServers> {
  const args = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000'];
  const servers = await Promise.all([1, 2, 3].map(() => startRedis(args)));
  const clients = servers.map(({ port }) => new Redis(port, '127.0.0.1'));
  for (const [index, client] of clients.entries()) {
    const [from, to] = [index, index + 1].map((each) => Math.floor((each * SLOTS) / servers.length)) as [
      number,
      number,
    ];
    await client.cluster('SET-CONFIG-EPOCH', index + 1);
    await client.cluster('ADDSLOTS', ...Array.from({ length: to - from }, (_, slot) => from + slot));
    await client.cluster('MEET', '127.0.0.1', servers[0]?.port ?? 0);
  }
  for (const client of clients) {
    await until(async () => {
      const info = await client.cluster('INFO');
      return /cluster_state:ok/.test(info) && /cluster_known_nodes:3/.test(info);
    });
    client.disconnect();
  }
  return together('redis+cluster', servers, servers);
}

/** A master, a replica that takes over when the master is gone for half a second, and a sentinel that sees to it. */
export async function startRedisSentinel(): Promise<RedisServers> {
  const master = await startRedis(['--repl-diskless-sync-delay', '0']);
  const replica = await startRedis(['--replicaof', '127.0.0.1', String(master.port)]);
  const client = new Redis(replica.port, '127.0.0.1');
  await until(async () => /master_link_status:up/.test(await client.info('replication')));
  client.disconnect();
  const dir = mkdtempSync(join(tmpdir(), 'pharos-sentinel-'));
  const file = join(dir, 'sentinel.conf');
  const told = [
    `monitor mymaster 127.0.0.1 ${master.port} 1`,
    'down-after-milliseconds mymaster 500',
    'failover-timeout mymaster 2000',
  ];
  writeFileSync(file, told.map((each) => `sentinel ${each}\n`).join(''));
  const sentinel = await startRedis([file, '--sentinel'], '+slave slave');
  const servers = together('redis+sentinel', [sentinel], [master, replica, sentinel], '/mymaster');
  return {
    ...servers,
    async stop() {
      await servers.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function together(
  scheme: string,
  asked: readonly RedisServer[],
  servers: RedisServer[],
  path = '',
): RedisServers {
  const url = `${scheme}://${asked.map(({ port }) => `127.0.0.1:${port}`).join(',')}${path}`;
  return {
    url,
    address: parseRedisUrl(url),
    servers,
    stop: async () => void (await Promise.all(servers.map((each) => each.stop()))),
  };
}

/** A port of which the one that a cluster uses beside it, 10,000 further, is free as well. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 18_000);
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  const taken = await Promise.race([
    once(server, 'listening').then(() => false),
    once(server, 'error').then(() => true),
  ]);
  server.close();
  return !taken;
}

function says(child: ChildProcess, wanted: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes(wanted)) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`redis-server ended: ${text}`)));
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + WAIT_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('Redis did not become what it should');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
