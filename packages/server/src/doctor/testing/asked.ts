import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../check.ts';
import { doctor } from '../doctor.ts';

/** A place for the data of the deployments that are looked at, for one file of tests after another; `leave` empties it. */
export const dataDir = mkdtempSync(join(tmpdir(), 'pharos-doctor-test-'));
const remove = () => rmSync(dataDir, { recursive: true, force: true });
export const leave = () => {
  remove();
  mkdirSync(dataDir);
};
process.once('exit', remove);

/** Runs the command with these settings. */
export async function run(settings: Record<string, string>, ...args: string[]) {
  const env = {
    UV_THREADPOOL_SIZE: '16',
    PHAROS_DATA_DIR: dataDir,
    PHAROS_PORT: '0',
    PHAROS_GRPC_PORT: '0',
    ...settings,
  };
  let output = '';
  const code = await doctor(args, {
    env,
    nowMs: Date.now,
    randomHex: (count) => Buffer.from(crypto.getRandomValues(new Uint8Array(count))).toString('hex'),
    write: (text) => {
      output += text;
    },
    complain: (text) => {
      output += text;
    },
  });
  return { code, output };
}
/** What it found, by name of the check. */
export async function examine(settings: Record<string, string>, ...args: string[]) {
  const { code, output } = await run(settings, '--json', ...args);
  const report = JSON.parse(output) as { checks: Result[] };
  const checks = new Map(report.checks.map((check) => [check.name, check]));
  return {
    code,
    output,
    state: (name: string) => checks.get(name)?.state,
    check: (name: string) => checks.get(name),
  };
}
/** Nothing listens there. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
