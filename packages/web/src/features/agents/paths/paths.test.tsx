import type { ApiPathRun, ApiPaths, ApiRunPath } from '@pharos/core/api/paths';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const AT = '2026-11-26T12:00:00.000Z';
const EARLIER = '2026-11-25T12:00:00.000Z';
const figures = {
  ...{ runs: 40, errors: 4, open: 0, successRate: 0.9, p50Ms: 900, p95Ms: 2_400 },
  ...{ cost: '0.4', costPerRun: '0.01', stepsPerRun: 5.5 },
};
const tally = (runs: number, over = {}) => ({
  ...{ count: runs, runs, share: runs / 40, errors: 0, errorRate: 0, p50Ms: 100, p95Ms: 300, cost: '0' },
  ...over,
});
const step = (kind: 'agent' | 'llm' | 'tool', label: string, runs: number) => ({
  ...{ id: `${kind}:${label}`, kind, label, merged: 0, ...tally(runs) },
});
const way = (from: string, to: string, runs: number, over = {}) => ({ from, to, ...tally(runs, over) });
const [AGENT, MODEL, TOOL] = ['agent:planner', 'llm:gpt', 'tool:search'] as const;

const paths: ApiPaths = {
  agent: 'planner',
  basis: { from: AT, to: AT, runs: 40, spans: 220, cut: false, oldest: AT, shortened: 0 },
  figures,
  versions: [
    { version: '2', runs: 30 },
    { version: '1', runs: 10 },
  ],
  steps: [step('agent', 'planner', 40), step('llm', 'gpt', 40), step('tool', 'search', 20)],
  ways: [
    way('start', AGENT, 40),
    way(AGENT, MODEL, 40),
    way(MODEL, TOOL, 20, { errors: 5, errorRate: 0.25 }),
    way(MODEL, 'end', 40),
    // In less than 2 % of the runs.
    way(TOOL, 'end', 0),
  ],
  otherWays: 0,
  variants: [
    { id: 'v1', steps: [AGENT, MODEL, TOOL], share: 0.5, ...figures, runs: 20 },
    { id: 'v2', steps: [AGENT, MODEL], share: 0.5, ...figures, runs: 20 },
  ],
  otherVariants: { variants: 3, runs: 7 },
  findings: [
    {
      ...{ kind: 'loop', runs: 3, share: 0.075 },
      places: [{ step: TOOL, framework: '', runs: 3, times: 11, example: { traceId: 't1', spanId: 's1' } }],
    },
    { kind: 'retry', runs: 0, share: 0, places: [] },
  ],
};
const run: ApiPathRun = {
  ...{ traceId: 'trace-1', spanId: 'run-1', startTime: AT, durationMs: 1_200, version: '2' },
  ...{ outcome: 'error', cost: '0.02', stepCount: 3, variant: 'v1', findings: [] },
};
const replayed: ApiRunPath = {
  ...run,
  steps: [AGENT, MODEL, TOOL].map((id, i) => ({
    ...{ id, label: id.slice(id.indexOf(':') + 1), spanId: `s${i}`, offsetMs: i * 100, durationMs: 90 },
    ...{
      kind: i === 0 ? 'agent' : i === 1 ? 'llm' : 'tool',
      failed: i === 2,
      cost: '0',
      within: i === 0 ? null : 0,
    },
  })),
};

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  server = await startApiServer(({ path }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/agents/planner/paths') return { body: paths };
    if (path === '/api/v1/agents/planner/paths/runs') return { body: { data: [run], nextCursor: null } };
    if (path === '/api/v1/agents/planner/paths/runs/trace-1') return { body: replayed };
    if (path === '/api/v1/agents/planner/paths/compare') {
      const change = { before: 0.2, after: 0.5, delta: 0.3 };
      const changes = {
        ways: [{ from: MODEL, to: TOOL, ...change }],
        variants: [],
        findings: [{ kind: 'loop', ...change }],
      };
      const basis = { ...paths.basis, from: EARLIER, to: AT };
      return {
        body: {
          before: { ...paths, basis },
          after: { ...paths, figures: { ...figures, successRate: 0.95 } },
          changes,
        },
      };
    }
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

const graph = () =>
  vi.waitFor(() => screen.getByRole('group', { name: /how often one came after/ }), PATIENCE);
const askedRuns = () =>
  server.seen
    .filter(({ path }) => path === '/api/v1/agents/planner/paths/runs')
    .map(({ query }) => Object.fromEntries(query));
const panel = (name: RegExp) => vi.waitFor(() => screen.getByRole('complementary', { name }), PATIENCE);

test('each step and way of the graph says how often it was taken and how that went, and opens its runs', async () => {
  openApp('/p/p1/agents/planner/paths');
  const drawn = within(await graph());
  expect(drawn.getByRole('button', { name: /^tool search: 20 runs \(50.%\)/u })).toBeTruthy();
  const way = drawn.getByRole('button', { name: /^gpt → search: .*25.% failed/u });
  // Rare ways are hidden until they are asked for.
  expect(drawn.queryByRole('button', { name: /search → end/ })).toBeNull();
  fireEvent.click(way);
  const runs = within(await panel(/Runs: gpt → search/));
  const row = await vi.waitFor(() => runs.getByRole('row', { name: /failed/ }), PATIENCE);
  expect(askedRuns()[0]).toMatchObject({ step: TOOL, after: MODEL });
  fireEvent.click(row);
  const steps = await vi.waitFor(
    () => within(screen.getByRole('complementary', { name: /Replay/ })).getAllByRole('listitem'),
    PATIENCE,
  );
  expect(steps.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('planner'),
    expect.stringContaining('gpt'),
    expect.stringMatching(/search.*failed/),
  ]);
  expect(screen.getByRole('link', { name: 'Open the trace' }).getAttribute('href')).toContain(
    '/traces/trace-1?span=run-1',
  );
});

test('a run is gone through by keys, and stands in the address', async () => {
  openApp('/p/p1/agents/planner/paths?run=trace-1&span=run-1');
  await panel(/Replay/);
  const current = () => document.querySelector('[aria-current="step"]');
  await vi.waitFor(() => expect(current()?.textContent).toContain('planner'), PATIENCE);
  fireEvent.keyDown(document.body, { key: 'n' });
  await vi.waitFor(() => expect(window.location.search).toContain('at=1'), PATIENCE);
  await vi.waitFor(() => expect(current()?.textContent).toContain('gpt'), PATIENCE);
  fireEvent.keyDown(document.body, { key: 'p' });
  await vi.waitFor(() => expect(current()?.textContent).toContain('planner'), PATIENCE);
});

test('the graph is gone through with arrow keys, one stop of the tab key for all', async () => {
  openApp('/p/p1/agents/planner/paths');
  const drawn = await graph();
  const tabbed = () => [...drawn.querySelectorAll('[tabindex="0"]')];
  expect(tabbed()).toHaveLength(1);
  const [first] = tabbed();
  (first as SVGGElement).focus();
  fireEvent.keyDown(document.activeElement ?? drawn, { key: 'ArrowRight' });
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^agent planner/);
  fireEvent.keyDown(document.activeElement ?? drawn, { key: 'Enter' });
  await panel(/Runs: planner/);
  expect(tabbed()).toHaveLength(1);
});

