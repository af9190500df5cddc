import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Driver } from './driver.ts';
import { EngineDown, EngineError } from './engine-errors.ts';
import { openRemote } from './remote-driver.ts';
import { RowBinary } from './row-binary.ts';
import { type EngineFront, startEngineFront } from './testing/engine-front.ts';
import { openTestEngine } from './testing/engines.ts';

const TIMES = { suspectAfterMs: 100, probeTimeoutMs: 150, retryMs: [20, 100] } as const;

let engine: { driver: Driver; close(): Promise<void> };
let front: EngineFront;
let remote: Driver;
let told: boolean[];
beforeEach(async () => {
  engine = await openTestEngine();
  front = await startEngineFront(engine.driver);
  told = [];
  remote = await openRemote({ urls: [front.url], times: TIMES, onHealth: (up) => told.push(up) });
  await remote.command('CREATE TABLE names (name String) ENGINE = MergeTree ORDER BY name');
});
afterEach(async () => {
  await remote.close();
  await front.close();
  await engine.close();
});

const insert = (name: string) => {
  const row = new RowBinary();
  row.string(name);
  return remote.insert('names', ['name'], [row.take()]);
};
const names = () => engine.driver.query('SELECT name FROM names ORDER BY name');
const refusedWithin = async (call: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await expect(call()).rejects.toThrow(EngineDown);
  return performance.now() - began;
};

describe('a remote engine', () => {
  it('that is gone is asked by nobody but one who tries, and is back by itself', async () => {
    await front.stop();
    await expect(insert('ada')).rejects.toThrow(EngineDown);
    await expect.poll(() => remote.isUp).toBe(false);
    // Refused without a request: no connection is tried.
    expect(await refusedWithin(() => insert('bob'))).toBeLessThan(20);
    await front.start();
    await expect.poll(() => remote.isUp).toBe(true);
    await insert('cy');
    expect([told, await names()]).toEqual([[false, true], [{ name: 'cy' }]]);
  });

  it('that falls silent under many calls ends them all long before their own time is up', async () => {
    front.fault = { hangs: true };
    const calls = Array.from({ length: 30 }, (_, i) =>
      refusedWithin(() => (i % 2 ? insert(`n${i}`) : remote.query('SELECT 1'))),
    );
    for (const ms of await Promise.all(calls)) expect(ms).toBeLessThan(3_000);
    expect(remote.isUp).toBe(false);
    front.fault = {};
    await expect.poll(() => remote.isUp).toBe(true);
    await insert('ada');
  });

  it('that is slow but answers is waited for', async () => {
    front.fault = { slowMs: 600 };
    await insert('ada');
    expect([told, await names()]).toEqual([[], [{ name: 'ada' }]]);
  });

  it.each([241, 243, 252])('that refuses with %i is up', async (insertCode) => {
    front.fault = { insertCode };
    await expect(insert('ada')).rejects.toThrow(EngineError);
    expect([remote.isUp, await remote.query('SELECT 1 AS one')]).toEqual([true, [{ one: 1 }]]);
  });

  it('that was down when it was opened is brought to its schema before anything else', async () => {
    await front.stop();
    const steps: string[] = [];
    const late = await openRemote({
      urls: [front.url],
      times: TIMES,
      awaken: async () => void steps.push('schema'),
      onHealth: (up) => steps.push(up ? 'up' : 'down'),
    });
    try {
      await expect(late.query('SELECT 1')).rejects.toThrow(EngineDown);
      await front.start();
      await expect.poll(() => late.isUp).toBe(true);
      expect(steps).toEqual(['down', 'schema', 'up']);
    } finally {
      await late.close();
    }
  });
});
