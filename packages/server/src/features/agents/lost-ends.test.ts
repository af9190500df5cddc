import { runReportSchema } from '@pharos/core/api/live-reports';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { randomIds } from '../../ids.ts';
import { createLiveAgents, type LiveAgents } from '../../live/agents.ts';
import { createMemoryRegisters } from '../../live/memory-registers.ts';
import type { AgentsReader } from '../../store/telemetry/agents-contract.ts';
import { type FakeClock, fakeClock } from '../../testing/fake-clock.ts';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aSpan } from '../../testing/spans.ts';
import { withLostEnds } from './lost-ends.ts';

const MINUTE_MS = 60_000;
const BATCH = { maxRuns: 2, maxMs: 10 * MINUTE_MS };

let store: ReadStore;
let clock: FakeClock;
let live: LiveAgents;
let project: string;
/** What was asked of spans: of which runs, and of how many minutes. */
let looks: { runIds: readonly string[]; minutes: number }[];
/** Spans are read when it resolves. */
let gate: Promise<void>;
const errors: unknown[] = [];

beforeAll(async () => {
  store = await openReadStore();
});
afterAll(() => store.close());
beforeEach(() => {
  clock = fakeClock();
  project = randomIds.id();
  looks = [];
  errors.length = 0;
  gate = Promise.resolve();
  const endedRuns: AgentsReader['endedRuns'] = async (scope, runIds, range) => {
    looks.push({ runIds, minutes: Number(range.toNs - range.fromNs) / (MINUTE_MS * 1e6) });
    await gate;
    return store.reader.endedRuns(scope, runIds, range);
  };
  const registers = createMemoryRegisters(clock);
  live = withLostEnds(
    createLiveAgents(registers, clock),
    { reader: { endedRuns }, clock, onError: (error) => errors.push(error) },
    BATCH,
  );
});

const startOf = (minutesAgo: number) => clock.nowMs() - minutesAgo * MINUTE_MS;
const began = (runId: string, minutesAgo: number) =>
  live.told(project, [
    runReportSchema.parse({
      ...{ runId, event: 'started', agent: 'planner' },
      at: new Date(startOf(minutesAgo)).toISOString(),
    }),
  ]);
const inFlight = async () => (await live.read(project)).runs.map(({ runId }) => runId).sort();
/** Reads until a look more was asked and done, as those do who watch. */
const look = async () => {
  const before = looks.length;
  const read = async () => {
    clock.advance(5_000);
    await live.read(project);
    return looks.length;
  };
  await expect.poll(read).toBe(before + 1);
};

test('lost ends are found of all runs in turn, a batch at a time, though those before stay in flight', async () => {
  for (const n of [1, 2, 3, 4, 5]) await began(`run-${n}`, 10 - n);
  const startNs = BigInt(startOf(5)) * 1_000_000n;
  const root = { traceId: 'run-5', spanId: 'root', kind: 'agent' as const, agentName: 'planner' };
  await store.put(project, { spans: [aSpan({ ...root, startNs, endNs: startNs + 1_000_000_000n })] });
  for (let n = 0; n < 3; n += 1) await look();
  await expect.poll(inFlight).toEqual(['run-1', 'run-2', 'run-3', 'run-4']);
  await look();
  expect(looks.map(({ runIds }) => runIds)).toEqual([
    ['run-1', 'run-2'],
    ['run-3', 'run-4'],
    ['run-5'],
    ['run-1', 'run-2'],
  ]);
});

test('of spans as many are read as a batch of runs is long, with a minute to either side', async () => {
  await began('of yesterday', 20 * 60);
  await began('one', 7);
  await began('another', 5);
  for (let n = 0; n < 2; n += 1) await look();
  expect(looks).toEqual([
    { runIds: ['of yesterday'], minutes: 2 },
    { runIds: ['one', 'another'], minutes: 4 },
  ]);
});

test('one look is done before the next begins, and one that fails is passed over', async () => {
  for (const n of [1, 2, 3]) await began(`run-${n}`, 10 - n);
  let fail = (_: Error) => {};
  gate = new Promise((_, reject) => {
    fail = reject;
  });
  await look();
  for (let n = 0; n < 5; n += 1) {
    clock.advance(60_000);
    await live.read(project);
  }
  expect(looks).toHaveLength(1);
  gate = Promise.resolve();
  fail(new Error('no answer'));
  await expect.poll(() => errors).toHaveLength(1);
  await look();
  expect(looks.map(({ runIds }) => runIds)).toEqual([['run-1', 'run-2'], ['run-3']]);
});
