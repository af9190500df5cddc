import type { AgentState } from '@pharos/core/agents/facts';
import { NO_END_TIME } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeClock } from '../../testing/fake-clock.ts';
import { aSpan } from '../../testing/spans.ts';
import type { ProjectScope } from '../scope.ts';
import { type AgentStates, createAgentStates, type StoredState } from './agent-states.ts';
import { alterStored } from './ddl.ts';
import { migrate } from './migrate.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './read/testing/filled-store.ts';
import { ENGINES } from './testing/engines.ts';

describe.each(ENGINES)('agents in the telemetry store, %s', (engine) => {
  const clock = fakeClock();
  const NOW = clock.nowMs();
  const NOW_NS = BigInt(NOW) * 1_000_000n;
  const SECOND = 1_000_000_000n;
  let store: FilledStore;
  let states: AgentStates;
  beforeAll(async () => {
    store = await openFilledStore(clock, { engine });
    states = createAgentStates(store.driver, clock);
  });
  afterAll(() => store.close());

  const state = (of: AgentState, secondsAgo: number, over: Partial<StoredState> = {}): StoredState => ({
    ...{ project: OURS, agent: 'planner', instance: '', beat: undefined },
    ...{
      atMs: NOW - secondsAgo * 1000,
      state: of,
      reason: { code: 'silent', figures: { silentMs: 30_000 } },
    },
    ...over,
  });

  test('a transition is kept once with its reason, and history begins with the state that was in force', async () => {
    const told = [state('idle', 300), state('running', 200), state('offline', 100)];
    await states.append([...told].reverse());
    await states.append(told);
    await states.append([state('idle', 150, { project: THEIRS }), state('stuck', 150, { instance: 'pod' })]);
    const { atMs, reason } = state('running', 200);
    expect(await states.history(OURS, 'planner', { fromMs: NOW - 150_000, toMs: NOW })).toEqual([
      { atMs, state: 'running', reason },
      { atMs: NOW - 100_000, state: 'offline', reason },
    ]);
  });

  test('the latest state of each agent and instance is known, of one project or of all', async () => {
    const beat = {
      ...{ agent: 'writer', instance: 'w1', version: '2', says: 'ready' as const, host: 'h' },
      ...{ startedAtMs: undefined, intervalSeconds: 5, atMs: NOW },
    };
    const written = state('idle', 50, { agent: 'writer', instance: 'w1', beat });
    await states.append([state('starting', 60, { agent: 'writer', instance: 'w1', beat }), written]);
    const named = (all: StoredState[]) =>
      all.map(({ project, agent, instance, state: of }) => `${project} ${agent} ${instance} ${of}`).sort();
    expect(named(await states.latest(OURS))).toEqual([
      'ours planner  offline',
      'ours planner pod stuck',
      'ours writer w1 idle',
    ]);
    expect((await states.latest(OURS)).find(({ instance }) => instance === 'w1')).toEqual({
      ...written,
      beat: { ...beat, startedAtMs: undefined },
    });
    expect(named(await states.latestOfAll())).toContain('theirs planner  idle');
  });

  test('the newest states of agents themselves are known, of one project', async () => {
    const named = async (project: ProjectScope) =>
      (await states.newest(project, 2)).map(({ agent, state: of, atMs }) => [agent, of, NOW - atMs]);
    expect(await named(OURS)).toEqual([
      ['planner', 'offline', 100_000],
      ['planner', 'running', 200_000],
    ]);
    expect(await named(THEIRS)).toEqual([['planner', 'idle', 150_000]]);
  });

  test('states that an earlier release pruned by itself are kept as long as their projects say', async () => {
    const { driver } = store;
    const isPruned = async () => {
      const [row] = await driver.query<{ engine: string }>(
        `SELECT engine_full AS engine FROM system.tables WHERE ${driver.layout.databases} AND name = 'agent_states'`,
      );
      return row?.engine.includes(' TTL ');
    };
    for (const statement of alterStored(
      'agent_states',
      'MODIFY TTL toDateTime(at) + INTERVAL 400 DAY',
      driver.layout,
    ))
      await driver.command(statement);
    expect(await isPruned()).toBe(true);
    await migrate(driver, { textIndex: true });
    expect(await isPruned()).toBe(false);
    expect((await states.newest(OURS, 1)).length).toBe(1);
  });

  test('a span that has begun and not ended is a run in flight, until it ends or is quiet for an hour', async () => {
    const open = new Map([[NO_END_TIME, true]]);
    const begun = (traceId: string, secondsAgo: bigint, over = {}) => {
      const startNs = NOW_NS - secondsAgo * SECOND;
      return aSpan({
        ...{ traceId, spanId: 'root', name: 'run', kind: 'agent', agentName: 'planner', userId: 'ada' },
        ...{ startNs, endNs: startNs, attributes: open, ...over },
      });
    };
    await store.put(OURS, {
      spans: [
        begun('running', 40n),
        begun('running', 10n, { spanId: 'tool', parentSpanId: 'root', name: 'search', agentName: '' }),
        begun('quiet', 3_700n),
        begun('trace', 5n, { attributes: new Map([...open, ['langfuse.stands_for_trace', true]]) }),
        begun('ended', 30n, { attributes: new Map() }),
        begun('ends', 20n),
      ],
    });
    await store.put(OURS, { spans: [begun('ends', 20n, { attributes: new Map() })] });
    await store.put(THEIRS, { spans: [begun('foreign', 5n)] });
    expect(await store.reader.openRuns(OURS)).toEqual([
      {
        ...{ runId: 'running', agent: 'planner', version: '', instance: '', step: 'search' },
        ...{ userId: 'ada', sessionId: '', startedAtMs: NOW - 40_000, progressAtMs: NOW - 10_000 },
        endedAtMs: undefined,
      },
    ]);
  });

  test('the last error of an agent and the versions of it that ran are read from its spans', async () => {
    const failed = (spanId: string, seconds: bigint, statusMessage: string) =>
      aSpan({
        ...{ traceId: 'wrong', spanId, agentName: 'sorter', agentVersion: spanId, status: 'error' },
        ...{ statusMessage, startNs: NOW_NS - seconds * SECOND },
      });
    await store.put(OURS, { spans: [failed('2', 10n, 'no such order'), failed('1', 20n, 'timed out')] });
    const range = { fromNs: NOW_NS - 60n * SECOND, toNs: NOW_NS };
    const own = <Item extends { agent: string }>(all: Item[]) =>
      all.filter(({ agent }) => agent === 'sorter');
    expect(own(await store.reader.lastErrors(OURS, range))).toEqual([
      { agent: 'sorter', atMs: NOW - 10_000, message: 'no such order', traceId: 'wrong', spanId: '2' },
    ]);
    expect(own(await store.reader.agentVersions(OURS, range))).toEqual([
      { agent: 'sorter', versions: ['1', '2'] },
    ]);
    expect(await store.reader.lastErrors(THEIRS, range)).toEqual([]);
  });
});
