import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../pricing/decimal.ts';
import { aPathSpan } from '../testing/path-span.ts';
import { atOnce } from '../turns.ts';
import { changesOf } from './compare.ts';
import { decisionsOf } from './decisions.ts';
import { addFlow, addRun, END, emptyFlow, type Flow, START, tookWay } from './flow.ts';
import { type PathSpan, type RunPath, runsIn } from './run-path.ts';
import { stepsOfVariant, wayOf } from './signature.ts';
import { viewOf, viewsOf } from './view.ts';

const AGENT = aPathSpan({
  ...{
    spanId: 'run',
    kind: 'agent',
    agentName: 'support',
    agentVersion: '1',
    durationMs: 900,
    hasOutput: true,
  },
});
type Told = Partial<PathSpan> & { spanId: string; startMs: number };
const within = (parentSpanId: string, told: Told) => aPathSpan({ parentSpanId, ...told });
const tool = (spanId: string, startMs: number, told: Partial<PathSpan> = {}) =>
  within('run', { spanId, startMs, kind: 'tool', toolName: 'search', ...told });
const model = (spanId: string, startMs: number, told: Partial<PathSpan> = {}) =>
  within('run', { spanId, startMs, kind: 'llm', requestModel: 'gpt', hasOutput: true, ...told });
const run = (...parts: PathSpan[]): RunPath => {
  const [only] = runsIn([AGENT, ...parts], 'support');
  if (!only) throw new Error('there is no run');
  return only;
};
const flowOf = (runs: readonly RunPath[]): Flow => {
  const flow = emptyFlow();
  for (const each of runs) addRun(flow, each);
  return flow;
};
const told = (flow: Flow) => atOnce(viewOf(flow));
const idsOf = ({ steps }: RunPath) => steps.map(({ id }) => id);
const found = (path: RunPath) => path.findings.map(({ kind, step, times }) => [kind, step, times]);

describe('the path of a run', () => {
  it('is its agents, tools, models and named steps in order, scaffolding passed through', () => {
    const path = run(
      within('run', { spanId: 'chain', startMs: 1, kind: 'chain' }),
      within('chain', {
        spanId: 'm',
        startMs: 2,
        kind: 'llm',
        model: 'gpt-2026',
        requestModel: 'gpt',
        cost: 5n,
      }),
      within('run', { spanId: 'route', startMs: 20, kind: 'chain', name: 'route', namedStep: true }),
      within('route', { spanId: 't', startMs: 21, kind: 'tool', toolName: 'search', cost: 2n }),
    );
    expect(idsOf(path)).toEqual(['agent:support', 'llm:gpt', 'chain:route', 'tool:search']);
    expect(path.steps.map((step) => step.within)).toEqual([undefined, 0, 0, 2]);
    expect([path.cost, path.outcome, path.version, path.spans]).toEqual([7n, 'ok', '1', 5]);
  });

  it('begins at the agent, whoever called it, and a trace in which it ran twice has two', () => {
    const spans = [
      aPathSpan({ spanId: 'request', kind: 'span' }),
      within('request', { spanId: 'a', startMs: 1, kind: 'agent', agentName: 'planner' }),
      within('a', { spanId: 'b', startMs: 2, kind: 'agent', agentName: 'writer' }),
      within('b', { spanId: 'c', startMs: 3, kind: 'llm', model: 'gpt' }),
      within('request', { spanId: 'd', startMs: 50, kind: 'agent', agentName: 'writer', failed: true }),
    ];
    expect(runsIn(spans, 'writer').map((path) => [path.spanId, path.outcome, idsOf(path)])).toEqual([
      ['b', 'ok', ['agent:writer', 'llm:gpt']],
      ['d', 'error', ['agent:writer']],
    ]);
    expect(runsIn(spans, 'planner').map(idsOf)).toEqual([['agent:planner', 'agent:writer', 'llm:gpt']]);
  });

  it('is all of the trace where no span is the agent itself', () => {
    const spans = [
      aPathSpan({ spanId: 'graph', kind: 'chain', durationMs: 500 }),
      within('graph', {
        spanId: 'm',
        startMs: 1,
        kind: 'llm',
        model: 'gpt',
        agentName: 'support',
        agentVersion: '2',
      }),
      within('graph', { spanId: 't', startMs: 20, kind: 'tool', toolName: 'search', agentName: 'support' }),
    ];
    expect(runsIn(spans, 'support')).toMatchObject([{ spanId: 'graph', durationMs: 500, version: '2' }]);
  });

  it('counts a wrapper around a call of the same name once', () => {
    const inner = within('outer', {
      spanId: 'inner',
      startMs: 2,
      kind: 'llm',
      requestModel: 'gpt',
      cost: 10n,
    });
    const path = run(model('outer', 1), inner);
    expect(path.steps.map(({ id, cost }) => [id, cost])).toEqual([
      ['agent:support', 0n],
      ['llm:gpt', 10n],
    ]);
  });

  it('is the same whichever of two tools that ran at the same time began first', () => {
    const both = (first: string, second: string) =>
      run(
        tool('x', 1, { toolName: first, durationMs: 50 }),
        tool('y', 2, { toolName: second, durationMs: 50 }),
      );
    expect(both('weather', 'calendar').variant).toBe(both('calendar', 'weather').variant);
    const sameTick = run(
      tool('x', 1, { toolName: 'b', durationMs: 0.2 }),
      tool('w', 1, { toolName: 'a', durationMs: 0.7 }),
    );
    expect(idsOf(sameTick)).toEqual(['agent:support', 'tool:b', 'tool:a']);
    const inTurn = run(tool('x', 1, { toolName: 'b' }), tool('y', 20, { toolName: 'a' }));
    expect(idsOf(inTurn)).toEqual(['agent:support', 'tool:b', 'tool:a']);
  });
});

