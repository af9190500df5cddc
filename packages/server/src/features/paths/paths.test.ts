import {
  decisionsSchema,
  pathRunsSchema,
  pathsComparisonSchema,
  pathsSchema,
  runPathSchema,
} from '@pharos/core/api/paths';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aCost, aModelCall, aSpan, failedWith } from '../../testing/spans.ts';
import { type Client, type TestApp, testApp } from '../../testing/test-app.ts';

let store: ReadStore;
let app: TestApp;
let project: string;
let reader: Client;
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
});
afterAll(async () => {
  await app.close();
  await store.close();
});
beforeEach(async () => {
  project = (await app.aSecondProject()).projectId;
  reader = app.withKey(await app.aKey(['read'], project));
});

const MS = 1_000_000n;
const ago = (ms: number) => BigInt(app.clock.nowMs() - ms) * MS;

/** What each step of a run adds to a span. */
type Part = Partial<Span>;
const model = (over: Part = {}): Part => ({
  ...aModelCall({ cost: aCost('0.25'), output: { text: 'an answer' } }),
  ...over,
});
const tool = (toolName: string, over: Part = {}): Part => ({
  ...aSpan(),
  name: toolName,
  kind: 'tool',
  toolName,
  ...over,
});
const looked = (what: string): Part =>
  tool('lookup', { input: { json: { what } }, output: { text: 'found' } });

let traces = 0;
/** A run of an agent whose steps follow each other, 10 ms each. */
function aRun(parts: Part[], over: Part = {}): Span[] {
  const traceId = `trace-${++traces}`;
  const startNs = over.startNs ?? ago(60_000 + traces);
  const root = aSpan({
    ...{ traceId, spanId: 'run', kind: 'agent', name: 'run', agentName: 'support', agentVersion: '1' },
    ...{ startNs, endNs: startNs + 500n * MS, output: { text: 'done' }, ...over },
  });
  const steps = parts.map((part, i) => {
    const at = startNs + BigInt(i + 1) * 20n * MS;
    return aSpan({
      ...part,
      traceId,
      spanId: `step-${i}`,
      parentSpanId: 'run',
      startNs: at,
      endNs: at + 10n * MS,
    });
  });
  return [root, ...steps];
}
const put = (...runs: Span[][]) => store.put(project, { spans: runs.flat() });
const url = (path: string) => `/api/v1/agents/support/${path}`;
const paths = async (query = '') => (await reader.get(url(`paths${query}`))).as(pathsSchema);
const runs = async (query: string) => (await reader.get(url(`paths/runs${query}`))).as(pathRunsSchema);

