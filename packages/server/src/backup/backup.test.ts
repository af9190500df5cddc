import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openSeal } from '../secrets/open.ts';
import { inDirectory } from '../store/telemetry/backup.ts';
import { openEmbedded } from '../store/telemetry/embedded-driver.ts';
import { openTelemetryAsItIs } from '../store/telemetry/open.ts';
import { TABLES } from '../store/telemetry/schema.ts';
import { jsonLogs, jsonTraces } from '../testing/otlp.ts';
import { type ServerProcess, startServer } from '../testing/server-process.ts';
import { freshDataDir } from '../testing/test-records.ts';
import { createChecksums } from './checksums.ts';
import { filesIn } from './files-in.ts';
import { backupCommand, restoreCommand } from './program.ts';
import { listBackups, type ShelvedBackup } from './shelf.ts';

const START_NS = 1_790_000_000_000_000_000n;
const HOUR_NS = 3_600_000_000_000n;
const HEADERS = { authorization: 'Bearer sk-backup', 'content-type': 'application/json' };

let [dataDir, root, shelf] = ['', '', ''];
beforeAll(async () => {
  dataDir = await freshDataDir();
  root = await mkdtemp(join(tmpdir(), 'pharos-backup-'));
  shelf = join(dataDir, 'backups');
});
afterAll(() => Promise.all([dataDir, root].map((each) => rm(each, { recursive: true, force: true }))));

interface Running {
  process: ServerProcess;
  url: string;
}

async function start(directory: string): Promise<Running> {
  const process = startServer({
    PHAROS_DATA_DIR: directory,
    PHAROS_PORT: '0',
    PHAROS_GRPC_PORT: '0',
    PHAROS_PUBLIC_KEY: 'pk-backup',
    PHAROS_SECRET_KEY: 'sk-backup',
  });
  const url = /http:\/\/[\d.]+:[1-9]\d*/.exec(await process.says('is ready'))?.[0] ?? '';
  return { process, url };
}

async function stop({ process }: Running, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  process.kill(signal);
  await process.ended;
}

/** A command as a person at a terminal gives it. */
async function run(
  command: typeof backupCommand,
  args: string[],
  {
    onStep,
    signal = new AbortController().signal,
  }: { onStep?(step: string): void; signal?: AbortSignal } = {},
) {
  const said: string[] = [];
  const write = (text: string) => {
    said.push(text);
    onStep?.(text);
  };
  const code = await command(args, { env: {}, directory: root, write, complain: write, signal });
  return { code, said: said.join('') };
}
const backup = (args: string[] = [], options?: Parameters<typeof run>[2]) =>
  run(backupCommand, ['--data-dir', dataDir, ...args], options);
const restore = (from: string, into: string) => run(restoreCommand, [from, '--data-dir', into]);

async function post(url: string, path: string, body: Buffer): Promise<boolean> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: HEADERS,
    body: new Uint8Array(body),
  });
  await answer.arrayBuffer();
  return answer.ok;
}

/** Sends one trace of two days, users and errors, and a log; its id once all of it is acknowledged. */
async function sendTrace(url: string): Promise<string | undefined> {
  const traceId = randomBytes(16).toString('hex');
  const spans = [0, 1, 2].map((at) => ({
    traceId,
    spanId: randomBytes(8).toString('hex'),
    name: `step ${at}`,
    startNs: START_NS + BigInt(at) * 10n * HOUR_NS,
    endNs: START_NS + BigInt(at) * 10n * HOUR_NS + 5_000_000n,
    attributes: {
      'user.id': `user ${traceId[0]}`,
      'input.value': `问题 ${traceId}`,
      'output.value': 'an answer',
    },
    ...(at === 2 && { status: { code: 2, message: 'it broke' } }),
  }));
  const logs = [{ traceId, timeNs: START_NS, body: `a log of ${traceId}`, severityText: 'INFO' }];
  const accepted = await Promise.all([
    post(url, '/v1/traces', jsonTraces(spans)),
    post(url, '/v1/logs', jsonLogs(logs)),
  ]);
  return accepted.every(Boolean) ? traceId : undefined;
}

