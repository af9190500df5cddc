import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { GIVE_UP_MS, MAX_ATTEMPTS, type Outcome } from '@pharos/core/channels/outcome';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Records } from '../../store/records/tables.ts';
import { type FakeClock, fakeClock } from '../../testing/fake-clock.ts';
import { aMortal } from '../../testing/mortal.ts';
import { startNode } from '../../testing/server-process.ts';
import {
  embeddedRecords,
  postgresReachable,
  postgresRecords,
  type TestRecords,
} from '../../testing/test-records.ts';
import { Courier, type CourierLimits } from './courier.ts';
import type { Send } from './sender.ts';
import { anOutbox } from './testing/outbox.ts';
import { aReceiver } from './testing/receiver.ts';

const DRIVERS: [name: string, available: boolean, open: () => Promise<TestRecords>][] = [
  ['PGlite', true, embeddedRecords],
  ['PostgreSQL', await postgresReachable(), postgresRecords],
];
const LEASE_MS = 90_000;

describe.each(DRIVERS.filter(([, available]) => available))('the outbox on %s', (_, __, open) => {
  let store: TestRecords;
  let clock: FakeClock;
  let outbox: Awaited<ReturnType<typeof anOutbox>>;
  let couriers: Courier[];
  let errors: unknown[];
  let sent: { key: string; channel: string }[];
  let answer: (key: string, signal: AbortSignal) => Promise<Outcome>;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.dispose());
  beforeEach(async () => {
    clock = fakeClock();
    outbox = await anOutbox(store.records, () => new Date(clock.nowMs()));
    [couriers, errors, sent] = [[], [], []];
    answer = async () => ({ result: 'delivered' });
  });
  afterEach(async () => {
    for (const courier of couriers) await courier.close();
    await store.records.deleteFrom('projects').where('id', '=', outbox.projectId).execute();
  });
  const sending: Send = (notice, channel, signal) => {
    sent.push({ key: notice.key, channel: channel.id });
    return answer(notice.key, signal);
  };
  const aCourier = (
    {
      records = store.records,
      random = 0.5,
      send = sending,
    }: { records?: Records; random?: number; send?: Send } = {},
    limits: Partial<CourierLimits> = {},
  ) => {
    const onError = (error: unknown) => errors.push(error);
    const parts = { records, send, clock, random: () => random, onError };
    const made = new Courier({
      ...parts,
      limits: { leaseMs: LEASE_MS, lookMs: 3_600_000, graceMs: 0, ...limits },
    });
    couriers.push(made);
    return made;
  };
  const work = async (courier: Courier) => {
    courier.wake();
    await courier.settle();
  };
  const keys = () => sent.map(({ key }) => key);

  it('holds what is told once for each channel and step, in the transaction that it is told in', async () => {
    const [a, b, off] = [
      await outbox.aChannel(),
      await outbox.aChannel(),
      await outbox.aChannel(undefined, false),
    ];
    expect(await outbox.enqueue([a, b, off, 'unknown'], 'one')).toBe(2);
    expect(await outbox.enqueue([a], 'one')).toBe(0);
    await expect(
      store.records.transaction().execute(async (tx) => {
        await outbox.enqueue([a], 'two', { on: tx });
        throw new Error('it did not happen');
      }),
    ).rejects.toThrow();
    await work(aCourier());
    expect(sent.map(({ channel }) => channel).sort()).toEqual([a, b].sort());
    expect(new Set(keys())).toEqual(new Set(['one']));
    expect(await outbox.rows()).toMatchObject([
      { state: 'delivered', attempts: 1, maybeRepeated: 0, lastError: null },
      { state: 'delivered' },
    ]);
    await work(aCourier());
    expect(sent).toHaveLength(2);
  });

  it('tries again later and later, with jitter, not before the receiver wants it', async () => {
    const channel = await outbox.aChannel();
    await outbox.enqueue([channel], 'one');
    const outcomes: Outcome[] = [
      { result: 'again', reason: 'busy' },
      { result: 'again', reason: 'busy', afterMs: 60_000 },
      { result: 'again', reason: 'busy' },
      { result: 'delivered' },
    ];
    answer = async () => outcomes.shift() ?? { result: 'delivered' };
    const courier = aCourier();
    // Half of 10, then what was asked for, then half of 40 seconds.
    for (const waitMs of [0, 5_000, 60_000, 20_000]) {
      clock.advance(waitMs - 1);
      const before = sent.length;
      if (waitMs > 0) await work(courier);
      expect(sent).toHaveLength(before);
      clock.advance(1);
      await work(courier);
      expect(sent).toHaveLength(before + 1);
    }
    expect(await outbox.rows()).toMatchObject([{ state: 'delivered', attempts: 4 }]);
  });

  it('gives up what is refused at once, and what nobody takes after a day or so many attempts', async () => {
    const channel = await outbox.aChannel();
    await outbox.enqueue([channel], 'refused');
    answer = async () => ({ result: 'refused', reason: 'HTTP 404: no such hook' });
    await work(aCourier());
    expect(await outbox.rows()).toMatchObject([
      { state: 'dead', attempts: 1, lastError: 'HTTP 404: no such hook' },
    ]);
    for (const [key, random, stepMs] of [
      ['quickly', 0, 1_000],
      ['slowly', 0.999, 7_200_000],
    ] as const) {
      sent = [];
      const began = clock.nowMs();
      await outbox.enqueue([channel], key);
      answer = async () => ({ result: 'again', reason: 'down' });
      const courier = aCourier({ random });
      for (let n = 0; n < MAX_ATTEMPTS + 5; n++) {
        await work(courier);
        clock.advance(stepMs);
      }
      const row = (await outbox.rows()).find((each) => each.key === key);
      expect(row).toMatchObject({ state: 'dead', lastError: 'down' });
      expect(sent.length).toBeLessThanOrEqual(MAX_ATTEMPTS);
      expect((row?.endedAt?.getTime() ?? Number.POSITIVE_INFINITY) - began).toBeLessThanOrEqual(GIVE_UP_MS);
    }
  });

  it('is not held up by one channel that is slow', async () => {
    const [slow, quick] = [await outbox.aChannel(), await outbox.aChannel()];
    for (let n = 0; n < 6; n++) {
      await outbox.enqueue([slow], `slow ${n}`);
      await outbox.enqueue([quick], `quick ${n}`);
    }
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let atOnce = 0;
    let most = 0;
    answer = async (key) => {
      if (key.startsWith('slow')) {
        most = Math.max(most, ++atOnce);
        await released;
        atOnce -= 1;
      }
      return { result: 'delivered' };
    };
    const courier = aCourier({}, { overall: 4 });
    courier.wake();
    await expect.poll(() => keys().filter((key) => key.startsWith('quick'))).toHaveLength(6);
    expect(most).toBe(2);
    release();
    await courier.settle();
    expect([most, keys().length]).toEqual([2, 12]);
  });

  it('tells what is about one subject in order, whatever else goes on', async () => {
    const channel = await outbox.aChannel();
    await outbox.enqueue([channel], 'opened', { subject: 'i1' });
    await outbox.enqueue([channel], 'ended', { subject: 'i1', reason: 'ended' });
    await outbox.enqueue([channel], 'other', { subject: 'i2' });
    let isUp = false;
    answer = async (key) =>
      key === 'opened' && !isUp ? { result: 'again', reason: 'down' } : { result: 'delivered' };
    const courier = aCourier();
    await work(courier);
    expect(keys()).toEqual(['opened', 'other']);
    isUp = true;
    clock.advance(60_000);
    await work(courier);
    expect(keys()).toEqual(['opened', 'other', 'opened', 'ended']);
  });

  it('keeps what a channel that is off has to tell, for a day', async () => {
    const channel = await outbox.aChannel();
    await outbox.enqueue([channel], 'one');
    await store.records.updateTable('channels').set({ enabled: false }).where('id', '=', channel).execute();
    await work(aCourier());
    expect([keys(), (await outbox.rows())[0]?.state]).toEqual([[], 'waiting']);
    clock.advance(GIVE_UP_MS + 1);
    await work(aCourier());
    expect(await outbox.rows()).toMatchObject([{ state: 'dead', lastError: expect.stringContaining('off') }]);
  });

  it('gives up what it cannot read, and goes on with the rest', async () => {
    const channel = await outbox.aChannel();
    await outbox.enqueue([channel], 'one');
    await store.records.updateTable('deliveries').set({ notice: '{"key":"one"}' }).execute();
    await outbox.enqueue([channel], 'two');
    await work(aCourier());
    expect(keys()).toEqual(['two']);
    expect(await outbox.rows()).toMatchObject([{ state: 'dead' }, { state: 'delivered' }]);
  });

  it('forgets what ended a month ago', async () => {
    await outbox.enqueue([await outbox.aChannel()], 'one');
    await work(aCourier());
    clock.advance(31 * 86_400_000);
    await work(aCourier());
    expect(await outbox.rows()).toEqual([]);
  });

  it('is shared by many couriers: each thing is told by one of them', async () => {
    const channels = [await outbox.aChannel(), await outbox.aChannel(), await outbox.aChannel()];
    for (let n = 0; n < 10; n++) await outbox.enqueue(channels, `step ${n}`);
    answer = async () => {
      await new Promise(setImmediate);
      return { result: 'delivered' };
    };
    const all = [aCourier(), aCourier(), aCourier()];
    for (const courier of all) courier.wake();
    await Promise.all(all.map((courier) => courier.settle()));
    await work(aCourier());
    expect(new Set(sent.map(({ key, channel }) => `${key} ${channel}`)).size).toBe(30);
    expect(sent).toHaveLength(30);
    expect(
      (await outbox.rows()).every(({ state, maybeRepeated }) => state === 'delivered' && maybeRepeated === 0),
    ).toBe(true);
  });

  it('has what was stopped on the way taken up again by the next start, which is counted', async () => {
    await outbox.enqueue([await outbox.aChannel()], 'one');
    answer = (_key, signal) => once(signal, 'abort').then(() => Promise.reject(signal.reason));
    const courier = aCourier();
    courier.wake();
    await expect.poll(() => keys()).toEqual(['one']);
    await courier.close();
    expect(errors).toEqual([]);
    answer = async () => ({ result: 'delivered' });
    await work(aCourier());
    expect(keys()).toEqual(['one', 'one']);
    expect(await outbox.rows()).toMatchObject([{ state: 'delivered', attempts: 2, maybeRepeated: 1 }]);
  });

  it('ends an attempt that takes too long', async () => {
    await outbox.enqueue([await outbox.aChannel()], 'one');
    let isStuck = true;
    answer = (_key, signal) =>
      isStuck
        ? once(signal, 'abort').then(() => {
            isStuck = false;
            return Promise.reject(signal.reason);
          })
        : Promise.resolve({ result: 'delivered' });
    await work(aCourier({}, { attemptMs: 20 }));
    expect(await outbox.rows()).toMatchObject([{ state: 'delivered', attempts: 2, maybeRepeated: 1 }]);
  });

  it('lets nobody who comes too late say what became of it', async () => {
    await outbox.enqueue([await outbox.aChannel()], 'one');
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    answer = async () => {
      if (sent.length > 1) return { result: 'delivered' };
      await released;
      return { result: 'refused', reason: 'an old word' };
    };
    const frozen = aCourier();
    frozen.wake();
    await expect.poll(() => keys()).toHaveLength(1);
    clock.advance(LEASE_MS);
    await work(aCourier());
    release();
    await frozen.settle();
    expect(await outbox.rows()).toMatchObject([{ state: 'delivered', maybeRepeated: 1, lastError: null }]);
  });

  describe('loses nothing when the process dies', () => {
    it('at any of its steps; it repeats only what it may have sent, under the same key, and counts that', async () => {
      let isOver = false;
      let repeated = 0;
      for (let diesAt = 1; !isOver; diesAt++) {
        await store.records.deleteFrom('deliveries').where('projectId', '=', outbox.projectId).execute();
        const channel = await outbox.aChannel();
        await outbox.enqueue([channel], `step ${diesAt}`);
        sent = [];
        const process = aMortal(store.records, diesAt);
        // Before and after it sends, it may die as well.
        const dying: Send = async (notice, to, signal) => {
          process.step();
          const outcome = await sending(notice, to, signal);
          process.step();
          return outcome;
        };
        const courier = aCourier({ records: process.records, send: dying });
        await work(courier);
        isOver = !process.isDead();
        await courier.close();
        clock.advance(LEASE_MS);
        await work(aCourier());
        const [row] = await outbox.rows();
        expect([row?.state, row?.key], `died at ${diesAt}`).toEqual(['delivered', `step ${diesAt}`]);
        expect(new Set(keys())).toEqual(new Set([`step ${diesAt}`]));
        expect(sent.length - 1).toBeLessThanOrEqual(row?.maybeRepeated ?? 0);
        expect(sent.length).toBeLessThanOrEqual(2);
        if (isOver) expect([sent.length, row?.maybeRepeated]).toEqual([1, 0]);
        repeated += sent.length - 1;
      }
      // The window between sending and noting was met.
      expect(repeated).toBeGreaterThan(0);
    });
  });
});