describe('GET /api/v1/agents/:name/paths', () => {
  test('folds the runs of an agent into a graph and its variants, with how they went', async () => {
    await put(
      aRun([model(), looked('a'), model()]),
      aRun([model(), looked('a'), looked('b'), model()]),
      aRun([model()], { status: 'error', agentVersion: '2' }),
    );
    const { basis, figures, steps, ways, variants, versions } = await paths();
    expect(basis).toMatchObject({ runs: 3, spans: 11, cut: false, shortened: 0 });
    expect(figures).toMatchObject({ runs: 3, errors: 1, successRate: 2 / 3, cost: '1.25', p50Ms: 500 });
    expect(versions).toEqual([
      { version: '2', runs: 1 },
      { version: '1', runs: 2 },
    ]);
    expect(steps.map(({ id, count, runs: of }) => [id, count, of])).toEqual([
      ['agent:support', 3, 3],
      ['llm:gpt-4.1', 5, 3],
      ['tool:lookup', 3, 2],
    ]);
    expect(ways).toContainEqual({
      ...{ from: 'llm:gpt-4.1', to: 'tool:lookup', count: 2, runs: 2, share: 2 / 3, errors: 0, errorRate: 0 },
      ...{ p50Ms: 10, p95Ms: 10, cost: '0' },
    });
    expect(variants.map((each) => [each.steps.length, each.runs, each.successRate])).toEqual([
      [4, 2, 1],
      [2, 1, 0],
    ]);
  });

  test('keeps to the range, the version and the filter that are asked for, and to the project', async () => {
    await put(
      aRun([model()], { agentVersion: '2', userId: 'ada' }),
      aRun([model()]),
      aRun([model()], { startNs: ago(7_200_000) }),
      aRun([model()], { agentName: 'planner' }),
    );
    const since = new Date(app.clock.nowMs() - 3_600_000).toISOString();
    expect((await paths()).figures.runs).toBe(3);
    expect((await paths(`?from=${since}`)).figures.runs).toBe(2);
    expect((await paths('?version=2')).figures.runs).toBe(1);
    expect((await paths('?filter=user:ada')).figures.runs).toBe(1);
    expect((await paths('?filter=user:bob')).figures.runs).toBe(0);
    const stranger = app.withKey(await app.aKey(['read']));
    expect((await stranger.get(url('paths'))).as(pathsSchema).figures.runs).toBe(0);
    expect((await reader.get(url('paths?filter=model:>x'))).status).toBe(400);
    expect((await app.nobody.get(url('paths'))).status).toBe(401);
  });

  test('does not change when all is sent again', async () => {
    const all = [aRun([model(), looked('a')]), aRun([model()])];
    await put(...all);
    const before = await paths();
    await put(...all);
    app.clock.advance(61_000);
    expect({ ...(await paths()), basis: before.basis }).toEqual(before);
  });

  test('names loops by the whole of the arguments, retries, dead ends and limits, with an example each', async () => {
    const long = (end: string) => looked(`${'x'.repeat(1_000)}${end}`);
    await put(
      aRun([looked('a'), looked('a'), looked('a'), model()]),
      // They begin the same for longer than a preview is, and differ at their end.
      aRun([long('1'), long('2'), long('3'), model()]),
      aRun([model(failedWith('RateLimitError')), model()]),
      aRun([model(), looked('a')], { output: undefined }),
      aRun([model(), looked('a')], { ...failedWith('GraphRecursionError') }),
    );
    const { findings } = await paths();
    expect(
      findings.map(({ kind, runs: of, places }) => [kind, of, places[0]?.step, places[0]?.times]),
    ).toEqual([
      ['loop', 1, 'tool:lookup', 3],
      ['retry', 1, 'llm:gpt-4.1', 1],
      ['deadEnd', 1, 'tool:lookup', 1],
      ['stepLimit', 1, 'tool:lookup', 1],
    ]);
    expect(findings[3]?.places[0]?.framework).toBe('LangGraph');
    const { data } = await runs('?finding=loop');
    expect(data).toMatchObject([{ findings: [{ kind: 'loop', spanId: 'step-2', times: 3 }] }]);
    expect(findings[0]?.places[0]?.example).toEqual({ traceId: data[0]?.traceId, spanId: 'step-2' });
  });
});