test('findings are counted, and lead to their runs', async () => {
  openApp('/p/p1/agents/planner/paths');
  const loops = await vi.waitFor(() => screen.getByRole('button', { name: /^Loops3/ }), PATIENCE);
  expect((screen.getByRole('button', { name: /^Retries0/ }) as HTMLButtonElement).disabled).toBe(true);
  fireEvent.click(loops);
  await panel(/Runs: Loops/);
  await vi.waitFor(() => expect(askedRuns()[0]).toMatchObject({ finding: 'loop' }), PATIENCE);
  expect(screen.getByText(/3 rarer variants with 7 runs/)).toBeTruthy();
});

test('two versions are told side by side with what changed', async () => {
  openApp('/p/p1/agents/planner/paths?view=compare&version=2&base=1');
  const table = await vi.waitFor(() => screen.getByRole('table', { name: 'Figures' }), PATIENCE);
  expect(within(table).getByRole('row', { name: /^Success 90.% 95.% \+5/u })).toBeTruthy();
  expect(within(table).getByRole('row', { name: /^Loops 20.% 50.% \+30/u })).toBeTruthy();
  const asked = server.seen.find(({ path }) => path.endsWith('/compare'));
  expect(Object.fromEntries(asked?.query ?? [])).toMatchObject({ version: '2', baseVersion: '1' });
  expect(screen.getByRole('row', { name: /^gpt → search 20.% 50.%/u })).toBeTruthy();
});

