import type { StorageKind } from '@pharos/core/storage/kinds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aLog, aModelCall, aScore } from '../../../testing/spans.ts';
import { scopeTo } from '../../scope.ts';
import { type FilledStore, openFilledStore } from '../read/testing/filled-store.ts';
import { ENGINES } from '../testing/engines.ts';
import { createTelemetryStorage } from './storage.ts';
import type { Stored } from './stored.ts';
import { STORED_TABLES } from './tables.ts';

const DAY_NS = 86_400_000_000_000n;
const FIRST_DAY = 20_500n;
const [SMALL, LARGE] = [scopeTo('small'), scopeTo('large')];
const names = STORED_TABLES.map(({ table }) => table);

const sum = (stored: readonly Stored[], of: 'bytes' | 'rows' | 'uncompressed') =>
  stored.reduce((all, each) => all + each[of], 0);
const daysOf = (stored: readonly Stored[], kind: StorageKind) =>
  [...new Set(stored.filter((each) => each.kind === kind).map(({ day }) => day))].sort();

describe.each(ENGINES)('what is stored (%s)', (engine) => {
  let store: FilledStore;
  beforeAll(async () => {
    store = await openFilledStore(fakeClock(), { engine });
    await store.driver.command('SYSTEM STOP MERGES');
    const spans = (count: number, day: bigint) =>
      Array.from({ length: count }, (_, n) => {
        const startNs = (FIRST_DAY + day) * DAY_NS + BigInt(n);
        const ids = { traceId: `${day} ${n}`, spanId: `${n}`, userId: `user ${n}` };
        return aModelCall({ ...ids, startNs, endNs: startNs + 1n, input: { text: `Question ${n}` } });
      });
    await store.put(LARGE, { spans: [...spans(300, 0n), ...spans(200, 1n), ...spans(10, 40n)] });
    await store.put(SMALL, { spans: spans(7, 1n), scores: [aScore({ timeNs: FIRST_DAY * DAY_NS })] });
    await store.put(LARGE, { logs: [aLog({ timeNs: FIRST_DAY * DAY_NS })] });
  });
  afterAll(() => store.close());

  it('adds up over projects to what the engine has on disk, to the byte', async () => {
    const storage = createTelemetryStorage(store.driver);
    const [small, large, all] = await Promise.all(
      [SMALL, LARGE, undefined].map((project) => storage.stored(project)),
    );
    const { layout } = store.driver;
    const [disk] = await store.driver.query<{ bytes: string; raw: string }>(
      `SELECT sum(bytes_on_disk) AS bytes, sum(data_uncompressed_bytes) AS raw FROM ${layout.system('parts')}
WHERE ${layout.databases} AND active AND table IN {names:Array(String)}`,
      { names },
    );
    expect(sum(small ?? [], 'bytes') + sum(large ?? [], 'bytes')).toBe(Number(disk?.bytes));
    expect(sum(small ?? [], 'uncompressed') + sum(large ?? [], 'uncompressed')).toBe(Number(disk?.raw));
    expect(sum(all ?? [], 'bytes')).toBe(Number(disk?.bytes));
    expect(sum(small ?? [], 'bytes')).toBeGreaterThan(0);
  });

  it('is told by the day that brought it, of each project alone', async () => {
    const storage = createTelemetryStorage(store.driver);
    const [small, large] = await Promise.all([SMALL, LARGE].map((project) => storage.stored(project)));
    const of = (stored: readonly Stored[] = [], table: string) =>
      stored.filter((each) => each.table === table).map(({ day, rows }) => [day, rows]);
    expect(of(small, 'spans')).toEqual([[20_501, 7]]);
    expect(of(large, 'spans')).toEqual([
      [20_500, 300],
      [20_501, 200],
      [20_540, 10],
    ]);
    expect(daysOf(large ?? [], 'payloads')).toEqual([20_500, 20_501, 20_540]);
    expect(daysOf(large ?? [], 'users')).toEqual([20_500, 20_501, 20_540]);
    expect([daysOf(small ?? [], 'scores'), daysOf(small ?? [], 'logs')]).toEqual([[20_500], []]);
  });

  it('leaves room that is told once, however many disks stand for it', async () => {
    const disk = await createTelemetryStorage(store.driver).disk();
    expect(disk?.freeBytes).toBeGreaterThan(0);
    expect(disk?.sizeBytes).toBeGreaterThanOrEqual(disk?.freeBytes ?? 0);
  });
});
