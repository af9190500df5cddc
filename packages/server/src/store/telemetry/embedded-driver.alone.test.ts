import { type ChildProcess, spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Driver } from './driver.ts';
import { openEmbedded } from './embedded-driver.ts';
import { DataDirectoryInUse, EngineBusy, QueryTimeout } from './engine-errors.ts';
import { TRACE_INDEX } from './schema.ts';
import { Scratch } from './scratch.ts';

let path: string;
let driver: Driver | undefined;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'pharos-embedded-'));
});
afterEach(async () => {
  await driver?.close();
  driver = undefined;
  await rm(path, { recursive: true, force: true });
});

const TARGET = new URL('./testing/kill-target.ts', import.meta.url).pathname;
function startWriter(): { child: ChildProcess; acknowledged: AsyncIterable<string> } {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions', 'pharos-source', TARGET, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, acknowledged: createInterface({ input: child.stdout as NodeJS.ReadableStream }) };
}

test('every acknowledged row is there once after the process was killed', async () => {
  const { child, acknowledged } = startWriter();
  const exited = once(child, 'exit');
  let last = -1;
  for await (const line of acknowledged) {
    last = Number(line);
    if (last === 20) child.kill('SIGKILL');
  }
  await exited;
  driver = await openEmbedded({ path });
  for (const table of ['spans', 'payloads']) {
    const batches = await driver.query<{ trace_id: string; n: string; ids: string }>(
      `SELECT trace_id, count() AS n, uniqExact(span_id) AS ids FROM ${table} GROUP BY trace_id`,
    );
    const found = new Map(batches.map(({ trace_id, n, ids }) => [trace_id, [n, ids]]));
    for (let batch = 0; batch <= last; batch++) expect(found.get(`trace-${batch}`)).toEqual(['50', '50']);
    for (const counts of found.values()) expect(counts).toEqual(['50', '50']);
  }
  const [index] = await driver.query(
    `SELECT uniqExact(trace_id) > ${last} AS complete FROM ${TRACE_INDEX.name}`,
  );
  expect(index).toEqual({ complete: 1 });
});

test('a directory that another process has open is refused by name, until that process ends however it ends', async () => {
  const { child, acknowledged } = startWriter();
  const exited = once(child, 'exit');
  for await (const _ of acknowledged) {
    const refused = openEmbedded({ path });
    await expect(refused).rejects.toBeInstanceOf(DataDirectoryInUse);
    await expect(refused).rejects.toThrow(`${path} is in use by another process (pid ${child.pid}).`);
    break;
  }
  child.kill('SIGKILL');
  await exited;
  driver = await openEmbedded({ path });
});

test('rows that a killed process left in scratch files are swept at the next start', async () => {
  const left = await new Scratch(path).write([Uint8Array.of(1)]);
  driver = await openEmbedded({ path });
  await expect(rm(left)).rejects.toThrow('ENOENT');
});

test('a query that would need too much memory is refused and the next one runs', async () => {
  driver = await openEmbedded({ path, maxMemoryBytes: 2 ** 29 });
  const greedy = driver.query(
    "SELECT length(groupArray(repeat('x', 1000) || toString(number))) AS n FROM numbers(2000000)",
  );
  await expect(greedy).rejects.toMatchObject({ code: 241, isTemporary: true });
  expect(await driver.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('closing stops the reads that run and wait, and the directory can be opened again', async () => {
  driver = await openEmbedded({ path });
  const open = driver;
  const endless = 'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 0';
  const reads = Promise.allSettled(Array.from({ length: 6 }, () => open.query(endless)));
  await driver.close();
  expect((await reads).map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
  await expect(driver.query('SELECT 1')).rejects.toThrow('closed');
  driver = await openEmbedded({ path });
});

test('what ingest looks up never waits behind readers, and a reader waits no longer than its limit', async () => {
  driver = await openEmbedded({ path });
  const open = driver;
  const left = new AbortController();
  const endless = 'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 0';
  const reads = Promise.allSettled(
    Array.from({ length: 6 }, () => open.query(endless, {}, { signal: left.signal })),
  );
  await expect(open.query('SELECT 1 AS one', {}, { timeoutMs: 200 })).rejects.toBeInstanceOf(QueryTimeout);
  expect(await open.query('SELECT 1 AS one', {}, { lane: 'ingest' })).toEqual([{ one: 1 }]);
  left.abort();
  await reads;
  expect(await open.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('what experts ask keeps neither readers nor ingest waiting, and only so many of them wait', async () => {
  driver = await openEmbedded({ path });
  const open = driver;
  const left = new AbortController();
  setMaxListeners(0, left.signal);
  const endless = 'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 0';
  const asked = Promise.allSettled(
    Array.from({ length: 24 }, () =>
      open.print(endless, {}, 'CSVWithNames', { lane: 'experts', signal: left.signal, maxBytes: 1000 }),
    ),
  );
  for (const lane of ['readers', 'ingest'] as const)
    expect(await open.query('SELECT 1 AS one', {}, { lane })).toEqual([{ one: 1 }]);
  left.abort();
  const reasons = (await asked).map((outcome) => outcome.status === 'rejected' && outcome.reason);
  expect(reasons.filter((reason) => reason instanceof EngineBusy)).toHaveLength(24 - 2 - 16);
});
