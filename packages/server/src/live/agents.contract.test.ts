import {
  type Heartbeat,
  heartbeatSchema,
  type RunReport,
  runReportSchema,
} from '@pharos/core/api/live-reports';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts';
import { redisForms } from '../testing/redis-forms.ts';
import { NO_REDIS } from '../testing/test-redis.ts';
import { createLiveAgents, type LiveAgents } from './agents.ts';
import { createMemoryRegisters } from './memory-registers.ts';
import type { RedisAddress } from './redis-address.ts';
import { openRedisRegisters } from './redis-registers.ts';
import {
  type LiveRegisters,
  REGISTER_LIMITS,
  type RegisterLimits,
  RegistersUnavailable,
} from './registers.ts';

type Open = (clock: FakeClock, namespace: string, limits?: RegisterLimits) => LiveRegisters;
const inRedis =
  (redis: RedisAddress): Open =>
  (clock, namespace, limits = REGISTER_LIMITS) =>
    openRedisRegisters({
      ...{ redis, clock, namespace, limits },
      // On a machine that has other things to do.
      commandTimeoutMs: 5_000,
      onError: (error) => {
        throw error;
      },
    });
const FORMS = await redisForms();
const DRIVERS: [name: string, available: boolean, open: Open][] = [
  ['in memory', true, (clock, _, limits) => createMemoryRegisters(clock, limits)],
  ...FORMS.map(({ name, available, redis }): (typeof DRIVERS)[number] => [name, available, inRedis(redis)]),
];

describe.each(DRIVERS)('live agents %s', (name, available, openRegisters) => {
  let clock: FakeClock;
  let namespace: string;
  let registers: LiveRegisters;
  let agents: LiveAgents;
  let opened: LiveRegisters[];
  const open = (limits?: RegisterLimits) => {
    const made = openRegisters(clock, namespace, limits);
    opened.push(made);
    return made;
  };
  beforeEach(() => {
    clock = fakeClock();
    namespace = `test-${randomIds.id()}`;
    opened = [];
    if (!available) return;
    registers = open();
    agents = createLiveAgents(registers, clock);
  });
  afterEach(() => Promise.all(opened.map((each) => each.close())));
  const it = test.runIf(available);

  const ago = (seconds: number) => new Date(clock.nowMs() - seconds * 1000).toISOString();
  const beat = (over: Partial<Heartbeat> = {}): Heartbeat =>
    heartbeatSchema.parse({ agent: 'planner', instance: 'pod-1', ...over });
  const report = (over: Partial<RunReport> = {}): RunReport =>
    runReportSchema.parse({ runId: 'r1', event: 'started', agent: 'planner', instance: 'pod-1', ...over });

  it('knows of a process what it said last, and of a run where it is', async () => {
    await agents.heard('p', [beat({ version: '1.2', host: 'a', startedAt: ago(60), at: ago(5) })]);
    await agents.told('p', [
      report({ userId: 'ada', version: '1.2', at: ago(9) }),
      report({ event: 'progress', step: 'search', at: ago(4) }),
    ]);
    const nowMs = clock.nowMs();
    expect(await agents.read('p')).toEqual({
      beats: [
        {
          ...{ agent: 'planner', instance: 'pod-1', version: '1.2', says: 'ready', host: 'a' },
          ...{ intervalSeconds: 10, startedAtMs: nowMs - 60_000, atMs: nowMs - 5_000 },
        },
      ],
      runs: [
        {
          ...{ runId: 'r1', agent: 'planner', version: '1.2', instance: 'pod-1', step: 'search' },
          ...{ userId: 'ada', sessionId: '', startedAtMs: nowMs - 9_000, progressAtMs: nowMs - 4_000 },
          endedAtMs: undefined,
        },
      ],
      ended: new Set(),
    });
  });

  it('forgets the runs of a user, and no others', async () => {
    await agents.told('p', [
      report({ runId: 'r 1', userId: 'ada' }),
      report({ runId: 'r 1', event: 'progress', step: 'x' }),
      report({ runId: 'r2', userId: 'bob' }),
      report({ runId: 'r3' }),
    ]);
    await agents.told('other', [report({ userId: 'ada' })]);
    expect(await agents.forget('p', ['ada'])).toBe(1);
    expect((await agents.read('p')).runs.map(({ runId }) => runId).sort()).toEqual(['r2', 'r3']);
    expect((await agents.read('other')).runs).toHaveLength(1);
    expect(await agents.forget('p', ['ada'])).toBe(0);
  });

  it('takes the future for now', async () => {
    await agents.heard('p', [beat({ at: ago(-3_600) })]);
    expect((await agents.read('p')).beats).toMatchObject([{ atMs: clock.nowMs() }]);
  });

  it('has no run that has ended, also when what came before its end is told after it', async () => {
    await agents.told('p', [report({ event: 'ended', at: ago(1) })]);
    expect((await agents.read('p')).runs).toEqual([]);
    await agents.told('p', [report({ at: ago(9) }), report({ event: 'progress', step: 'x', at: ago(3) })]);
    expect((await agents.read('p')).runs).toEqual([]);
  });

  it('is the same whatever the order of reports, how often each is told, and when it is looked at', async () => {
    const seconds = fc.integer({ min: 0, max: 500 });
    const told = fc.oneof(
      fc.record({
        agent: fc.constantFrom('a', 'b'),
        instance: fc.constantFrom('1', '2'),
        says: fc.constantFrom('starting' as const, 'ready' as const, 'stopping' as const),
        version: fc.constantFrom('', '1', '2'),
        seconds,
      }),
      fc.record({
        runId: fc.constantFrom('r1', 'r2', 'r3'),
        event: fc.constantFrom(
          'started' as const,
          'progress' as const,
          'progress' as const,
          'ended' as const,
        ),
        step: fc.constantFrom('', 'plan', 'search'),
        userId: fc.constantFrom('', 'ada', 'bob'),
        seconds,
      }),
    );
    const story = fc.array(told, { maxLength: 14 }).chain((all) =>
      fc.record({
        all: fc.constant(all),
        again: fc.array(fc.nat({ max: Math.max(0, all.length - 1) }), { maxLength: 8 }).chain((twice) =>
          fc.shuffledSubarray([...all.keys(), ...(all.length > 0 ? twice : [])], {
            minLength: all.length + (all.length > 0 ? twice.length : 0),
          }),
        ),
      }),
    );
    const tell = async (project: string, each: typeof told extends fc.Arbitrary<infer T> ? T : never) => {
      const { seconds: past, ...said } = each;
      if ('runId' in said) await agents.told(project, [report({ ...said, at: ago(past) })]);
      else await agents.heard(project, [beat({ ...said, at: ago(past) })]);
    };
    const sorted = async (project: string) => {
      const { beats, runs, ended } = await agents.read(project);
      return {
        ended,
        beats: beats.sort((a, b) => (a.agent + a.instance < b.agent + b.instance ? -1 : 1)),
        runs: runs.sort((a, b) => (a.runId < b.runId ? -1 : 1)),
      };
    };
    await fc.assert(
      fc.asyncProperty(story, async ({ all, again }) => {
        const [once, often] = [randomIds.id(), randomIds.id()];
        for (const each of all) await tell(once, each);
        for (const [turn, index] of again.entries()) {
          const each = all[index];
          if (each) await tell(often, each);
          if (turn % 3 === 0) await agents.read(often);
        }
        expect(await sorted(often)).toEqual(await sorted(once));
      }),
      { numRuns: name === 'in memory' ? 200 : 40 },
    );
  });

  it('keeps projects apart, and names those it knows something of for a day', async () => {
    await agents.heard('ours', [beat()]);
    await agents.told('theirs', [report()]);
    expect(await agents.read('ours')).toMatchObject({ beats: [{ instance: 'pod-1' }], runs: [] });
    expect((await agents.read('theirs')).beats).toEqual([]);
    expect((await agents.projects()).sort()).toEqual(['ours', 'theirs']);
    clock.advance(86_400_000);
    expect(await agents.projects()).toEqual([]);
  });

  it('forgets a process that stopped after an hour, one that fell silent and a run after a day', async () => {
    await agents.heard('p', [beat(), beat({ instance: 'pod-2', says: 'stopping' })]);
    await agents.told('p', [report()]);
    clock.advance(3_600_001);
    expect((await agents.read('p')).beats).toMatchObject([{ instance: 'pod-1' }]);
    clock.advance(86_400_000);
    expect(await agents.read('p')).toEqual({ beats: [], runs: [], ended: new Set() });
    expect((await registers.read('p', 'agents')).size + (await registers.read('p', 'runs')).size).toBe(0);
  });

  it('keeps what there is room for, counts the rest, and has room again when it is forgotten', async () => {
    const small = open({ maxOfKind: 3, maxInAll: 100, maxOwners: 1 });
    const few = createLiveAgents(small, clock);
    await few.heard(
      'p',
      [1, 2, 3, 4, 5].map((pod) => beat({ instance: `pod-${pod}` })),
    );
    expect((await few.read('p')).beats).toHaveLength(3);
    expect(small.dropped).toBe(2);
    await few.heard('p', [beat({ instance: 'pod-1', says: 'stopping' })]);
    expect(small.dropped).toBe(2);
    await few.heard('another', [beat()]);
    expect(small.dropped).toBe(3);
    expect((await few.read('another')).beats).toEqual([]);
    clock.advance(3_600_001);
    await few.read('p');
    await few.heard('p', [beat({ instance: 'pod-6' })]);
    expect((await few.read('p')).beats.map(({ instance }) => instance)).toContain('pod-6');
  });
});