const compared = () =>
  server.seen.filter(({ path }) => path.endsWith('/compare')).map(({ query }) => Object.fromEntries(query));
const RANGE = 'from=2026-11-26T00:00:00.000Z&to=2026-11-26T12:00:00.000Z';

test.each([
  ['the time before', '', { baseFrom: '2026-11-25T12:00:00.000Z', baseTo: '2026-11-26T00:00:00.000Z' }],
  ['the same time last week', '&times=week', { baseFrom: '2026-11-19T00:00:00.000Z' }],
  ['the same time of another version', '&base=1', { baseFrom: '2026-11-26T00:00:00.000Z', baseVersion: '1' }],
  ['another version a week earlier', '&base=1&times=week', { baseTo: '2026-11-19T12:00:00.000Z' }],
  [
    'times of their own',
    '&times=own&baseFrom=2026-10-01T00:00:00.000Z&baseTo=2026-10-02T00:00:00.000Z',
    { baseFrom: '2026-10-01T00:00:00.000Z', baseTo: '2026-10-02T00:00:00.000Z' },
  ],
])('an address may compare with %s', async (_, search, asked) => {
  openApp(`/p/p1/agents/planner/paths?view=compare&${RANGE}${search}`);
  await vi.waitFor(() => screen.getByRole('table', { name: 'Figures' }), PATIENCE);
  expect(compared().at(-1)).toMatchObject(asked);
});

test('times to compare with are chosen, and stand in the address', async () => {
  const router = openApp(`/p/p1/agents/planner/paths?view=compare&${RANGE}`);
  const times = await vi.waitFor(() => screen.getByRole('combobox', { name: 'At what time' }), PATIENCE);
  expect(within(times).queryByRole('option', { name: 'the same time' })).toBeNull();
  fireEvent.change(times, { target: { value: 'own' } });
  fireEvent.click(
    await vi.waitFor(() => screen.getByRole('button', { name: /^times of your own: / }), PATIENCE),
  );
  fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-10-01T00:00' } });
  fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-10-02T00:00' } });
  fireEvent.click(screen.getByRole('button', { name: 'Apply' }));
  const iso = (local: string) => new Date(local).toISOString();
  const [baseFrom, baseTo] = [iso('2026-10-01T00:00'), iso('2026-10-02T00:00')];
  await vi.waitFor(
    () => expect(router.state.location.search).toMatchObject({ times: 'own', baseFrom, baseTo }),
    PATIENCE,
  );
  // Requests made shortly after one another may arrive the other way round.
  await vi.waitFor(
    () => expect(compared()).toContainEqual(expect.objectContaining({ baseFrom, baseTo })),
    PATIENCE,
  );
});

test.each([
  ['a version', 'Before', '&version=2&base=1', { version: '1' }],
  ['the other version', 'Now', '&version=2&base=1', { version: '2' }],
  ['the time before', 'Before', '', { from: EARLIER, to: AT }],
])('a step of %s that is compared opens the runs it was counted in', async (_, side, compared, among) => {
  openApp(`/p/p1/agents/planner/paths?view=compare&finding=loop&variant=v1&run=trace-1${compared}`);
  const heading = await vi.waitFor(() => screen.getByRole('heading', { name: side }), PATIENCE);
  const drawn = within(heading.closest('section') as HTMLElement);
  fireEvent.click(await vi.waitFor(() => drawn.getByRole('button', { name: /^tool search/ }), PATIENCE));
  await panel(/Runs: search/);
  await vi.waitFor(() => expect(askedRuns()).toHaveLength(1), PATIENCE);
  expect(askedRuns()[0]).toMatchObject({ step: TOOL, ...among });
  expect(askedRuns()[0]).not.toHaveProperty('finding');
  expect(askedRuns()[0]).not.toHaveProperty('variant');
});