/** What is told apart in a store: rows and a hash of each table, and the traces. */
async function contentsOf(directory: string) {
  const driver = await openEmbedded({ path: join(directory, 'telemetry') });
  const tables: Record<string, unknown> = {};
  for (const { name } of TABLES) {
    const final = `SELECT count() AS rows, groupBitXor(cityHash64(*)) AS hash FROM ${name} FINAL`;
    [tables[name]] = await driver.query(final);
  }
  const spans = await driver.query<{ id: string; spans: string }>(
    'SELECT trace_id AS id, uniqExact(span_id) AS spans FROM spans GROUP BY id',
  );
  await driver.close();
  return { tables, traces: new Map(spans.map(({ id, spans: count }) => [id, Number(count)])) };
}

describe('a backup', { timeout: 180_000 }, () => {
  const before: string[] = [];
  let underLoad: ShelvedBackup;
  let whole: ShelvedBackup;
  let [aborted, killed] = [{ code: 0 }, { code: 0 }];
  let leftBehind: string[];
  let source: Awaited<ReturnType<typeof contentsOf>>;

  beforeAll(async () => {
    await mkdir(join(dataDir, 'media', 'ab'), { recursive: true });
    await writeFile(join(dataDir, 'media', 'ab', 'abcd'), 'a picture');
    openSeal({ dataDir })?.seal('a secret', 'a channel');
    const server = await start(dataDir);
    const send = async () => (await sendTrace(server.url)) ?? expect.fail('a trace was not accepted');
    for (let i = 0; i < 6; i++) before.push(...(await Promise.all(Array.from({ length: 5 }, send))));

    let isOver = false;
    const client = async () => {
      while (!isOver) await send();
    };
    const clients = Array.from({ length: 4 }, client);
    const loaded = await backup();
    isOver = true;
    await Promise.all(clients);
    expect(loaded).toMatchObject({ code: 0 });

    // Asked for at once they are made one after the other, and of the two the newest is kept with what it builds upon.
    const both = [1, 2].map(() => backup(['--incremental', '--keep', '1']));
    expect((await Promise.all(both)).map(({ code }) => code)).toEqual([0, 0]);
    const [last, first] = await listBackups(shelf);
    if (!last || !first) throw new Error('there are no two backups');
    [whole, underLoad] = [last, first];

    const ended = new AbortController();
    aborted = await backup([], {
      signal: ended.signal,
      onStep: (step) => step.startsWith('telemetry') && ended.abort(new Error('ended')),
    });
    await vi.waitFor(async () => expect(await readdir(shelf)).toHaveLength(2), { timeout: 20_000 });
    killed = await backup([], {
      onStep: (step) => step.startsWith('telemetry') && server.process.kill('SIGKILL'),
    });
    await server.process.ended;
    leftBehind = await readdir(shelf);
    source = await contentsOf(dataDir);
  }, 180_000);

  test('is made of a running server, and of what was stored before only what is new is written again', async () => {
    expect(underLoad.manifest).toMatchObject({ base: null, key: 'kept', media: { files: 1, bytes: 9 } });
    expect(whole.manifest.base).toBe(underLoad.name);
    const rows = ({ manifest }: ShelvedBackup) =>
      manifest.telemetry.tables.find(({ name }) => name === 'spans')?.rows ?? 0;
    expect(rows(whole)).toBeGreaterThanOrEqual(rows(underLoad));
  });

  test('made under load restores all that was acknowledged before it began, and nothing that is not stored', async () => {
    const into = join(root, 'under-load');
    const { path, manifest } = underLoad;
    const settings = { dataDir: into, engineMemoryMb: 1024, searchIndex: false };
    const { backups, close } = await openTelemetryAsItIs(settings);
    await backups.restore(manifest.telemetry, inDirectory(join(path, 'telemetry')));
    await close();
    const { traces } = await contentsOf(into);
    expect(before.map((id) => traces.get(id))).toEqual(before.map(() => 3));
    expect([...traces.keys()].filter((id) => !source.traces.has(id))).toEqual([]);
  });

  test('restores every table to what it was, with files and the key; the server goes on from there', async () => {
    const into = join(root, 'whole');
    expect(await restore(whole.path, into)).toEqual({ code: 0, said: expect.anything() });
    const restored = await contentsOf(into);
    expect(restored.tables).toEqual(source.tables);
    expect(restored.traces.size).toBeGreaterThan(before.length);
    for (const path of ['encryption.key', 'media/ab/abcd'])
      expect(await readFile(join(into, path)), path).toEqual(await readFile(join(dataDir, path)));

    const server = await start(into);
    const answer = await fetch(`${server.url}/api/v1/traces/${before[0]}`, { headers: HEADERS });
    expect(await answer.json()).toMatchObject({ spans: Array(3).fill({ traceId: before[0] }) });
    expect(await sendTrace(server.url)).toBeDefined();
    await stop(server);
    expect(await restore(whole.path, into)).toMatchObject({
      code: 1,
      said: expect.stringContaining('is not empty'),
    });
  });

  test('of which one byte has changed is refused, and the file is named; nothing is left of the attempt', async () => {
    const copy = join(root, 'damaged', underLoad.name);
    await cp(underLoad.path, copy, { recursive: true });
    const { files } = await filesIn(copy);
    const kinds = [/^[^/]+$/, /^media/, /users.jsonl.gz$/, /spans\/.backup$/, /data.bin$/, /spans.sql$/];
    const chosen = [...new Set(kinds.flatMap((kind) => files.filter((path) => kind.test(path)).slice(0, 3)))];
    expect(chosen.length).toBeGreaterThanOrEqual(10);
    const checksums = createChecksums();
    for (const path of chosen) {
      const original = await readFile(join(copy, path));
      const damaged = Buffer.from(original);
      const at = Math.floor(damaged.length / 2);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      await writeFile(join(copy, path), damaged);
      // The list of checksums names the file that it now tells wrong.
      const named = path === 'SHA256SUMS' ? /damaged|missing|not part/ : path;
      await expect(checksums.verify(copy), path).rejects.toThrow(named);
      await writeFile(join(copy, path), original);
    }
    await checksums.verify(copy);
    await checksums.close();

    await rm(join(copy, 'media'), { recursive: true });
    const into = join(root, 'refused');
    expect(await restore(copy, into)).toMatchObject({ code: 1, said: expect.stringContaining('is missing') });
    expect(await readdir(dirname(into))).not.toContain('refused');
  });

  test('of which the one it builds upon is damaged or gone is refused', async () => {
    const copy = join(root, 'alone', whole.name);
    await cp(whole.path, copy, { recursive: true });
    expect(await restore(copy, join(root, 'refused'))).toMatchObject({
      code: 1,
      said: expect.stringContaining(underLoad.name),
    });
  });

  test('of a newer release is refused', async () => {
    const copy = join(root, 'newer', underLoad.name);
    await cp(underLoad.path, copy, { recursive: true });
    const manifest = JSON.parse(await readFile(join(copy, 'manifest.json'), 'utf8'));
    manifest.records.schema = '999-future';
    await writeFile(join(copy, 'manifest.json'), JSON.stringify(manifest));
    await rm(join(copy, 'SHA256SUMS'));
    const checksums = createChecksums();
    await checksums.write(copy);
    await checksums.close();
    expect(await restore(copy, join(root, 'refused'))).toMatchObject({
      code: 1,
      said: expect.stringMatching(/newer Pharos .*999-future/),
    });
  });

  test('that is ended, by whoever asked or by the death of the server, is none, and the next one clears it away', async () => {
    expect([aborted.code, killed.code]).toEqual([1, 1]);
    expect(leftBehind).toHaveLength(3);
    expect((await listBackups(shelf)).map(({ name }) => name)).toEqual([whole.name, underLoad.name]);
    // Without a server the stores are opened by whoever makes the backup.
    expect(await backup(['--keep', '2', '--without-key'])).toMatchObject({ code: 0 });
    const [latest, ...others] = await listBackups(shelf);
    expect(latest?.manifest.key).toBe('left out');
    // One that another builds upon is kept with it.
    expect(others.map(({ name }) => name)).toEqual([whole.name, underLoad.name]);
    expect(await readdir(shelf)).toHaveLength(3);
  });
});
