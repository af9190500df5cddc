import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ABANDONED_MS, agentOf, MISSED_FOR_MS } from './agent.ts';
import {
  AGENT_STATES,
  type Beat,
  type InstanceFacts,
  type LiveRun,
  NO_FIGURES,
  NOTHING_KNOWN,
} from './facts.ts';
import { RULES, STUCK_LEAST_MS, STUCK_UNKNOWN_MS, stateOf } from './rules.ts';
import { reliabilityOf, type Transition, timelineOf } from './timeline.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

const beat = (over: Partial<Beat> = {}): Beat => ({
  agent: 'planner',
  instance: 'pod-1',
  version: '1.0',
  says: 'ready',
  startedAtMs: NOW - 3_600_000,
  intervalSeconds: 10,
  host: '',
  atMs: NOW,
  ...over,
});
const run = (over: Partial<LiveRun> = {}): LiveRun => ({
  runId: 'r1',
  agent: 'planner',
  version: '1.0',
  instance: 'pod-1',
  step: 'search',
  userId: '',
  sessionId: '',
  startedAtMs: NOW - 1_000,
  progressAtMs: NOW - 1_000,
  endedAtMs: undefined,
  ...over,
});
const facts = (over: Partial<InstanceFacts> = {}): InstanceFacts => ({
  beat: beat(),
  runs: [],
  recent: NO_FIGURES,
  usual: NO_FIGURES,
  ...over,
});
const figures = (runs: number, errors: number, p95Ms: number | null = 1_000) => ({ runs, errors, p95Ms });

describe('the state of an instance', () => {
  test.each<[string, Partial<InstanceFacts>, string, string]>([
    ['nobody says that it lives', { beat: undefined }, 'unknown', 'onlySpans'],
    ['it ends on purpose', { beat: beat({ says: 'stopping', atMs: NOW - 60_000 }) }, 'offline', 'stopped'],
    ['two heartbeats are missed', { beat: beat({ atMs: NOW - 29_999 }) }, 'idle', 'nothingToDo'],
    ['three heartbeats are missed', { beat: beat({ atMs: NOW - 30_000 }) }, 'offline', 'silent'],
    ['it starts', { beat: beat({ says: 'starting' }) }, 'starting', 'starting'],
    ['a run goes on', { runs: [run()] }, 'running', 'runsInFlight'],
    [
      'a run is quiet for twice the usual time',
      { runs: [run({ progressAtMs: NOW - 80_001 })], usual: figures(50, 0, 40_000) },
      'stuck',
      'noProgress',
    ],
    [
      'a run that is usually short is quiet for a while',
      { runs: [run({ progressAtMs: NOW - STUCK_LEAST_MS })], usual: figures(50, 0, 100) },
      'running',
      'runsInFlight',
    ],
    [
      'a run is quiet and nothing is usual',
      { runs: [run({ progressAtMs: NOW - STUCK_UNKNOWN_MS - 1 })] },
      'stuck',
      'noProgress',
    ],
    ['half of the runs fail', { recent: figures(6, 3) }, 'failing', 'runsFail'],
    ['too few runs have failed to tell', { recent: figures(4, 4) }, 'idle', 'nothingToDo'],
    ['more fails than usual', { recent: figures(20, 4), usual: figures(100, 5) }, 'degraded', 'moreErrors'],
    ['as much fails as usual', { recent: figures(20, 4), usual: figures(100, 20) }, 'idle', 'nothingToDo'],
    [
      'runs take more than twice as long as usual',
      { recent: figures(20, 0, 2_001), usual: figures(100, 0) },
      'degraded',
      'slower',
    ],
    ['nothing is usual yet', { recent: figures(20, 4, 9_000), usual: figures(19, 0) }, 'idle', 'nothingToDo'],
  ])('when %s', (_, given, state, code) => {
    expect(stateOf(facts(given), NOW)).toMatchObject({ state, reason: { code } });
  });

  test('names the quietest of the runs that are stuck, with what a sentence about it needs', () => {
    const runs = [
      run(),
      run({ runId: 'r2', startedAtMs: NOW - 900_000, progressAtMs: NOW - 700_000, step: 'crm' }),
    ];
    expect(stateOf(facts({ runs, usual: figures(30, 0, 60_000) }), NOW).reason).toEqual({
      code: 'noProgress',
      run: 'r2',
      step: 'crm',
      figures: { runs: 1, quietMs: 700_000, elapsedMs: 900_000, limitMs: 120_000, usualMs: 60_000 },
    });
  });

  test('every state has a rule', () => {
    expect(new Set(RULES.map(({ state }) => state))).toEqual(new Set(AGENT_STATES));
  });
});

type Event =
  | { type: 'beat'; instance: string; says: Beat['says'] }
  | { type: 'run'; runId: string; instance: string; ends: boolean }
  | { type: 'wait'; ms: number };