describe.each(FORMS)('live agents of several processes $name', ({ available, redis }) => {
  const it = test.runIf(available);
  let clock: FakeClock;
  let both: LiveRegisters[];
  beforeEach(() => {
    clock = fakeClock();
    const namespace = `test-${randomIds.id()}`;
    both = [inRedis(redis)(clock, namespace), inRedis(redis)(clock, namespace)];
  });
  afterEach(() => Promise.all(both.map((each) => each.close())));

  it('are the same to each of them', async () => {
    const [one, other] = both.map((each) => createLiveAgents(each, clock));
    await one?.heard('p', [heartbeatSchema.parse({ agent: 'a', instance: '1' })]);
    await other?.told('p', [runReportSchema.parse({ runId: 'r', event: 'started', agent: 'a' })]);
    expect(await one?.read('p')).toEqual(await other?.read('p'));
    expect(await one?.read('p')).toMatchObject({ beats: [{ agent: 'a' }], runs: [{ runId: 'r' }] });
  });

  it('are evaluated by one of them, until it leaves it to another', async () => {
    const [one, other] = both;
    expect(await one?.lead('one', 300)).toBe(true);
    expect(await other?.lead('other', 300)).toBe(false);
    expect(await one?.lead('one', 300)).toBe(true);
    await expect.poll(() => other?.lead('other', 5_000), { timeout: 5_000 }).toBe(true);
    expect(await one?.lead('one', 300)).toBe(false);
  });

  it('are refused soon where Redis cannot be reached', async () => {
    const absent = openRedisRegisters({ redis: NO_REDIS, clock, onError: () => undefined });
    await expect(absent.read('p', 'agents')).rejects.toThrow(RegistersUnavailable);
    await absent.close();
  });
});
