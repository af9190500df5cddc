import { createPriceBook } from '@pharos/core/pricing/price-book';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scopeTo } from '../../store/scope.ts';
import type { QueryOptions } from '../../store/telemetry/driver.ts';
import { EngineBusy } from '../../store/telemetry/engine-errors.ts';
import { createReader } from '../../store/telemetry/read/reader.ts';
import { fakeClock } from '../../testing/fake-clock.ts';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aModelCall } from '../../testing/spans.ts';
import { Background } from './background.ts';
import { computeSavings } from './compute.ts';

const NOTHING = () => undefined;
const background = () =>
  new Background<string>({
    clock: fakeClock(),
    ...{ keepMs: 60_000, patienceMs: 60_000, most: 64, mostOfOne: 2 },
  });

/** Work that ends when it is told to. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  return { begun, work, end: (name: string) => ends.get(name)?.() };
}

test('whoever asks for much waits behind whoever asks for little', async () => {
  const { begun, work, end } = works();
  const line = background();
  const ask = (whose: string, key: string) => line.ask({ whose, key }, work(key), 1_000);
  const asked = ['a1', 'a2', 'a3', 'b1', 'c1', 'a4'].map((key) => ask(key.charAt(0), key));
  for (const [index, next] of ['a1', 'b1', 'c1', 'a2', 'a3', 'a4'].entries()) {
    await expect.poll(() => begun).toHaveLength(index + 1);
    expect(begun.at(-1)).toBe(next);
    end(next);
  }
  expect((await Promise.all(asked)).map(({ state }) => state)).toEqual(new Array(6).fill('done'));
});

test('of one no more stands in line than may, and others still find room', async () => {
  const { work } = works();
  const line = background();
  const ask = (whose: string, key: string) => line.ask({ whose, key }, work(key), 0);
  const asked = Array.from({ length: 30 }, (_, i) => ask('a', `a${i}`));
  const outcomes = await Promise.allSettled(asked);
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(21);
  for (const each of refused) expect(each).toMatchObject({ reason: expect.any(EngineBusy) });
  expect(await ask('b', 'b1')).toMatchObject({ state: 'running' });
  line.close();
});

test('new results of one take the place of their own, not of those of others', async () => {
  const line = background();
  const ask = (whose: string, key: string) => {
    let isNew = false;
    const work = async () => {
      isNew = true;
      return key;
    };
    return line.ask({ whose, key }, work, 1_000).then(() => isNew);
  };
  for (const key of ['b1', 'a1', 'a2', 'a3']) expect(await ask(key.charAt(0), key)).toBe(true);
  expect(await ask('b', 'b1')).toBe(false);
  expect(await ask('a', 'a3')).toBe(false);
  expect(await ask('a', 'a1')).toBe(true);
});

let store: ReadStore;
beforeAll(async () => {
  store = await openReadStore();
});
afterAll(() => store.close());

test('none of its statements takes a session of readers, or more than one core', async () => {
  const clock = fakeClock();
  const now = BigInt(clock.nowMs()) * 1_000_000n;
  await store.put('watched', { spans: [aModelCall({ startNs: now, input: { text: 'hello' } })] });
  const statements: { sql: string; lane: QueryOptions['lane'] }[] = [];
  const reader = createReader(
    {
      query(sql, params, options) {
        statements.push({ sql, lane: options?.lane });
        return store.driver.query(sql, params, options);
      },
      print: (sql, params, format, options) => store.driver.print(sql, params, format, options),
    },
    clock,
  );
  const asked = {
    ...{ scope: scopeTo('watched'), filters: [], search: '' },
    range: { fromNs: now - 1_000_000_000n, toNs: now + 1_000_000_000n },
  };
  const parts = { reader, book: async () => createPriceBook(), onError: NOTHING };
  const { missing } = await computeSavings(parts, asked, now, NOTHING, new AbortController().signal);
  expect(missing).toEqual([]);
  // Waste, profile, histories, growth, and of the stretches of the sample the one with a call also its texts.
  expect(statements).toHaveLength(13);
  for (const { sql, lane } of statements) {
    expect(lane).toBe('background');
    expect(sql).toContain('max_threads = 1');
  }
});
