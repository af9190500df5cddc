import { heartbeatSchema, runReportSchema } from '@pharos/core/api/live-reports';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomIds } from '../../ids.ts';
import { createLiveAgents } from '../../live/agents.ts';
import { createMemoryRegisters } from '../../live/memory-registers.ts';
import { openRedisRegisters } from '../../live/redis-registers.ts';
import type { LiveRegisters } from '../../live/registers.ts';
import { type ProjectScope, scopeTo } from '../../store/scope.ts';
import { type AgentRuns, createAgentRuns } from '../../store/telemetry/agent-runs.ts';
import { type AgentStates, createAgentStates } from '../../store/telemetry/agent-states.ts';
import { openTestEngine } from '../../store/telemetry/testing/engines.ts';
import { type FakeClock, fakeClock } from '../../testing/fake-clock.ts';
import { redisReachable, TEST_REDIS_ADDRESS } from '../../testing/test-redis.ts';
import { AgentWatcher } from './watcher.ts';

type Open = (clock: FakeClock, namespace: string) => LiveRegisters;
const DRIVERS: [name: string, available: boolean, open: Open][] = [
  ['in memory', true, (clock) => createMemoryRegisters(clock)],
  [
    'in Redis',
    await redisReachable(),
    (clock, namespace) =>
      openRedisRegisters({ redis: TEST_REDIS_ADDRESS, clock, namespace, onError: () => undefined }),
  ],
];

let engine: Awaited<ReturnType<typeof openTestEngine>>;
beforeAll(async () => {
  engine = await openTestEngine('embedded', { textIndex: false });
});
afterAll(() => engine.close());

describe.each(DRIVERS)('the watcher of agents %s', (_, available, open) => {
  let clock: FakeClock;
  let states: AgentStates;
  let runs: AgentRuns;
  let project: ProjectScope;
  let namespace: string;
  let errors: unknown[];
  let opened: LiveRegisters[];
  beforeEach(() => {
    clock = fakeClock();
    states = createAgentStates(engine.driver, clock);
    runs = createAgentRuns(engine.driver, clock);
    project = scopeTo(randomIds.id());
    namespace = `test-${randomIds.id()}`;
    errors = [];
    opened = [];
  });
  afterEach(async () => {
    for (const each of opened) await each.close();
    expect(errors).toEqual([]);
  });

  /** A process with its own connection; `registers`: shares what another one has in memory. */
  const aProcess = (registers = open(clock, namespace), kept: AgentStates = states) => {
    opened.push(registers);
    const live = createLiveAgents(registers, clock);
    const spans = { facts: () => Promise.reject(new Error('no spans are told in this test')) };
    const onError = (error: unknown) => errors.push(error);
    const holder = randomIds.id();
    return {
      registers,
      live,
      watcher: new AgentWatcher({ live, registers, states: kept, runs, spans, clock, holder, onError }),
    };
  };
  const beat = (over = {}) => heartbeatSchema.parse({ agent: 'planner', instance: 'pod-1', ...over });
  const history = async () =>
    (await states.history(project, 'planner', { fromMs: 0, toMs: clock.nowMs() + 1 })).map(
      ({ atMs, state, reason }) => [atMs - began, state, reason.code],
    );
  const began = fakeClock().nowMs();
  const it = test.runIf(available);

  it('stores each transition once with its reason, in the order in which they came', async () => {
    const { live, watcher } = aProcess();
    const run = { runId: 'r1', agent: 'planner', instance: 'pod-1' };
    const steps: (() => unknown)[] = [
      () => live.heard(project, [beat({ says: 'starting' })]),
      () => live.heard(project, [beat()]),
      () => live.told(project, [runReportSchema.parse({ ...run, event: 'started' })]),
      () => live.told(project, [runReportSchema.parse({ ...run, event: 'ended' })]),
      () => undefined,
      () => live.heard(project, [beat({ says: 'stopping' })]),
    ];
    for (const step of steps) {
      clock.advance(1_000);
      await step();
      await watcher.look();
      await watcher.look();
    }
    expect(await history()).toEqual([
      [1_000, 'starting', 'starting'],
      [2_000, 'idle', 'nothingToDo'],
      [3_000, 'running', 'runsInFlight'],
      [4_000, 'idle', 'nothingToDo'],
      [6_000, 'offline', 'stopped'],
    ]);
  });

  it('shows a process that says nothing more as offline within its window, and as back when it speaks', async () => {
    const { live, watcher } = aProcess();
    await live.heard(project, [beat({ intervalSeconds: 2 })]);
    for (let second = 0; second < 8; second++) {
      await watcher.look();
      clock.advance(1_000);
    }
    await live.heard(project, [beat({ intervalSeconds: 2 })]);
    await watcher.look();
    expect(await history()).toEqual([
      [0, 'idle', 'nothingToDo'],
      [6_000, 'offline', 'silent'],
      [8_000, 'idle', 'nothingToDo'],
    ]);
  });

  it('after a start knows again what is stored, misses nobody for the time before, and stores nothing twice', async () => {
    const before = aProcess();
    await before.live.heard(project, [
      beat({ version: '2', host: 'a' }),
      beat({ agent: 'writer', instance: 'w1', intervalSeconds: 1 }),
    ]);
    await before.watcher.look();
    clock.advance(3_000);
    await before.watcher.look();

    // Everything that was live is lost.
    namespace = `test-${randomIds.id()}`;
    clock.advance(600_000);
    const after = aProcess();
    await after.watcher.restore();
    const { beats } = await after.live.read(project);
    expect(beats.find(({ agent }) => agent === 'planner')).toMatchObject({ version: '2', host: 'a' });
    await after.watcher.look();
    expect(await history()).toEqual([[0, 'idle', 'nothingToDo']]);
    const writer = { fromMs: 0, toMs: clock.nowMs() + 1 };
    expect((await states.history(project, 'writer', writer)).map(({ state }) => state)).toEqual([
      'idle',
      'offline',
    ]);
    clock.advance(30_000);
    await after.watcher.look();
    expect((await history()).at(-1)).toEqual([633_000, 'offline', 'silent']);
  });

  it('does not take what is stored for newer than what a process said since', async () => {
    const first = aProcess();
    await first.live.heard(project, [beat()]);
    await first.watcher.look();
    clock.advance(29_000);
    await first.watcher.restore();
    clock.advance(1_000);
    await first.watcher.look();
    expect((await history()).at(-1)).toEqual([30_000, 'offline', 'silent']);
  });

  it('after a start knows again the runs that were in flight, since when, and none that is over', async () => {
    const before = aProcess();
    const report = (over: object) => runReportSchema.parse({ agent: 'planner', event: 'started', ...over });
    await before.live.heard(project, [beat({ intervalSeconds: 600 })]);
    await before.live.told(project, [
      report({ runId: 'r1', instance: 'pod-1', step: 'plan', userId: 'ada' }),
      report({ runId: 'r2' }),
    ]);
    await before.watcher.look();
    clock.advance(5_000);
    await before.live.told(project, [report({ runId: 'r2', event: 'ended' })]);
    await before.watcher.look();

    namespace = `test-${randomIds.id()}`;
    clock.advance(60_000);
    const after = aProcess();
    await after.watcher.restore();
    await after.watcher.restore();
    expect((await after.live.read(project)).runs).toMatchObject([
      {
        ...{ runId: 'r1', instance: 'pod-1', step: 'plan', userId: 'ada' },
        ...{ startedAtMs: began, progressAtMs: began + 65_000 },
      },
    ]);
    await after.watcher.look();
    await after.live.told(project, [report({ runId: 'r1', event: 'ended' })]);
    clock.advance(1_000);
    await after.watcher.look();
    expect(await runs.inFlight(project)).toEqual([]);
  });

  it('finds again what could not be stored', async () => {
    let fails = true;
    const { live, watcher } = aProcess(undefined, {
      ...states,
      append: (told) => (fails ? Promise.reject(new Error('disk')) : states.append(told)),
    });
    await live.heard(project, [beat()]);
    await watcher.look();
    expect(errors.splice(0)).toEqual([new Error('disk')]);
    fails = false;
    clock.advance(1_000);
    await watcher.look();
    expect(await history()).toEqual([[1_000, 'idle', 'nothingToDo']]);
  });
});

