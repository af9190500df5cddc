import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../packages/server/dist/main.js', import.meta.url));
const SECRET = 'sk-bench-secret-0123456789abcdef';
/** A machine that has much else to do takes its time. */
const READY_MS = 180_000;
const PUBLIC = 'pk-bench-public-0123456789abcdef';

/** Pharos as a user runs it: the built server in a process of its own, on an empty data directory. */
export interface Server {
  url: string;
  dataDir: string;
  headers: Record<string, string>;
  /** Resident memory in MiB. */
  rssMiB(): number;
  peakRssMiB(): number;
  /** CPU time used so far, in seconds. */
  cpuSeconds(): number;
  /** The value of one sample of its own metrics. */
  metric(name: string): Promise<number | undefined>;
  stop(): Promise<void>;
  /** Stops the server and deletes its data. */
  destroy(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

export async function startServer(env: Record<string, string> = {}): Promise<Server> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pharos-bench-'));
  const port = await freePort();
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      UV_THREADPOOL_SIZE: '16',
      PHAROS_PORT: String(port),
      PHAROS_GRPC_PORT: String(await freePort()),
      PHAROS_DATA_DIR: dataDir,
      PHAROS_ADMIN_EMAIL: 'bench@example.com',
      PHAROS_ADMIN_PASSWORD: 'bench-password',
      PHAROS_PROJECT: 'bench',
      PHAROS_PUBLIC_KEY: PUBLIC,
      PHAROS_SECRET_KEY: SECRET,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child).catch((error: unknown) => {
    child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  const pid = child.pid as number;
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  const headers = { authorization: `Bearer ${SECRET}` };
  return {
    url,
    dataDir,
    headers,
    rssMiB: () => status(pid, 'VmRSS'),
    peakRssMiB: () => status(pid, 'VmHWM'),
    cpuSeconds: () => cpuSeconds(pid),
    metric: (name) => metric(url, headers, name),
    stop,
    destroy: async () => {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server was not ready within ${READY_MS / 1000} s`);
}

function status(pid: number, field: string): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function metric(
  url: string,
  headers: Record<string, string>,
  name: string,
): Promise<number | undefined> {
  const text = await (await fetch(`${url}/metrics`, { headers })).text();
  const line = text.split('\n').find((l) => l.startsWith(`${name} `) || l.startsWith(`${name}{`));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ') + 1));
}
