import { MAX_AMOUNT } from '@pharos/core/quotas/amount';
import { type Counted, reservedOf, usedOf } from '@pharos/core/quotas/decide';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts';
import { redisForms } from '../testing/redis-forms.ts';
import {
  type Claim,
  COUNTER_LIMITS,
  type CounterLimits,
  type CounterRef,
  type HoldOutcome,
  LATE_MS,
  type LiveCounters,
} from './counters.ts';
import { createMemoryCounters } from './memory-counters.ts';
import type { RedisAddress } from './redis-address.ts';
import { openRedisCounters } from './redis-counters.ts';

type Open = (clock: FakeClock, limits?: CounterLimits) => LiveCounters;
const inRedis =
  (redis: RedisAddress): Open =>
  (clock, limits = COUNTER_LIMITS) =>
    openRedisCounters({
      redis,
      clock,
      limits,
      // Hundreds of calls at once, on a machine that has other things to do.
      commandTimeoutMs: 5_000,
      onError: (error) => {
        throw error;
      },
    });
const FORMS = await redisForms({ sentinel: true });
const DRIVERS: [name: string, available: boolean, open: Open][] = [
  ['in memory', true, createMemoryCounters],
  ...FORMS.map(({ name, available, redis }): (typeof DRIVERS)[number] => [name, available, inRedis(redis)]),
];

const HOUR = 3_600_000;

