import type { Span } from '@pharos/core/span';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomIds } from '../../ids.ts';
import type { LiveCounters } from '../../live/counters.ts';
import { createMemoryCounters } from '../../live/memory-counters.ts';
import { openRedisCounters } from '../../live/redis-counters.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { type FilledStore, openFilledStore } from '../../store/telemetry/read/testing/filled-store.ts';
import { type FakeClock, fakeClock } from '../../testing/fake-clock.ts';
import { aModelCall } from '../../testing/spans.ts';
import { embeddedRecords, type TestRecords } from '../../testing/test-records.ts';
import { redisReachable, TEST_REDIS_ADDRESS } from '../../testing/test-redis.ts';
import { countedQuotas, storeQuota } from './testing/counted.ts';

type Open = (clock: FakeClock) => LiveCounters;
const DRIVERS: [name: string, available: boolean, open: Open][] = [
  ['in memory', true, createMemoryCounters],
  [
    'in Redis',
    await redisReachable(),
    (clock) => openRedisCounters({ redis: TEST_REDIS_ADDRESS, clock, onError: () => undefined }),
  ],
];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.parse('2026-03-01T12:00:00Z');

let store: FilledStore;
let records: TestRecords;
beforeAll(async () => {
  [store, records] = await Promise.all([openFilledStore(fakeClock()), embeddedRecords()]);
});
afterAll(async () => {
  await store.close();
  await records.dispose();
});