describe('a variant', () => {
  it('leaves out how often a step, or a pattern of steps, was repeated', () => {
    expect(wayOf(['a', 'm', 't', 't', 't', 'm', 't', 'm'])).toEqual(['a', 'm', 't', 'm']);
    expect(run(model('1', 1), model('2', 20)).variant).toBe(run(model('1', 1)).variant);
  });

  it('has nothing left to leave out, and begins and keeps what the run has', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 50 }), (steps) => {
        const way = wayOf(steps);
        expect(wayOf(way)).toEqual(way);
        expect(way[0]).toBe(steps[0]);
        expect(new Set(way)).toEqual(new Set(steps));
      }),
    );
  });
});

describe('findings', () => {
  it('name a tool that was called three times with the same arguments, and no other', () => {
    const calls = (...hashes: string[]) =>
      run(...hashes.map((argumentsHash, i) => tool(`t${i}`, i * 20, { argumentsHash })));
    expect(found(calls('x', 'y', 'x', 'x'))).toEqual([['loop', 'tool:search', 3]]);
    expect(found(calls('x', 'y', 'x', 'z'))).toEqual([]);
    expect(found(calls('', '', '', ''))).toEqual([]);
  });

  it('name what was called again right after it had failed', () => {
    const failed = { failed: true };
    expect(found(run(model('1', 1, failed), model('2', 20, failed), model('3', 40)))).toEqual([
      ['retry', 'llm:gpt', 2],
    ]);
    expect(found(run(model('1', 1, failed), tool('2', 20), model('3', 40)))).toEqual([]);
    expect(found(run(model('1', 1), model('2', 20)))).toEqual([]);
  });

  it('name a run that ended without an answer, after an error or with a result that no model saw', () => {
    const without = (...parts: PathSpan[]) => {
      const [only] = runsIn([{ ...AGENT, hasOutput: false }, ...parts], 'support');
      return only ? found(only) : undefined;
    };
    const unseen = [model('1', 1), tool('2', 20)] as const;
    expect(without(...unseen)).toEqual([['deadEnd', 'tool:search', 1]]);
    expect(without(tool('1', 1), model('2', 20, { failed: true }))).toEqual([['deadEnd', 'llm:gpt', 1]]);
    expect(without(tool('1', 1), model('2', 20))).toEqual([]);
    expect(found(run(...unseen))).toEqual([]);
    // Nobody tells any output: that there is no answer tells nothing.
    expect(without(model('1', 1, { hasOutput: false }), tool('2', 20))).toEqual([]);
  });

  it('name a run that was stopped by a limit of steps, and whose limit it was', () => {
    const stopped = run(
      model('1', 1),
      within('run', { spanId: 's', startMs: 20, limitOf: 'LangGraph', failed: true }),
    );
    expect(stopped.findings).toMatchObject([{ kind: 'stepLimit', step: 'llm:gpt', framework: 'LangGraph' }]);
    const [cut] = runsIn([{ ...AGENT, finishReason: 'tool_calls' }, model('1', 1), tool('2', 20)], 'support');
    expect(cut?.findings).toMatchObject([{ kind: 'stepLimit', framework: '' }]);
  });
});

