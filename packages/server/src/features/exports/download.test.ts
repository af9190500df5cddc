import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { EXPORT_KINDS, type ExportKind } from '@pharos/core/exports/export';
import { SPAN_TEXTS, SQL_TABLES } from '@pharos/core/sql-tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoted } from '../../store/telemetry/literals.ts';
import { aPoint } from '../../testing/points.ts';
import { openReadApp } from '../../testing/read-app.ts';
import { aLog, aModelCall, anEvent, aScore } from '../../testing/spans.ts';
import type { Client, TestApp } from '../../testing/test-app.ts';

type Row = Record<string, unknown>;

const NOON = BigInt(Date.parse('2026-03-01T12:00:00Z')) * 1_000_000n;
const RANGE = 'from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z';
const BIG = 2n ** 63n - 1n;

const directory = await mkdtemp(join(tmpdir(), 'pharos-export-'));
afterAll(() => rm(directory, { recursive: true, force: true }));
const { store, app } = await openReadApp({ PHAROS_PORT: '0', PHAROS_GRPC_PORT: '0' });
let reader: Client;
beforeAll(async () => {
  reader = app.withKey(await app.aKey(['read']));
  const { projectId: others } = await app.aSecondProject();
  const rows = (who: string) => ({
    spans: [0, 1, 2].map((i) =>
      aModelCall({
        ...{
          traceId: `${who}-trace`,
          spanId: `${who}-${i}`,
          name: who,
          environment: i ? 'production' : 'test',
        },
        ...{
          startNs: NOON + BigInt(i),
          endNs: NOON + 1_500_000_000n,
          userId: '李雷',
          tags: ['测试', 'a "b"'],
        },
        cost: {
          ...{ input: '0.000000000001', output: '123456.123456789012', total: '123456.123456789013' },
          ...{ currency: 'USD', priceId: 'p', priceVersion: '' },
        },
        input: { text: `你好，世界 ${i} of ${who}` },
        output: { text: `line\nbreak "quoted" ${i}` },
        attributes: new Map<string, string | number | bigint>([
          ['big', BIG],
          ['城市', '北京'],
          ['ratio', 0.1],
        ]),
      }),
    ),
    logs: [aLog({ timeNs: NOON, body: `日志 of ${who}` })],
    scores: [aScore({ timeNs: NOON, scoreId: who, name: who, value: 0.1, environment: 'test' })],
    events: [
      anEvent({ timeNs: NOON, name: who, properties: new Map<string, string | number>([['金额', 12.5]]) }),
    ],
    points: [aPoint({ timeNs: NOON, metric: { name: who }, value: 0.1, attributes: { 队列: '一' } })],
  });
  await store.put(others, rows('theirs'));
  await store.put(app.projectId, rows('ours'));
});

