import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Seeded } from '@pharos/core/series/testing/seeded';
import { type Audit, audit } from './audit.ts';
import { aTarget, live } from './life.ts';
import { type Target, Traffic } from './traffic.ts';

const SENDERS = 4;
const POLL_MS = 50;
const PATIENCE_MS = 90_000;

export interface DiskFull extends Audit {
  /** What was acknowledged before, while there was no room, and after it was freed. */
  before: number;
  meanwhile: number;
  after: number;
  /** How often senders were refused. */
  refused: number;
  /** What pages were answered while there was no room, */
  read: readonly number[];
  /** and who wanted to note something in the records, once these were full too; and afterwards. */
  noted: readonly Noted[];
}

interface Noted {
  status: number;
  stores: unknown;
}

/** A disk of its own, in memory; only root may have one. */
export async function withDisk<Result>(
  megabytes: number,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const path = await mkdtemp(join(tmpdir(), 'pharos-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path]);
  try {
    return await use(path);
  } finally {
    execFileSync('umount', ['--lazy', path]);
    await rm(path, { recursive: true, force: true });
  }
}

/** A server whose disk is filled by something else, stays full for some refusals, and is freed, while it is sent to all the time. */
export function diskFull(seed: number): Promise<DiskFull> {
  return withDisk(900, async (disk) => {
    const dataDir = join(disk, 'data');
    const ballast = join(disk, 'ballast');
    const target = aTarget();
    const server = await live(dataDir, target);
    const traffic = new Traffic(target, new Seeded(seed));
    const sending = traffic.run(SENDERS);
    const sent = () => traffic.acknowledged.size;
    const state = () => ({ sent: sent(), failed: traffic.failed, server: server.output().slice(-2_000) });
    await until(() => sent() > 50, state);
    const before = sent();

    await fill(ballast);
    await until(() => traffic.failed > 20, state);
    const read = [];
    for (const path of ['/api/v1/traces', '/api/v1/agents', '/api/v1/dashboards', '/healthz'])
      read.push(await fetch(target.url + path, { headers: target.headers }).then(({ status }) => status));
    const noted = [await noteUntilRefused(target)];
    const full = sent();
    const refused = traffic.failed;

    await rm(ballast);
    await until(() => sent() > full + 50, state);
    noted.push(await note(target));
    traffic.stop();
    await sending;
    server.kill('SIGTERM');
    await server.ended;
    const found = await audit(dataDir, traffic);
    return { before, meanwhile: full - before, after: sent() - full, refused, read, noted, ...found };
  });
}

async function note({ url, headers }: Target): Promise<Noted> {
  const body = JSON.stringify({ title: 'a note', text: randomBytes(1_000).toString('hex') });
  const answer = await fetch(`${url}/api/v1/annotations`, { method: 'POST', headers, body });
  const { error } = (await answer.json()) as { error?: { details?: { stores?: unknown } } };
  return { status: answer.status, stores: error?.details?.stores };
}

/** The records have some room set aside. */
async function noteUntilRefused(target: Target): Promise<Noted> {
  for (;;) {
    const noted = await Promise.all(Array.from({ length: 8 }, () => note(target)));
    const refused = noted.find(({ status }) => status !== 201);
    if (refused) return refused;
  }
}

/** @throws with what is so in place of it, when it takes too long. */
async function until(isSo: () => boolean, now: () => unknown): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > giveUpAt) throw new Error(`Waited in vain: ${JSON.stringify(now())}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** To the last byte. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let size = 2 ** 20; size > 0; size = Math.floor(size / 2)) {
      const block = Buffer.alloc(size, 1);
      while (await file.write(block).then(({ bytesWritten }) => bytesWritten === size, isNoRoom));
    }
  } finally {
    await file.close();
  }
}

function isNoRoom(error: NodeJS.ErrnoException): false {
  if (error.code !== 'ENOSPC') throw error;
  return false;
}