/** A run whose spans may fail, cost, repeat, and lie in each other. */
const arbitraryRun = fc
  .array(
    fc.record({
      parent: fc.nat(20),
      kind: fc.constantFrom('llm' as const, 'tool' as const, 'chain' as const, 'agent' as const),
      name: fc.constantFrom('a', 'b', 'c'),
      failed: fc.boolean(),
      cost: fc.constantFrom(0n, 250n, 3n),
      startMs: fc.nat(500),
      argumentsHash: fc.constantFrom('', 'x'),
      choice: fc.option(fc.constantFrom('search', 'ask'), { nil: undefined }),
    }),
    { maxLength: 14 },
  )
  .chain((parts) =>
    fc.record({
      spans: fc.constant(
        parts.map(({ parent, name, choice, ...part }, i) =>
          within(
            i === 0 ? 'run' : (['run', ...parts.map((_, nth) => `s${nth}`)][parent % (i + 1)] ?? 'run'),
            {
              ...{ ...part, spanId: `s${i}`, name, requestModel: name, toolName: name, agentName: name },
              choice: choice && { name: 'route', chosen: choice, options: ['search', 'ask', 'end'] },
            },
          ),
        ),
      ),
      outcome: fc.constantFrom({}, { failed: true }, { open: true }),
      version: fc.constantFrom('1', '2'),
    }),
  )
  .map(({ spans, outcome, version }) => [{ ...AGENT, ...outcome, agentVersion: version }, ...spans]);

const arbitraryRuns = fc.array(arbitraryRun, { maxLength: 8 });
const pathsOf = (all: PathSpan[][]) => all.flatMap((spans) => runsIn(spans, 'support'));

describe('folding', () => {
  it('gives the same whatever order the spans of a run come in', () => {
    fc.assert(
      fc.property(
        arbitraryRun.chain((spans) =>
          fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length })),
        ),
        ([spans, shuffled]) => {
          expect(runsIn(shuffled, 'support')).toEqual(runsIn(spans, 'support'));
        },
      ),
    );
  });

  it('of parts is that of all', () => {
    fc.assert(
      fc.property(arbitraryRuns, fc.nat(8), (all, at) => {
        const paths = pathsOf(all);
        const parts = flowOf(paths.slice(0, at));
        addFlow(parts, flowOf(paths.slice(at)));
        expect(told(parts)).toEqual(told(flowOf(paths)));
      }),
    );
  });

  it('loses no run: what leaves the start arrives, and what comes to a step goes on or is the end', () => {
    fc.assert(
      fc.property(arbitraryRuns, (all) => {
        const paths = pathsOf(all);
        const flow = flowOf(paths);
        const { figures, ways, steps, variants } = told(flow);
        const open = paths.filter(({ outcome }) => outcome === 'open').length;
        const count = (of: (way: (typeof ways)[number]) => boolean) =>
          ways.filter(of).reduce((sum, way) => sum + way.count, 0);
        expect(count(({ from }) => from === START)).toBe(paths.length);
        expect(count(({ to }) => to === END)).toBe(paths.length - open);
        expect(variants.reduce((sum, { runs }) => sum + runs, 0)).toBe(paths.length);
        expect(figures.open).toBe(open);
        for (const step of steps) {
          expect(count(({ to }) => to === step.id)).toBe(step.count);
          expect(flow.runs.filter((each) => tookWay(each, step.id, undefined))).toHaveLength(step.runs);
        }
        for (const way of ways)
          expect(flow.runs.filter((each) => tookWay(each, way.to, way.from))).toHaveLength(way.runs);
        expect(figures.cost).toBe(formatDecimal(paths.reduce((sum, { cost }) => sum + cost, 0n)));
        for (const { variant, steps: shown } of variants) expect(stepsOfVariant(variant)).toEqual(shown);
      }),
    );
  });

  it('puts the rarest names together when there are too many, and loses none', () => {
    const paths = Array.from({ length: 80 }, (_, i) => run(tool('t', 1, { toolName: `tool-${i}` })));
    const { steps } = told(flowOf(paths));
    expect(steps).toHaveLength(61);
    expect(steps.at(-1)).toMatchObject({ id: 'tool', kind: 'tool', merged: 21, runs: 21, count: 21 });
  });
});

