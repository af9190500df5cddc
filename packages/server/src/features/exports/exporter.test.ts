import { gunzipSync } from 'node:zlib';
import { type ExportInput, exportInputSchema } from '@pharos/core/exports/export';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { randomIds } from '../../ids.ts';
import type { Records } from '../../store/records/tables.ts';
import { scopeTo } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { type FakeClock, fakeClock } from '../../testing/fake-clock.ts';
import { aMortal } from '../../testing/mortal.ts';
import { embeddedRecords, type TestRecords } from '../../testing/test-records.ts';
import { exportsOf, insertExport } from './export-queries.ts';
import { Exporter, LEASE_MS } from './exporter.ts';
import { runsOf } from './run-queries.ts';
import { TargetError } from './targets/target.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NS = 1_000_000n;

let store: TestRecords;
beforeAll(async () => {
  store = await embeddedRecords();
});
afterAll(() => store.dispose());

let clock: FakeClock;
let projectId: string;
let files: Map<string, Buffer>;
let put: (path: string, bytes: Uint8Array) => Promise<void>;
beforeEach(async () => {
  clock = fakeClock();
  projectId = randomIds.id();
  files = new Map();
  put = async (path, bytes) => void files.set(path, Buffer.from(bytes));
  await store.records
    .insertInto('projects')
    .values({ id: projectId, name: projectId, createdAt: new Date() })
    .execute();
});

/** A row every six hours, from the beginning to whoever asks. */
const STEP_NS = BigInt(6 * HOUR) * NS;
const momentsIn = ({ fromNs, toNs }: { fromNs: bigint; toNs: bigint }): bigint[] => {
  const moments: bigint[] = [];
  for (let at = ((fromNs + STEP_NS - 1n) / STEP_NS) * STEP_NS; at < toNs; at += STEP_NS) moments.push(at);
  return moments;
};
const reader: Pick<TelemetryReader, 'exportSteps' | 'printExport'> = {
  exportSteps: async (_, range, stepNs) => {
    const steps = momentsIn(range).map((at) => Number((at - range.fromNs) / stepNs));
    return [...new Set(steps)].map((step) => ({ step, rows: steps.filter((each) => each === step).length }));
  },
  printExport: async (_, range) =>
    Buffer.from(
      momentsIn(range)
        .map((at) => `${JSON.stringify({ kind: range.kind, at: String(at) })}\n`)
        .join(''),
    ),
};

const anExporter = (records: Records = store.records) =>
  new Exporter({
    ...{ records, reader, clock, newId: () => randomIds.id() },
    targets: {
      ...{ disk: true, given: () => ({ put }), of: () => ({ put }) },
      split: () => {
        throw new Error('not asked for');
      },
    },
    onFile: () => undefined,
    onError: () => undefined,
  });
const keep = async (more: Partial<ExportInput> = {}) => {
  const definition = exportInputSchema.parse({
    ...{ name: 'all', kinds: ['spans', 'scores'], format: 'jsonl', target: { to: 'disk' } },
    times: { every: 'once', from: '2026-02-01T18:00:00Z', to: '2026-02-03T12:00:00Z' },
    ...more,
  });
  if (definition.target.to !== 'disk') throw new Error('these tests write to no bucket');
  const kept = { definition: { ...definition, target: definition.target }, sealed: null };
  const by = { author: 'ada', at: new Date(clock.nowMs()) };
  const id = randomIds.id();
  await insertExport(store.records, scopeTo(projectId), { id, runId: randomIds.id(), ...kept }, by);
  return id;
};
const kept = async () => (await exportsOf(store.records, scopeTo(projectId)))[0];
const rowsIn = (path: string) =>
  gunzipSync(files.get(path) ?? '')
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; at: string });

