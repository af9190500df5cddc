import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ReceivedRequest } from '../intake/request.ts';
import type { SpoolDisk } from './disk.ts';
import { Spool } from './spool.ts';

const SEED = Number(process.env.PHAROS_TEST_SEED ?? 1);

/** Numbers that a seed determines. */
function randomFrom(seed: number): () => number {
  let n = 0;
  return () => createHash('sha256').update(`${seed}:${n++}`).digest().readUInt32LE(0) / 2 ** 32;
}

/** Files in memory: what is not synced is lost in part, at random, when the power goes. */
function mortalDisk(random: () => number) {
  const files = new Map<string, { content: Buffer; synced: number }>();
  let stepsLeft = Number.POSITIVE_INFINITY;
  const step = () => {
    stepsLeft -= 1;
    if (stepsLeft < 0) throw new Error('the process is dead');
  };
  const disk: SpoolDisk = {
    list: async () => [...files].map(([name, { content }]) => ({ name, bytes: content.length })),
    read: async (name) => Buffer.from(files.get(name)?.content ?? []),
    async create(name) {
      step();
      const file = { content: Buffer.alloc(0), synced: 0 };
      files.set(name, file);
      return {
        async append(parts) {
          for (const part of parts) {
            step();
            file.content = Buffer.concat([file.content, part]);
          }
        },
        async sync() {
          step();
          file.synced = file.content.length;
        },
        close: async () => undefined,
      };
    },
    async replace(name, content) {
      step();
      files.set(name, { content: Buffer.from(content), synced: content.byteLength });
    },
    async remove(name) {
      step();
      files.delete(name);
    },
  };
  return {
    disk,
    files,
    dieAfter(steps: number) {
      stepsLeft = steps;
    },
    revive() {
      stepsLeft = Number.POSITIVE_INFINITY;
      for (const file of files.values()) {
        const unsynced = file.content.length - file.synced;
        const kept = file.synced + Math.floor(random() * (unsynced + 1));
        file.content = file.content.subarray(0, kept);
        file.synced = kept;
      }
    },
  };
}

const request = (n: number, body = `body ${n}`): ReceivedRequest => ({
  kind: 'traces',
  format: 'json',
  contentType: 'application/json',
  encoding: 'identity',
  body: Buffer.from(body),
  envelope: {
    projectId: `p${n % 3}`,
    apiKeyId: 'k',
    receivedAtMs: 1_790_000_000_000 + n,
    version: BigInt(n),
  },
});

const open = (disk: SpoolDisk, random: () => number, maxBytes = 1 << 20) =>
  Spool.open({
    ...{ disk, maxBytes, segmentBytes: 600 },
    nowMs: () => 1_790_000_000_000,
    randomBytes: (count) => Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256))),
  });

const LOT = { bytes: 400, requests: 3 };
const numbers = (requests: readonly { request: ReceivedRequest }[]) =>
  requests.map(({ request }) => Number(request.envelope.version));

async function drain(spool: Spool): Promise<number[]> {
  const read: number[] = [];
  for (let lot = await spool.oldest(LOT); lot; lot = await spool.oldest(LOT)) {
    read.push(...numbers(lot.requests));
    await spool.done(lot);
  }
  return read;
}

it.each(Array.from({ length: 60 }, (_, i) => SEED * 1000 + i))(
  'loses nothing that it accepted, wherever the process dies (seed %i)',
  async (seed) => {
    const random = randomFrom(seed);
    const { disk, dieAfter, revive } = mortalDisk(random);
    const accepted: number[] = [];
    const stored: number[] = [];
    let sent = 0;
    for (let life = 0; life < 4; life++) {
      const spool = await open(disk, random);
      dieAfter(Math.floor(random() * 60));
      try {
        for (let round = 0; round < 8; round++) {
          const group = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ++sent);
          const outcomes = await Promise.allSettled(group.map((n) => spool.append(request(n))));
          accepted.push(...group.filter((_, i) => outcomes[i]?.status === 'fulfilled'));
          if (random() < 0.4) {
            const lot = await spool.oldest(LOT);
            // Stored, and then the process may die before it has noted that.
            if (lot) stored.push(...numbers(lot.requests));
            if (lot) await spool.done(lot);
          }
        }
      } catch {
        // It died between storing and noting it, or while it removed a file.
      }
      revive();
    }
    const spool = await open(disk, random);
    const left = await drain(spool);
    stored.push(...left);
    expect(accepted.filter((n) => !stored.includes(n))).toEqual([]);
    expect(left).toEqual([...left].sort((a, b) => a - b));
    expect([spool.isEmpty, spool.dropped.corrupt]).toEqual([true, 0]);
  },
);

it('gives back requests as they came, in their order', async () => {
  const random = randomFrom(1);
  const { disk } = mortalDisk(random);
  const spool = await open(disk, random);
  await Promise.all([1, 2, 3].map((n) => spool.append(request(n))));
  const lot = await spool.oldest({ bytes: 10_000, requests: 10 });
  expect(lot?.requests.map((each) => ({ ...each.request, body: each.request.body.toString() }))).toEqual(
    [1, 2, 3].map((n) => ({ ...request(n), body: request(n).body.toString() })),
  );
});

it('puts aside what a disk has changed, and goes on behind it', async () => {
  const random = randomFrom(2);
  const { disk, files } = mortalDisk(random);
  const before = await open(disk, random);
  for (const n of [1, 2, 3]) await before.append(request(n));
  const [name, file] = [...files][0] ?? [];
  const at = file?.content.indexOf('body 2') ?? -1;
  file?.content.write('BODY', at);
  const spool = await open(disk, random);
  expect(await drain(spool)).toEqual([1, 3]);
  expect(spool.dropped).toEqual({ torn: 0, corrupt: 1, refused: 0 });
  const aside = [...files].filter(([each]) => each.endsWith('.corrupt'));
  expect([aside.length, aside[0]?.[1].content.includes('BODY 2'), files.has(name ?? '')]).toEqual([
    1,
    true,
    false,
  ]);
});

it('takes nothing out of a body for a request of somebody else', async () => {
  const random = randomFrom(3);
  const { disk, files } = mortalDisk(random);
  const other = mortalDisk(random);
  await (await open(other.disk, random)).append(request(99));
  const forged = [...other.files][0]?.[1].content.toString('latin1') ?? '';
  const before = await open(disk, random);
  const hostile = { ...request(1), body: Buffer.from(forged, 'latin1') };
  await before.append(hostile);
  // The frame around it is lost.
  [...files][0]?.[1].content.fill(0, 0, 12);
  expect(await drain(await open(disk, random))).toEqual([]);
});

it('refuses what it has no room for, and takes it when there is room again', async () => {
  const random = randomFrom(4);
  const { disk } = mortalDisk(random);
  const spool = await open(disk, random, 1_000);
  for (const n of [1, 2, 3]) await spool.append(request(n));
  await expect(spool.append(request(4, 'x'.repeat(500)))).rejects.toThrow('the spool is full');
  expect(await drain(spool)).toEqual([1, 2, 3]);
  await spool.append(request(4, 'x'.repeat(500)));
  expect(await drain(spool)).toEqual([4]);
  expect(spool.bytes).toBeLessThan(100);
});