describe('decisions', () => {
  it('tell every option that was offered, how often each version chose it, and how these runs went', () => {
    const choosing = (chosen: string, agentVersion: string, failed = false) =>
      runsIn(
        [
          { ...AGENT, agentVersion, failed },
          within('run', {
            ...{ spanId: 'd', startMs: 1, kind: 'chain', name: 'route', namedStep: true },
            choice: { name: 'route', chosen, options: ['search', 'ask', 'end'] },
          }),
        ],
        'support',
      );
    const flow = flowOf(
      [choosing('search', '1'), choosing('search', '2', true), choosing('ask', '2')].flat(),
    );
    const [route] = decisionsOf(flow.runs);
    expect(route).toMatchObject({ name: 'route', count: 3, runs: 3 });
    expect(
      route?.options.map(({ option, count, figures, versions }) => [
        option,
        count,
        figures.successRate,
        versions.map(({ share }) => share),
      ]),
    ).toEqual([
      ['search', 2, 0.5, [0.5, 1]],
      ['ask', 1, 1, [0.5, 0]],
      ['end', 0, null, [0, 0]],
    ]);
  });
});

describe('a comparison', () => {
  const compared = (one: Flow, other: Flow) => {
    const { before, after } = atOnce(viewsOf(one, other));
    return changesOf(before, after);
  };
  /** Runs of so many tools that neither all steps, nor all ways, nor all variants are told. */
  const manyRuns = fc
    .array(fc.array(fc.nat(90), { minLength: 1, maxLength: 4 }), { minLength: 90, maxLength: 120 })
    .map((runs) =>
      flowOf(
        runs.map((names) => run(...names.map((n, i) => tool(`t${i}`, i * 20, { toolName: `tool-${n}` })))),
      ),
    );

  it('takes nothing for gone that is only rare: shares are those of all runs, told or not', () => {
    fc.assert(
      fc.property(manyRuns, manyRuns, (one, other) => {
        const { ways, variants } = compared(one, other);
        const wayIn = (flow: Flow, from: string, to: string) =>
          (flow.ways.get(`${from}\n${to}`)?.runs ?? 0) / flow.runs.length;
        const byName = ways.filter(({ from, to }) => ![from, to].includes('tool'));
        expect(byName.length).toBeGreaterThan(50);
        for (const { from, to, before, after } of byName)
          expect([from, to, before, after]).toEqual([from, to, wayIn(one, from, to), wayIn(other, from, to)]);
        const variantIn = (flow: Flow, variant: string) =>
          flow.runs.filter((each) => each.variant === variant).length / flow.runs.length;
        expect(variants.length).toBeLessThanOrEqual(50);
        for (const { variant, before, after } of variants)
          expect([before, after]).toEqual([variantIn(one, variant), variantIn(other, variant)]);
      }),
      { numRuns: 8 },
    );
  });

  it('tells what changed most first, and what only one side has', () => {
    const before = flowOf([run(tool('t', 1)), run(tool('t', 1))]);
    const after = flowOf([run(tool('t', 1)), run(model('m', 1))]);
    const { ways } = compared(before, after);
    expect(ways[0]).toMatchObject({ before: expect.any(Number), delta: expect.closeTo(-0.5) });
    expect(ways).toContainEqual({ from: 'llm:gpt', to: END, before: 0, after: 0.5, delta: 0.5 });
  });
});