describe.each(DRIVERS)('counters %s', (name, available, openCounters) => {
  let clock: FakeClock;
  let owner: string;
  let counters: LiveCounters;
  let opened: LiveCounters[];
  const open = (limits?: CounterLimits) => {
    const made = openCounters(clock, limits);
    opened.push(made);
    return made;
  };
  beforeEach(() => {
    clock = fakeClock();
    owner = randomIds.id();
    opened = [];
    if (available) counters = open();
  });
  afterEach(() => Promise.all(opened.map((each) => each.close())));
  const it = test.runIf(available);

  const ref = (subject = 'ada', group = 'day'): CounterRef => ({
    group,
    subject,
    expiresAtMs: Math.ceil(clock.nowMs() / HOUR) * HOUR + 4 * HOUR,
  });
  const claim = (amount: number, limit: number | null, into = ref(), counters = [into]): Claim => ({
    measure: 'tokens',
    amount,
    limit,
    counters,
    into,
  });
  const reserve = (id: string, ...claims: Claim[]): Promise<HoldOutcome> =>
    counters.reserve(owner, { id, expiresAtMs: clock.nowMs() + 60_000, claims });
  const tell = (amounts: [string, number][], readAtMs = 1, group = 'day', on = counters) =>
    on.tell(owner, ref('', group), amounts, { readAtMs });
  const read = async (...refs: CounterRef[]) => (await counters.read(owner, refs)).map(shown);
  const shown = ({ told, settled, reserved }: Counted) => [told, settled, reserved];

  it('know what they are told, and what that changed', async () => {
    expect(
      await tell([
        ['ada', 5],
        ['bob', 0],
      ]),
    ).toEqual([
      {
        counter: ref('ada'),
        before: { told: 0, settled: 0, reserved: 0 },
        after: { told: 5, settled: 0, reserved: 0 },
      },
    ]);
    expect((await tell([['ada', 7]])).map(({ before, after }) => [before.told, after.told])).toEqual([
      [5, 7],
    ]);
    expect(await read(ref('bob'), ref('ada'), ref('eve'))).toEqual([
      [0, 0, 0],
      [7, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('ignore what was read before what they know', async () => {
    await tell([['ada', 5]], 20);
    expect(await tell([['ada', 3]], 19)).toEqual([]);
    expect(await read(ref())).toEqual([[5, 0, 0]]);
  });

  it('take what they are told as a base when they are told so: what is settled comes on top', async () => {
    const base = { readAtMs: 1, base: true };
    const changes = await counters.tell(
      owner,
      ref(),
      [
        ['ada', 50],
        ['bob', 0],
      ],
      base,
    );
    expect(changes.map(({ after }) => shown(after))).toEqual([[50, 50, 0]]);
    await reserve('1', claim(30, 100));
    await counters.settle(owner, '1', {});
    expect((await reserve('2', claim(21, 100))).held).toBe(false);
    await counters.tell(owner, ref(), [['ada', 60]], base);
    expect(await read(ref())).toEqual([[60, 80, 0]]);
  });

  it('hold all of a reservation or none of it, and say how things stood', async () => {
    await tell([['ada', 50]]);
    await tell([['', 10]], 1, 'all');
    const both = (amount: number) => [claim(amount, 100), claim(amount, 40, ref('', 'all'))];
    expect(await reserve('1', ...both(31))).toEqual({
      held: false,
      counts: [[{ told: 50, settled: 0, reserved: 0 }], [{ told: 10, settled: 0, reserved: 0 }]],
    });
    expect(await read(ref(), ref('', 'all'))).toEqual([
      [50, 0, 0],
      [10, 0, 0],
    ]);
    expect((await reserve('2', ...both(30))).held).toBe(true);
    expect((await reserve('3', ...both(1))).held).toBe(false);
    expect((await reserve('4', claim(1000, null))).held).toBe(true);
    expect(await read(ref(), ref('', 'all'))).toEqual([
      [50, 0, 1030],
      [10, 0, 30],
    ]);
  });

  it('deny a reservation of nothing when nothing is left', async () => {
    await tell([['ada', 99]]);
    expect((await reserve('1', claim(0, 100))).held).toBe(true);
    await tell([['ada', 100]]);
    expect((await reserve('2', claim(0, 100))).held).toBe(false);
  });

  it('add several counters up, and take the greater of what is told and what is settled', async () => {
    await tell([['ada', 30]], 1, 'monday');
    await tell([['ada', 30]], 1, 'tuesday');
    const [monday, tuesday] = [ref('ada', 'monday'), ref('ada', 'tuesday')];
    expect((await reserve('1', claim(40, 100, tuesday, [monday, tuesday]))).held).toBe(true);
    await counters.settle(owner, '1', {});
    expect((await reserve('2', claim(40, 100, tuesday, [monday, tuesday]))).held).toBe(true);
    expect((await reserve('3', claim(1, 100, tuesday, [monday, tuesday]))).held).toBe(false);
  });

  it('count what was spent in place of what was held', async () => {
    await reserve('1', claim(50, 100), { ...claim(9, null, ref('ada', 'cost')), measure: 'cost' });
    expect(await counters.settle(owner, '1', { tokens: 20 })).toEqual({
      state: 'settled',
      late: false,
      repeated: false,
      changes: [
        {
          counter: ref(),
          before: { told: 0, settled: 0, reserved: 50 },
          after: { told: 0, settled: 20, reserved: 0 },
        },
        {
          counter: ref('ada', 'cost'),
          before: { told: 0, settled: 0, reserved: 9 },
          after: { told: 0, settled: 9, reserved: 0 },
        },
      ],
    });
    expect(await counters.settle(owner, '1', { tokens: 20 })).toMatchObject({ repeated: true, changes: [] });
    expect(await counters.release(owner, '1')).toMatchObject({ state: 'settled', repeated: true });
    expect(await read(ref())).toEqual([[0, 20, 0]]);
  });

  it('hold nothing more of what is released', async () => {
    await reserve('1', claim(50, 100));
    expect(await counters.release(owner, '1')).toMatchObject({ state: 'released', late: false });
    expect(await read(ref())).toEqual([[0, 0, 0]]);
    expect(await counters.settle(owner, 'unknown', {})).toBeUndefined();
  });

  it('give up what is abandoned, and count it all the same when it is settled late', async () => {
    await reserve('1', claim(50, 100));
    clock.advance(30_000);
    await reserve('2', claim(50, 100));
    expect((await reserve('3', claim(50, 100))).held).toBe(false);
    clock.advance(32_000);
    expect((await reserve('3', claim(50, 100))).held).toBe(true);
    expect(await counters.settle(owner, '1', { tokens: 10 })).toMatchObject({ late: true, repeated: false });
    expect(await read(ref())).toEqual([[0, 10, 100]]);
    clock.advance(62_000);
    expect(await read(ref())).toEqual([[0, 10, 0]]);
    clock.advance(2 * LATE_MS);
    // Redis forgets it by its own clock.
    if (name === 'in memory') expect(await counters.settle(owner, '2', {})).toBeUndefined();
  });

  it('are those of one owner', async () => {
    await tell([['ada', 5]]);
    await reserve('1', claim(50, 100));
    const other = randomIds.id();
    expect((await counters.read(other, [ref()])).map(shown)).toEqual([[0, 0, 0]]);
    expect(await counters.settle(other, '1', {})).toBeUndefined();
    expect(await counters.release(other, '1')).toBeUndefined();
    expect(await read(ref())).toEqual([[5, 0, 50]]);
  });

  it('take any text for a subject', async () => {
    const subjects = ['', ' ', '__proto__', 'a"b\\c\n', '1 2 3 4', '\u0000', '😀', "'; return 1 --", '{x}'];
    await tell(subjects.map((subject, index) => [subject, index + 1]));
    const refs = subjects.map((subject) => ref(subject));
    await reserve('1', ...refs.map((each) => claim(7, 100, each)));
    const { changes = [] } = (await counters.settle(owner, '1', {})) ?? {};
    expect(changes.map(({ counter }) => counter.subject)).toEqual(subjects);
    expect(await read(...refs)).toEqual(subjects.map((_, index) => [index + 1, 7, 0]));
  });

  it('are exact up to the largest amount, and stay there', async () => {
    const limit = MAX_AMOUNT - 1;
    await tell([['ada', MAX_AMOUNT - 11]]);
    expect((await reserve('1', claim(11, limit))).held).toBe(false);
    expect((await reserve('2', claim(10, limit))).held).toBe(true);
    expect((await reserve('3', claim(1, limit))).held).toBe(false);
    // What is held must be remembered exactly, to be taken off again.
    expect((await reserve('4', claim(MAX_AMOUNT - 10, null))).held).toBe(false);
    for (const id of ['5', '6']) {
      expect((await reserve(id, claim(MAX_AMOUNT - 11, null))).held).toBe(true);
      await counters.settle(owner, id, {});
    }
    expect(await read(ref())).toEqual([[MAX_AMOUNT - 11, MAX_AMOUNT, 10]]);
    await tell([['ada', MAX_AMOUNT]]);
    expect((await reserve('7', claim(0, limit))).held).toBe(false);
  });

  it('are dropped with their group', async () => {
    const soon = { group: 'minute', subject: 'ada', expiresAtMs: clock.nowMs() + 1_000 };
    await counters.tell(owner, soon, [['ada', 5]], { readAtMs: 1 });
    await reserve('1', claim(7, 100, soon));
    clock.advance(1_500);
    await expect.poll(() => read(soon), { timeout: 5_000 }).toEqual([[0, 0, 0]]);
    expect(await counters.tell(owner, soon, [['ada', 5]], { readAtMs: 1 })).toEqual([]);
    expect(await counters.settle(owner, '1', {})).toMatchObject({ changes: [] });
  });

  it('have an end, and count what finds no room', async () => {
    const few = open({ maxCounters: 2, maxInAll: 3, maxHolds: 1 });
    await tell(
      [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ],
      1,
      'day',
      few,
    );
    expect((await few.read(owner, [ref('a'), ref('b'), ref('c')])).map(({ told }) => told)).toEqual([
      1, 2, 0,
    ]);
    expect(few.dropped).toBe(1);
    const hold = (id: string, subject: string) =>
      few.reserve(owner, { id, expiresAtMs: clock.nowMs() + 1000, claims: [claim(1, 10, ref(subject))] });
    await expect(hold('1', 'd')).rejects.toThrow('no room');
    expect((await hold('2', 'a')).held).toBe(true);
    await expect(hold('3', 'a')).rejects.toThrow();
    expect((await few.read(owner, [ref('a'), ref('d')])).map(shown)).toEqual([
      [1, 0, 1],
      [0, 0, 0],
    ]);
  });

  it('never let parallel reservations beyond a limit, whoever asks', async () => {
    // Two connections are to Redis what two processes are.
    const processes = name !== 'in memory' ? [counters, open()] : [counters];
    const limit = 1_000;
    const users = ['ada', 'bob', 'eve'];
    let most = 0;
    const call = async (id: number) => {
      const on = processes[id % processes.length] as LiveCounters;
      const user = users[id % users.length] ?? '';
      const amount = 1 + ((id * 37) % 23);
      const claims = [claim(amount, limit, ref(user)), claim(amount, 2 * limit, ref('', 'all'))];
      const { held } = await on.reserve(owner, {
        id: `race ${id}`,
        expiresAtMs: clock.nowMs() + 60_000,
        claims,
      });
      if (!held) return 0;
      if (id % 5 === 0) {
        await on.release(owner, `race ${id}`);
        return 0;
      }
      const spent = amount - (id % 2 && amount > 1 ? 1 : 0);
      await on.settle(owner, `race ${id}`, { tokens: spent });
      return spent;
    };
    const watch = async () => {
      const all = await counters.read(owner, [ref('', 'all')]);
      most = Math.max(most, usedOf(all) + reservedOf(all));
    };
    const calls = Array.from({ length: 600 }, (_, id) => call(id));
    const watching = Array.from({ length: 50 }, watch);
    const spent = (await Promise.all(calls)).reduce((sum, each) => sum + each, 0);
    await Promise.all(watching);
    const [all] = await read(ref('', 'all'));
    expect(all).toEqual([0, spent, 0]);
    expect(most).toBeLessThanOrEqual(2 * limit);
    expect(spent).toBeLessThanOrEqual(2 * limit);
    expect(spent).toBeGreaterThan(limit);
    for (const [, settled] of await read(...users.map((user) => ref(user)))) {
      expect(settled).toBeLessThanOrEqual(limit);
    }
  });

  it('agree with a ledger of every step, in any order', async () => {
    const step = fc.record({
      what: fc.constantFrom('reserve', 'settle', 'release', 'tell', 'wait' as const),
      amount: fc.nat(60),
      hold: fc.nat(5),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        owner = `${randomIds.id()}-${run++}`;
        const ledger = { told: 0, settled: 0 };
        const open = new Map<string, { amount: number; until: number }>();
        const reserved = () => {
          for (const [id, { until }] of open) if (until <= clock.nowMs()) open.delete(id);
          return [...open.values()].reduce((sum, { amount }) => sum + amount, 0);
        };
        let now = 0;
        for (const { what, amount, hold } of steps) {
          now += 1;
          const id = `${hold}`;
          if (what === 'tell') {
            await tell([['ada', amount]], now);
            ledger.told = amount;
          } else if (what === 'wait') {
            clock.advance(amount * 1_000);
          } else if (what === 'reserve') {
            const fresh = `${hold}.${now}`;
            const used = Math.max(ledger.told, ledger.settled) + reserved();
            const fits = amount === 0 ? used < 100 : used + amount <= 100;
            const end = Math.ceil(clock.nowMs() / 1000) * 1000 + 30_000;
            const claims = [claim(amount, 100)];
            const { held } = await counters.reserve(owner, { id: fresh, expiresAtMs: end, claims });
            expect(held).toBe(fits);
            if (held) open.set(fresh, { amount, until: end });
          } else {
            reserved();
            const [known] = [...open.keys()].filter((each) => each.startsWith(`${id}.`));
            if (known === undefined) continue;
            open.delete(known);
            if (what === 'settle') {
              ledger.settled += amount;
              await counters.settle(owner, known, { tokens: amount });
            } else await counters.release(owner, known);
          }
          expect(await read(ref())).toEqual([[ledger.told, ledger.settled, reserved()]]);
        }
      }),
      { numRuns: 30 },
    );
  });
});