describe.runIf(await postgresReachable())('couriers that are killed', () => {
  it('lose nothing, and repeat no more than is counted, under the same key', async () => {
    const store = await postgresRecords();
    const receiver = await aReceiver();
    const start = () =>
      startNode(
        [
          '--conditions=pharos-source',
          '--import',
          'tsx',
          new URL('./testing/courier-process.ts', import.meta.url).pathname,
          store.databaseUrl ?? '',
          '500',
        ],
        {},
      );
    const processes = [start()];
    try {
      const outbox = await anOutbox(store.records, () => new Date());
      const channels = [await outbox.aChannel(receiver), await outbox.aChannel(receiver)];
      receiver.answer = async (_request, response) => {
        await pause(20);
        response.end();
      };
      for (let n = 0; n < 30; n++) await outbox.enqueue(channels, `step ${n}`);
      for (const kill of [1, 2]) {
        await expect.poll(() => receiver.received.length, { timeout: 50_000 }).toBeGreaterThan(kill * 8);
        const next = start();
        processes.at(-1)?.kill('SIGKILL');
        processes.push(next);
      }
      const open = async () => (await outbox.rows()).filter(({ state }) => state !== 'delivered').length;
      await expect.poll(open, { timeout: 50_000 }).toBe(0);
      const rows = await outbox.rows();
      const repeats = rows.reduce((sum, { maybeRepeated }) => sum + maybeRepeated, 0);
      const arrived = receiver.received.map(({ headers }) => headers['idempotency-key']);
      expect(new Set(arrived)).toEqual(new Set(rows.map(({ key }) => key)));
      expect(arrived.length).toBeGreaterThanOrEqual(60);
      expect(arrived.length - 60).toBeLessThanOrEqual(repeats);
      expect(repeats).toBeGreaterThan(0);
    } finally {
      for (const each of processes) each.kill('SIGKILL');
      await Promise.all(processes.map(({ ended }) => ended));
      receiver.close();
      await store.dispose();
    }
  }, 120_000);
});