describe('an export', () => {
  it('is the same files with every row once, at whichever of its steps a process dies', async () => {
    const expected = (['spans', 'scores'] as const).flatMap((kind) =>
      momentsIn({
        fromNs: BigInt(Date.parse('2026-02-01T18:00:00Z')) * NS,
        toNs: BigInt(Date.parse('2026-02-03T12:00:00Z')) * NS,
      }).map((at) => ({ kind, at: String(at) })),
    );
    for (let diesAt = 1, died = true; died; diesAt++) {
      files.clear();
      const id = await keep();
      const mortal = aMortal(store.records, diesAt);
      const write = put;
      // It may die when a file is there and nothing of it is noted.
      put = async (path, bytes) => {
        mortal.step();
        await write(path, bytes);
        mortal.step();
      };
      await anExporter(mortal.records).look();
      died = mortal.isDead();
      put = write;
      clock.advance(LEASE_MS + 1);
      await anExporter().look();
      const root = `${id}/20260201T180000Z_20260203T120000Z`;
      const manifest = JSON.parse(String(files.get(`${root}/manifest.json`)));
      const paths = (manifest.files as { path: string }[]).map(({ path }) => path);
      expect(paths, `died at ${diesAt}`).toEqual(
        ['scores', 'spans'].flatMap((kind) =>
          ['01', '02', '03'].map((day) => `${kind}/2026-02-${day}/0001.jsonl.gz`),
        ),
      );
      expect([...files.keys()].sort()).toEqual(
        [...paths.map((path) => `${root}/${path}`), `${root}/manifest.json`].sort(),
      );
      const rows = paths.flatMap((path) => rowsIn(`${root}/${path}`));
      const inOrder = (all: typeof rows) => all.map(({ kind, at }) => `${kind} ${at}`).sort();
      expect(inOrder(rows)).toEqual(inOrder(expected));
      expect([manifest.rows, await kept()]).toMatchObject([
        expected.length,
        { lastRun: { state: 'done', files: 6, rows: expected.length, at: null } },
      ]);
      if (!died) expect(diesAt).toBeGreaterThan(30);
      await store.records.deleteFrom('exports').where('id', '=', id).execute();
    }
  }, 120_000);

  it('of every day exports each day of its zone once, an hour after its end, without a gap after days of absence', async () => {
    const id = await keep({ kinds: ['spans'], times: { every: 'day', timeZone: 'Asia/Shanghai' } });
    // It is 20:00 in Shanghai: the day ends at 16:00 UTC, and is exported at 17:00.
    expect(await kept()).toMatchObject({ dueAt: '2026-03-01T17:00:00.000Z', lastRun: null });
    clock.advance(5 * HOUR - 1);
    await anExporter().look();
    expect(files.size).toBe(0);
    clock.advance(1);
    await anExporter().look();
    clock.advance(3 * DAY);
    await Promise.all([anExporter().look(), anExporter().look()]);
    await anExporter().look();
    const manifests = [...files.keys()].filter((path) => path.endsWith('manifest.json'));
    expect(manifests).toEqual(
      [
        '20260228T160000Z_20260301',
        '20260301T160000Z_20260302',
        '20260302T160000Z_20260303',
        '20260303T160000Z_20260304',
      ].map((window) => `${id}/${window}T160000Z/manifest.json`),
    );
    const rows = [...files.keys()].filter((path) => path.includes('/spans/')).flatMap(rowsIn);
    expect(new Set(rows.map(({ at }) => at)).size).toBe(rows.length);
    expect(rows).toHaveLength(4 * 4);
    expect(await kept()).toMatchObject({ dueAt: '2026-03-05T17:00:00.000Z' });
  });

  it('tries again after what passes, ever later, and begins no further window before what failed is done', async () => {
    const id = await keep({ kinds: ['spans'], times: { every: 'hour', delayMinutes: 0 } });
    let failure = new TargetError('The bucket answers 503.', false);
    const write = put;
    put = () => Promise.reject(failure);
    clock.advance(HOUR);
    await anExporter().look();
    expect((await kept())?.lastRun).toMatchObject({
      ...{ state: 'queued', error: 'The bucket answers 503.' },
      retryAt: new Date(clock.nowMs() + 10_000).toISOString(),
    });
    clock.advance(10_000);
    failure = new TargetError('The bucket answers 403: AccessDenied.', true);
    await anExporter().look();
    expect((await kept())?.lastRun).toMatchObject({ state: 'failed', error: failure.message });
    put = write;
    clock.advance(2 * HOUR);
    await anExporter().look();
    expect(await runsOf(store.records, scopeTo(projectId), id)).toHaveLength(1);
    await store.records
      .updateTable('exportRuns')
      .set({ state: 'queued' })
      .where('exportId', '=', id)
      .execute();
    await anExporter().look();
    const runs = await runsOf(store.records, scopeTo(projectId), id);
    expect(runs.map(({ state, from }) => [state, from.slice(11, 13)])).toEqual([
      ['done', '14'],
      ['done', '13'],
      ['done', '12'],
    ]);
  });
});