describe('GET /api/v1/agents/:name/paths/runs', () => {
  test('lists page by page what is behind a variant, a step and a way, the newest first', async () => {
    await put(aRun([model()]), aRun([model(), looked('a')]), aRun([model(), looked('a'), model()]));
    const { variants, ways } = await paths();
    for (const { id, runs: of } of variants) expect((await runs(`?variant=${id}`)).data).toHaveLength(of);
    for (const way of ways) {
      const query = new URLSearchParams({ step: way.to, after: way.from });
      expect((await runs(`?${query}`)).data).toHaveLength(way.runs);
    }
    expect((await runs('?step=tool:lookup')).data).toHaveLength(2);
    const first = await runs('?limit=2');
    const rest = await runs(`?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    const all = [...first.data, ...rest.data].map(({ startTime }) => startTime);
    expect(all).toHaveLength(3);
    expect(all).toEqual([...all].sort().reverse());
    expect(rest.nextCursor).toBeNull();
  });

  test('tells the way of one run, step by step', async () => {
    await put(aRun([model(), looked('a')]));
    const traceId = (await runs('')).data[0]?.traceId;
    const one = (await reader.get(url(`paths/runs/${traceId}`))).as(runPathSchema);
    expect(one.steps.map(({ id, offsetMs, within }) => [id, offsetMs, within])).toEqual([
      ['agent:support', 0, null],
      ['llm:gpt-4.1', 20, 0],
      ['tool:lookup', 40, 0],
    ]);
    expect((await reader.get(url('paths/runs/unknown'))).status).toBe(404);
    expect((await reader.get(`/api/v1/agents/planner/paths/runs/${traceId}`)).status).toBe(404);
    const stranger = app.withKey(await app.aKey(['read']));
    expect((await stranger.get(url(`paths/runs/${traceId}`))).status).toBe(404);
  });
});

describe('GET /api/v1/agents/:name/paths/compare', () => {
  test('sets two versions side by side, and tells what changed most first', async () => {
    await put(
      aRun([model(), looked('a')]),
      aRun([model(), looked('a')]),
      aRun([model()], { agentVersion: '2' }),
    );
    const { before, after, changes } = (await reader.get(url('paths/compare?version=2&baseVersion=1'))).as(
      pathsComparisonSchema,
    );
    expect([before.figures.runs, after.figures.runs]).toEqual([2, 1]);
    expect(changes.ways[0]).toMatchObject({ before: expect.any(Number), delta: expect.any(Number) });
    expect(changes.ways).toContainEqual({
      ...{ from: 'llm:gpt-4.1', to: 'tool:lookup', before: 1, after: 0, delta: -1 },
    });
    expect(changes.variants.map(({ delta }) => Math.abs(delta))).toEqual([1, 1]);
  });

  test('compares with as long a time before, unless another is said', async () => {
    await put(aRun([model()]), aRun([model()], { startNs: ago(5_400_000) }));
    const [from, to] = [app.clock.nowMs() - 3_600_000, app.clock.nowMs()].map((ms) =>
      new Date(ms).toISOString(),
    );
    const range = `from=${from}&to=${to}`;
    const compared = async (rest = '') =>
      (await reader.get(url(`paths/compare?${range}${rest}`))).as(pathsComparisonSchema);
    const { before, after } = await compared();
    expect([before.figures.runs, after.figures.runs]).toEqual([1, 1]);
    expect(before.basis.to).toBe(from);
    const said = await compared(`&baseFrom=${from}&baseTo=${to}`);
    expect(said.changes.ways.every(({ delta }) => delta === 0)).toBe(true);
  });
});

describe('GET /api/v1/agents/:name/decisions', () => {
  test('tells how often each option was chosen, by version, and how these runs went', async () => {
    const route = (chosen: string): Part => ({
      ...{ name: 'route', kind: 'chain' },
      attributes: new Map<string, string | string[]>([
        ['pharos.decision.name', 'route'],
        ['pharos.decision.chosen', chosen],
        ['pharos.decision.options', ['search', 'ask', 'give up']],
      ]),
    });
    await put(
      aRun([route('search'), looked('a')]),
      aRun([route('search')], { agentVersion: '2', ...failedWith('ValueError') }),
      aRun([route('ask')], { agentVersion: '2' }),
    );
    const { decisions } = (await reader.get(url('decisions'))).as(decisionsSchema);
    expect(decisions).toMatchObject([{ name: 'route', count: 3, runs: 3 }]);
    const options = decisions[0]?.options.map(({ option, count, figures, versions }) => [
      ...[option, count, figures.successRate],
      versions.map(({ version, share }) => `${version}: ${share}`),
    ]);
    expect(options).toEqual([
      ['search', 2, 0.5, ['2: 0.5', '1: 1']],
      ['ask', 1, 1, ['2: 0.5', '1: 0']],
      ['give up', 0, null, ['2: 0', '1: 0']],
    ]);
    expect((await paths()).steps.map(({ id }) => id)).toContain('chain:route');
  });
});