const instance = fc.constantFrom('a', 'b');
const events = fc.array(
  fc.oneof(
    fc.record<Extract<Event, { type: 'beat' }>>({
      type: fc.constant('beat'),
      instance,
      says: fc.constantFrom('starting', 'ready', 'stopping'),
    }),
    fc.record<Extract<Event, { type: 'run' }>>({
      type: fc.constant('run'),
      runId: fc.constantFrom('1', '2', '3'),
      instance,
      ends: fc.boolean(),
    }),
    fc.record<Extract<Event, { type: 'wait' }>>({
      type: fc.constant('wait'),
      ms: fc.integer({ min: 1, max: 60_000 }),
    }),
  ),
  { maxLength: 40 },
);

/** What is known after such events. */
function after(story: readonly Event[]) {
  let nowMs = NOW;
  const beats = new Map<string, Beat>();
  const runs = new Map<string, LiveRun>();
  for (const event of story) {
    if (event.type === 'wait') nowMs += event.ms;
    else if (event.type === 'beat')
      beats.set(event.instance, beat({ ...event, atMs: nowMs, startedAtMs: undefined }));
    else {
      const known = runs.get(event.runId) ?? run({ ...event, startedAtMs: nowMs });
      const endedAtMs = known.endedAtMs ?? (event.ends ? nowMs : undefined);
      runs.set(event.runId, { ...known, progressAtMs: nowMs, endedAtMs });
    }
  }
  return { beats: [...beats.values()], runs: [...runs.values()], nowMs };
}

describe('an agent, after whatever has happened', () => {
  test('is offline when none of its instances lives, unknown when it has none, and else as the worst of them', () => {
    fc.assert(
      fc.property(events, (story) => {
        const { beats, runs, nowMs } = after(story);
        const { state, instances } = agentOf('planner', beats, runs, NOTHING_KNOWN, nowMs);
        const alive = beats.filter(({ says, atMs }) => says !== 'stopping' && nowMs - atMs < 30_000);
        if (beats.length === 0) expect(state).toBe('unknown');
        else if (alive.length === 0) expect(state).toBe('offline');
        else expect(['degraded', 'running', ...instances.map((each) => each.state)]).toContain(state);
        expect(state === 'offline').toBe(beats.length > 0 && alive.length === 0);
      }),
    );
  });

  test('has no run in flight that has ended, or whose instance is offline', () => {
    fc.assert(
      fc.property(events, (story) => {
        const { beats, runs, nowMs } = after(story);
        const agent = agentOf('planner', beats, runs, NOTHING_KNOWN, nowMs);
        const offline = agent.instances.filter(({ state }) => state === 'offline');
        expect(agent.runs.filter(({ endedAtMs }) => endedAtMs !== undefined)).toEqual([]);
        expect(offline.flatMap((each) => each.runs)).toEqual([]);
        for (const { beat: own, runs: these } of agent.instances)
          expect(these.every((each) => each.instance === own.instance)).toBe(true);
      }),
    );
  });

  test('is the same in whatever order instances and runs are named', () => {
    fc.assert(
      fc.property(events, fc.infiniteStream(fc.nat()), (story, keys) => {
        const { beats, runs, nowMs } = after(story);
        const shuffled = <Item>(items: readonly Item[]) =>
          items
            .map((item) => [keys.next().value ?? 0, item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item);
        expect(agentOf('planner', shuffled(beats), shuffled(runs), NOTHING_KNOWN, nowMs)).toEqual(
          agentOf('planner', beats, runs, NOTHING_KNOWN, nowMs),
        );
      }),
    );
  });

  test('of whom nothing is heard goes offline and stays so', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 30_000, max: 10 ** 9 }), (story, quietMs) => {
        const { beats, runs, nowMs } = after(story);
        const { state } = agentOf('planner', beats, runs, NOTHING_KNOWN, nowMs + quietMs);
        expect(state).toBe(beats.length === 0 ? 'unknown' : 'offline');
      }),
    );
  });

  test('misses an instance that fell silent among others for a quarter of an hour', () => {
    const beats = (ms: number) => [beat(), beat({ instance: 'pod-2', atMs: NOW - ms })];
    expect(agentOf('planner', beats(MISSED_FOR_MS - 1), [], NOTHING_KNOWN, NOW)).toMatchObject({
      state: 'degraded',
      reason: { code: 'instancesMissing', figures: { missing: 1, of: 2 } },
    });
    expect(agentOf('planner', beats(MISSED_FOR_MS), [], NOTHING_KNOWN, NOW).state).toBe('idle');
  });

  test('names the instance that does worse than the whole, and none when all do', () => {
    const beats = ['pod-1', 'pod-2', 'pod-3'].map((instance) => beat({ instance }));
    const of = (...told: [string, ReturnType<typeof figures>][]) =>
      agentOf(
        'planner',
        beats,
        [],
        { ...NOTHING_KNOWN, recent: figures(40, 6), byInstance: new Map(told) },
        NOW,
      );
    const one = of(['pod-1', figures(30, 0)], ['pod-2', figures(10, 6)]);
    expect(one.instances.map(({ state }) => state)).toEqual(['idle', 'failing', 'idle']);
    expect(one).toMatchObject({
      state: 'failing',
      reason: { instance: 'pod-2', figures: { runs: 10, errors: 6 } },
    });
    const whole = {
      ...NOTHING_KNOWN,
      recent: figures(40, 30),
      byInstance: new Map([['pod-2', figures(10, 10)]]),
    };
    const all = agentOf('planner', beats, [], whole, NOW);
    expect(all).toMatchObject({ state: 'failing', reason: { figures: { runs: 40 } } });
    expect(all.reason.instance).toBeUndefined();
    const unnamed = agentOf('planner', beats, [], { ...NOTHING_KNOWN, recent: figures(40, 30) }, NOW);
    expect(unnamed.instances.map(({ state }) => state)).toEqual(['failing', 'failing', 'failing']);
  });

  test('is running, or stuck, by runs that name no instance too', () => {
    const runs = (quietMs: number) => [run({ instance: '', progressAtMs: NOW - quietMs })];
    expect(agentOf('planner', [beat()], runs(1), NOTHING_KNOWN, NOW).state).toBe('running');
    expect(agentOf('planner', [beat()], runs(STUCK_UNKNOWN_MS + 1), NOTHING_KNOWN, NOW)).toMatchObject({
      state: 'stuck',
      reason: { run: 'r1' },
    });
  });

  test('gives up a run that its process, begun anew since, knows nothing of, and one that no process answers for', () => {
    const restarted = [beat({ startedAtMs: NOW - 500 })];
    expect(agentOf('planner', restarted, [run()], NOTHING_KNOWN, NOW).runs).toEqual([]);
    const lone = [run({ instance: '', progressAtMs: NOW - ABANDONED_MS })];
    expect(agentOf('planner', [], lone, NOTHING_KNOWN, NOW).runs).toHaveLength(1);
    expect(agentOf('planner', [], lone, NOTHING_KNOWN, NOW + 1).runs).toEqual([]);
  });
});