describe.each(DRIVERS)('quotas counted %s', (_name, available, openCounters) => {
  const it = test.runIf(available);
  let clock: FakeClock;
  let counters: LiveCounters;
  let project: string;
  let failing: boolean;
  let counted: Awaited<ReturnType<typeof countedQuotas>>;
  let opened: { close(): Promise<void> }[];
  const reader: Pick<TelemetryReader, 'spending'> = {
    spending: (...asked) =>
      failing ? Promise.reject(new Error('no store')) : store.reader.spending(...asked),
  };
  /** Another process, or this one after a restart. */
  const aProcess = async (on = counters) => {
    const made = await countedQuotas({ records: records.records, reader, counters: on, clock });
    opened.push(made);
    return made;
  };
  beforeEach(async () => {
    clock = fakeClock(new Date(NOON).toISOString());
    project = randomIds.id();
    failing = false;
    opened = [];
    await records.records
      .insertInto('projects')
      .values({ id: project, name: project, createdAt: new Date(0) })
      .execute();
    if (!available) return;
    counters = openCounters(clock);
    counted = await aProcess();
  });
  afterEach(async () => {
    for (const each of opened) await each.close();
    await counters?.close();
    await records.records.deleteFrom('projects').where('id', '=', project).execute();
  });

  let spans = 0;
  const call = (userId: string, tokens: number, atMs = NOON, more: Partial<Span> = {}) =>
    aModelCall({
      spanId: `${++spans}`.padStart(16, '0'),
      startNs: BigInt(atMs) * 1_000_000n,
      userId,
      usage: { input: tokens, total: tokens },
      ...more,
    });
  /** Stores spans and says so, as a commit does. */
  const commit = async (...all: Span[]) => {
    await store.put(project, { spans: all });
    const earliest = Math.min(...all.map(({ startNs }) => Number(startNs / 1_000_000n)));
    await counted.committed(project, earliest);
  };
  const quota = async (more: Parameters<typeof storeQuota>[2] = {}) => {
    const id = await storeQuota(records.records, project, more);
    counted.book.forget(project);
    await counted.tally.refresh(project);
    await counted.tally.settle();
    return id;
  };
  const check = (user = 'ada', on = counted) => on.gate.check(project, { user });
  const used = async (user = 'ada', on = counted) => Number((await check(user, on)).quota?.used);
  const noted = async () =>
    (
      await records.records
        .selectFrom('quotaEvents')
        .select(['subject', 'threshold', 'used', 'windowStart'])
        .where('projectId', '=', project)
        .orderBy('id')
        .execute()
    ).map((event) => [event.subject, event.threshold, event.used, event.windowStart.getTime()]);

  it('count a span once however often it is sent, and as it is told last', async () => {
    await quota();
    const one = call('ada', 100);
    await commit(one);
    await commit(one, call('bob', 7));
    expect([await used(), await used('bob'), await used('eve')]).toEqual([100, 7, 0]);
    await commit({ ...one, usage: { input: 60, total: 60 } });
    expect(await used()).toBe(60);
    await commit({ ...one, userId: 'eve' });
    expect([await used(), await used('eve')]).toEqual([0, 100]);
  });

  it('count what comes late in the window in which it started', async () => {
    await quota();
    const midnight = NOON + DAY / 2;
    clock.advance(DAY / 2 + 60_000);
    await commit(call('ada', 500, midnight - 1), call('ada', 30, midnight));
    expect(await used()).toBe(30);
    // The window that has just ended is told of it.
    expect(await noted()).toEqual([['ada', 50, '500', NOON - DAY / 2]]);
    await commit(call('ada', 900, midnight - 2 * DAY));
    expect([await used(), (await noted()).length]).toEqual([30, 1]);
  });

  it('begin a window with nothing but what came ahead of it', async () => {
    await quota({ window: { type: 'calendar', unit: 'hour' } });
    await commit(call('ada', 10), call('ada', 3, NOON + HOUR + 5_000));
    expect(await used()).toBe(10);
    clock.advance(HOUR + 1_000);
    expect(await used()).toBe(0);
    await counted.committed(project, NOON + HOUR);
    expect(await used()).toBe(3);
  });

  it('let spending leave a rolling window, part by part', async () => {
    await quota({ window: { type: 'rolling', unit: 'hour' } });
    await commit(call('ada', 1, NOON - 50 * 60_000), call('ada', 20, NOON - 10 * 60_000), call('ada', 300));
    expect(await used()).toBe(321);
    clock.advance(16 * 60_000);
    expect(await used()).toBe(320);
    clock.advance(50 * 60_000);
    expect(await used()).toBe(0);
    expect(await check()).toMatchObject({ allowed: true, resetsAt: null });
    await commit(call('ada', 1000, NOON + 65 * 60_000));
    expect(await check()).toMatchObject({
      allowed: false,
      resetsAt: new Date(NOON + 130 * 60_000).toISOString(),
    });
    expect((await noted()).map(([, threshold]) => threshold)).toEqual([50, 80, 100]);
  });

  it('are the same after a restart, and note nothing twice', async () => {
    await quota();
    await commit(call('ada', 850));
    expect((await noted()).map(([, threshold]) => threshold)).toEqual([50, 80]);
    const fresh = openCounters(clock);
    opened.push(fresh);
    const again = await aProcess(fresh);
    await again.tally.settle();
    await again.crossings.drain();
    expect(await used('ada', again)).toBe(850);
    expect(await noted()).toHaveLength(2);
    await commit(call('ada', 200));
    expect((await noted()).at(-1)).toEqual(['ada', 100, '1050', NOON - DAY / 2]);
  });

  it('have what is settled on top of what was spent before, until its span is there', async () => {
    await commit(call('ada', 600));
    await quota();
    const held = await counted.gate.reserve(project, { user: 'ada', tokens: '300' }, 60);
    await counted.gate.settle(project, held.reservation?.id ?? '', { tokens: '300' });
    expect(await used()).toBe(900);
    await commit(call('ada', 300));
    expect(await used()).toBe(900);
    expect(await counted.gate.reserve(project, { user: 'ada', tokens: '101' }, 60)).toMatchObject({
      allowed: false,
    });
  });

  it('count many users in one reading', async () => {
    const users = Array.from({ length: 3_000 }, (_, n) => `user ${n}`);
    await store.put(project, { spans: users.map((user, n) => call(user, n + 1)) });
    await quota();
    expect(await Promise.all([0, 1499, 2999].map((n) => used(`user ${n}`)))).toEqual([1, 1500, 3000]);
  });

  it('end at once while something is being read', async () => {
    let asked = 0;
    const hanging: typeof reader.spending = (_scope, _query, signal) => {
      asked += 1;
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    };
    await storeQuota(records.records, project);
    const other = await countedQuotas({
      ...{ records: records.records, counters, clock },
      reader: { spending: hanging },
    });
    await expect.poll(() => asked).toBe(1);
    await other.close();
    expect(other.errors).toEqual([]);
  });

  it('count again what counters have lost', async () => {
    await quota();
    await commit(call('ada', 40));
    if (_name === 'in memory') await counters.close();
    counted.tally.recountAll();
    expect(await check()).toMatchObject({ degraded: true });
    await counted.tally.settle();
    expect(await check()).toMatchObject({ degraded: false, quota: { used: '40' } });
  });

  it('say that they are behind while nothing can be read, and catch up', async () => {
    await quota();
    await commit(call('ada', 10));
    failing = true;
    await commit(call('ada', 20));
    expect(await check()).toMatchObject({ degraded: true, allowed: true, quota: { used: '10' } });
    failing = false;
    await expect.poll(() => check()).toMatchObject({ degraded: false, quota: { used: '30' } });
  });

  it.each([
    ['allow', true],
    ['deny', false],
  ] as const)('take their own choice, %s, until they were read once', async (onUnavailable, allowed) => {
    failing = true;
    await quota({ onUnavailable });
    const unknown = { used: null, remaining: null, exceeded: null };
    expect(await check()).toMatchObject({ allowed, degraded: true, quota: unknown });
    const held = await counted.gate.reserve(project, { user: 'ada', tokens: '5000' }, 60);
    expect(held).toMatchObject({ allowed, degraded: true });
    failing = false;
    await expect.poll(() => check()).toMatchObject({ degraded: false });
  });

  it('never go beyond a hard limit while spans and readings come in between', async () => {
    const limit = 2_000;
    await quota({
      scope: { type: 'project' },
      limit: String(limit),
      window: { type: 'rolling', unit: 'day' },
    });
    const other = openCounters(clock);
    opened.push(other);
    // In memory there is one process.
    const processes = _name === 'in Redis' ? [counted, await aProcess(other)] : [counted];
    await Promise.all(processes.map(({ tally }) => tally.settle()));
    let spent = 0;
    const work = async (n: number) => {
      const { gate, bus } = processes[n % processes.length] as typeof counted;
      const wanted = 5 + ((n * 31) % 40);
      const { reservation } = await gate.reserve(project, { user: `u${n % 7}`, tokens: `${wanted}` }, 60);
      if (!reservation) return;
      const actual = wanted - (n % 5);
      spent += actual;
      // Its span is there before it is settled, or after.
      const send = async () => {
        await store.put(project, { spans: [call(`u${n % 7}`, actual)] });
        bus.publish({ projectId: project, type: 'traces', traceIds: [], earliestMs: NOON });
      };
      if (n % 2) await send();
      await gate.settle(project, reservation.id, { tokens: `${actual}` });
      if (n % 2 === 0) await send();
    };
    for (let round = 0; round < 4; round++) {
      await Promise.all(Array.from({ length: 50 }, (_, n) => work(round * 50 + n)));
    }
    await counted.committed(project, NOON);
    expect(spent).toBeLessThanOrEqual(limit);
    expect(spent).toBeGreaterThan(limit - 50);
    expect(await used()).toBe(spent);
  });
});