test.runIf(await redisReachable())(
  'of two processes on one Redis only one stores, until it is gone',
  async () => {
    const clock = fakeClock();
    const namespace = `test-${randomIds.id()}`;
    const project = scopeTo(randomIds.id());
    const stored: string[] = [];
    const leaseMs = 400;
    const both = ['one', 'other'].map((holder) => {
      const onError = (error: unknown) => {
        throw error;
      };
      const registers = openRedisRegisters({ redis: TEST_REDIS_ADDRESS, clock, namespace, onError });
      const live = createLiveAgents(registers, clock);
      const states = {
        ...createAgentStates(engine.driver, clock),
        append: async (told: readonly { state: string }[]) => {
          stored.push(...told.map(({ state }) => `${holder} ${state}`));
        },
      };
      const spans = { facts: () => Promise.reject(new Error('no spans are told in this test')) };
      const runs = createAgentRuns(engine.driver, clock);
      const watcher = new AgentWatcher({
        live,
        registers,
        states,
        runs,
        spans,
        clock,
        holder,
        onError,
        leaseMs,
      });
      return { registers, live, watcher };
    });
    const [one, other] = both;
    await one?.live.heard(project, [heartbeatSchema.parse({ agent: 'planner', instance: 'pod-1' })]);
    await one?.watcher.look();
    await other?.watcher.look();
    expect(stored).toEqual(['one idle', 'one idle']);
    clock.advance(30_000);
    await expect
      .poll(async () => {
        await other?.watcher.look();
        return stored.slice(2);
      })
      .toEqual(['other offline', 'other offline']);
    for (const { registers } of both) await registers.close();
  },
);