const asked = (kind: string, rest = '') => reader.get(`/api/v1/export/${kind}?${RANGE}${rest}`);
let listens: ReturnType<TestApp['app']['listen']> | undefined;
const listening = () => {
  listens ??= app.app.listen();
  return listens;
};
const linesOf = (bytes: Uint8Array): Row[] =>
  gunzipSync(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
/** What the engine itself reads in a Parquet file, printed as it prints JSON lines. */
async function readBack(bytes: Uint8Array): Promise<Row[]> {
  const file = join(directory, 'read-back.parquet');
  await writeFile(file, bytes);
  const printed = await store.driver.print(
    `SELECT * FROM file(${quoted(file)}, Parquet) SETTINGS date_time_output_format = 'iso', session_timezone = 'UTC'`,
    {},
    'JSONEachRow',
    { maxBytes: 2 ** 20 },
  );
  return Buffer.from(printed)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

describe('GET /api/v1/export/:kind', () => {
  it.each(EXPORT_KINDS)(
    'gives %s of the own project alone, the same in both formats',
    async (kind: ExportKind) => {
      const lines = await asked(kind, '&texts=true');
      const parquet = await asked(kind, '&format=parquet&texts=true');
      expect([lines.status, parquet.status]).toEqual([200, 200]);
      expect(lines.headers).toMatchObject({
        'content-type': 'application/gzip',
        'content-disposition': `attachment; filename*=UTF-8''${kind}-20260301T000000Z-20260302T000000Z.jsonl.gz`,
      });
      const rows = linesOf(lines.bytes);
      const columns = SQL_TABLES.find(({ name }) => name === kind)?.columns.map(({ name }) => name) ?? [];
      const texts = kind === 'spans' ? SPAN_TEXTS.map(({ name }) => name) : [];
      expect(rows).toHaveLength(kind === 'spans' ? 3 : 1);
      expect(Object.keys(rows[0] ?? {})).toEqual([...columns, ...texts]);
      expect(JSON.stringify(rows)).not.toContain('theirs');
      expect(await readBack(parquet.bytes)).toEqual(rows);
    },
  );

  it('keeps nanoseconds, decimals, big integers and letters as they were sent', async () => {
    const [span] = linesOf((await asked('spans', '&texts=true')).bytes).slice(1);
    expect(span).toMatchObject({
      startTime: '2026-03-01T12:00:00.000000001Z',
      userId: '李雷',
      tags: ['测试', 'a "b"'],
      tokens: 120,
      cost: '123456.123456789013',
      inputCost: '0.000000000001',
      input: '{"text":"你好，世界 1 of ours"}',
      output: '{"text":"line\\nbreak \\"quoted\\" 1"}',
      attributes: { big: String(BIG), 城市: '北京', ratio: '0.1' },
      attributeNumbers: { ratio: 0.1 },
    });
    expect(linesOf((await asked('logs')).bytes)).toMatchObject([{ body: '日志 of ours' }]);
    expect(linesOf((await asked('events')).bytes)).toMatchObject([{ propertyNumbers: { 金额: 12.5 } }]);
    expect(linesOf((await asked('metrics')).bytes)).toMatchObject([
      { value: 0.1, attributes: { 队列: '一' } },
    ]);
  });

  it('leaves out texts and other environments where that is asked for, and what lies outside the range', async () => {
    const rows = linesOf((await asked('spans', '&environment=production')).bytes);
    expect(rows.map(({ spanId }) => spanId)).toEqual(['ours-1', 'ours-2']);
    expect(rows[0]).not.toHaveProperty('input');
    const nothing = await reader.get(
      '/api/v1/export/spans?from=2026-03-01T12:00:00.000000003Z&to=2026-03-02T00:00:00Z',
    );
    expect([nothing.status, linesOf(nothing.bytes)]).toEqual([200, []]);
    const until = 'from=2026-03-01T00:00:00Z&to=2026-03-01T12:00:00.000000001Z&format=parquet';
    expect(await readBack((await reader.get(`/api/v1/export/spans?${until}`)).bytes)).toMatchObject([
      { spanId: 'ours-0' },
    ]);
  });

  it.each([
    ['an unknown kind', `payloads?${RANGE}`],
    ['no range', 'spans'],
    ['an end before its begin', 'spans?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z'],
    ['too long a range', 'spans?from=2024-03-02T00:00:00Z&to=2026-03-01T00:00:00Z'],
    ['an unknown format', `spans?${RANGE}&format=csv`],
    ['an environment of what has none', `logs?${RANGE}&environment=test`],
  ])('refuses %s', async (_, path) => {
    const answer = await reader.get(`/api/v1/export/${path}`);
    expect([answer.status, answer.at('error.code')]).toEqual([400, 'invalid_request']);
  });

  it('is for those who may read the project', async () => {
    const sender = app.withKey(await app.aKey(['ingest']));
    expect((await sender.get(`/api/v1/export/spans?${RANGE}`)).status).toBe(403);
    expect((await app.nobody.get(`/api/v1/export/spans?${RANGE}`)).status).toBe(401);
  });

  it('ends the query of a client that has left', async () => {
    const { printExport } = store.reader;
    const ended = new Promise<void>((resolve) => {
      store.reader.printExport = (_scope, _asked, _print, signal) =>
        new Promise((_, reject) => {
          const stop = () => {
            resolve();
            reject(signal?.reason);
          };
          signal?.addEventListener('abort', stop, { once: true });
          leaving.destroy();
        });
    });
    const { url } = await listening();
    const secret = await app.aKey(['read']);
    const leaving = request(`${url}/api/v1/export/spans?${RANGE}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    leaving.on('error', () => undefined).end();
    await ended;
    store.reader.printExport = printExport;
    expect((await asked('spans')).status).toBe(200);
  });

  it('breaks off when a later part fails, so that nobody takes a part for the whole', async () => {
    const { printExport, exportSteps } = store.reader;
    store.reader.exportSteps = async () => [{ step: 0, rows: 1 }];
    let parts = 0;
    let fail: () => void = () => undefined;
    store.reader.printExport = async () => {
      if (parts++ === 0) return randomBytes(2 ** 20);
      return new Promise((_, reject) => {
        fail = () => reject(new Error('the engine is gone'));
      });
    };
    const { url } = await listening();
    const headers = { authorization: `Bearer ${await app.aKey(['read'])}` };
    const days = 'from=2026-03-01T00:00:00Z&to=2026-03-03T00:00:00Z';
    const answer = await fetch(`${url}/api/v1/export/spans?${days}`, { headers });
    expect(answer.status).toBe(200);
    const rest = answer.arrayBuffer();
    fail();
    await expect(rest).rejects.toThrow();
    Object.assign(store.reader, { printExport, exportSteps });
    expect((await asked('spans')).status).toBe(200);
  });
});