const transitions = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 1_000 }),
    rule: fc.constantFrom(...RULES),
  }),
  { maxLength: 20 },
);
const told = (list: readonly { atMs: number; rule: (typeof RULES)[number] }[]): Transition[] =>
  list.map(({ atMs, rule: { state, code } }) => ({ atMs, state, reason: { code, figures: {} } }));

describe('the timeline of states', () => {
  test('covers the range from the first transition on, without gaps or overlaps', () => {
    fc.assert(
      fc.property(transitions, fc.integer({ min: 0, max: 500 }), (list, fromMs) => {
        const range = { fromMs, toMs: 900 };
        const timeline = timelineOf(told(list), range);
        const first = Math.min(...list.map(({ atMs }) => atMs));
        if (first >= range.toMs) {
          expect(timeline).toEqual([]);
          return;
        }
        expect(timeline[0]?.fromMs).toBe(Math.max(first, fromMs));
        expect(timeline.at(-1)?.toMs).toBe(range.toMs);
        for (const [index, stretch] of timeline.entries()) {
          expect(stretch.toMs).toBeGreaterThan(stretch.fromMs);
          if (index > 0) expect(stretch.fromMs).toBe(timeline[index - 1]?.toMs);
        }
      }),
    );
  });

  test('does not change when a transition is told twice in a row', () => {
    fc.assert(
      fc.property(transitions, (list) => {
        const range = { fromMs: 0, toMs: 1_500 };
        const twice = told(list).flatMap((each) => [each, each]);
        expect(timelineOf(twice, range)).toEqual(timelineOf(told(list), range));
      }),
    );
  });

  test('tells uptime, failures and the mean time to repair; what was stopped on purpose counts neither way', () => {
    const story = (...steps: [number, Transition['state'], Transition['reason']['code']][]) =>
      steps.map(([atMs, state, code]): Transition => ({ atMs, state, reason: { code, figures: {} } }));
    const timeline = timelineOf(
      story(
        [0, 'idle', 'nothingToDo'],
        [100, 'offline', 'silent'],
        [120, 'running', 'runsInFlight'],
        [200, 'stuck', 'noProgress'],
        [210, 'failing', 'runsFail'],
        [230, 'idle', 'nothingToDo'],
        [300, 'offline', 'stopped'],
        [700, 'starting', 'starting'],
        [750, 'offline', 'silent'],
      ),
      { fromMs: 50, toMs: 800 },
    );
    // Up 50 + 80 + 70 + 50, down 20 + 30 + 50; the last time has not ended.
    expect(reliabilityOf(timeline)).toEqual({ uptime: 250 / 350, mttrMs: 25, failures: 3 });
    expect(reliabilityOf([])).toEqual({ uptime: null, mttrMs: null, failures: 0 });
  });

  test('has an uptime between none and all of the time', () => {
    fc.assert(
      fc.property(transitions, (list) => {
        const { uptime, failures, mttrMs } = reliabilityOf(
          timelineOf(told(list), { fromMs: 0, toMs: 1_500 }),
        );
        if (uptime !== null) expect(uptime >= 0 && uptime <= 1).toBe(true);
        if (mttrMs !== null) expect(failures).toBeGreaterThan(0);
        if (failures > 0) expect(uptime).toBeLessThan(1);
      }),
    );
  });
});
