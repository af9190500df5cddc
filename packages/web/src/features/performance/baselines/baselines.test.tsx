import type { Baselines, BaselineWeek, Departure } from '@pharos/core/api/baselines';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

// A whole page in jsdom, on a machine that other work keeps busy.
vi.setConfig({ testTimeout: 60_000 });
const PATIENCE = { timeout: 20_000 };

const HOURS = Array.from({ length: 24 }, (_, hour) => new Date(Date.UTC(2026, 10, 27, hour)).toISOString());
const band = { expected: 1000, low: 500, high: 2000 };
const departure = (over: Partial<Departure>): Departure => ({
  ...{ value: 'gpt', aspect: 'latency', metric: 'modelLatencyP95', score: null },
  ...{ direction: 'above', change: 'worse', lasting: false, times: 1 },
  ...{ from: HOURS[7] ?? '', to: HOURS[9] ?? '', expected: 1000, actual: 4000 },
  ...{ deviations: 12, share: 0.2, matters: 40 },
  course: { starts: HOURS, values: HOURS.map(() => 900), bands: HOURS.map(() => band) },
  ...over,
});
const NOTHING: Baselines = {
  ...{ from: HOURS[0] ?? '', to: HOURS[12] ?? '', series: [], judged: 0, tooLittleHistory: 0 },
  ...{ leftOut: 0, departures: [] },
};
const ofModels: Baselines = {
  ...NOTHING,
  ...{ judged: 4, tooLittleHistory: 1, leftOut: 0.04 },
  departures: [departure({})],
  series: [
    { value: 'gpt', aspect: 'latency', metric: 'modelLatencyP95', score: null, state: 'left' },
    { value: 'gpt', aspect: 'cost', metric: 'cost', score: null, state: 'usual' },
    { value: 'young', aspect: 'cost', metric: 'cost', score: null, state: 'tooLittleHistory' },
  ],
};
const score = { aspect: 'quality', metric: 'scoreAvg', score: 'helpful' } as const;
const ofAgents: Baselines = {
  ...NOTHING,
  judged: 2,
  departures: [departure({ ...score, value: 'helper', direction: 'below', change: 'neither', matters: 60 })],
  series: [{ value: 'helper', ...score, state: 'left' }],
};
const week: BaselineWeek = {
  starts: HOURS,
  values: HOURS.map((_, hour) => (hour < 12 ? 1200 : null)),
  bands: HOURS.map(() => band),
  season: 'hourOfWeek',
};

let server: ApiServer;
let answers: Partial<Record<string, Baselines | 'fails'>>;
beforeEach(async () => {
  setLanguage('en');
  answers = { agent: ofAgents, model: ofModels };
  server = await startApiServer(({ path, query }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/baselines/week') return { body: week };
    if (path !== '/api/v1/baselines') return undefined;
    const answer = answers[query.get('dimension') ?? ''] ?? NOTHING;
    return answer === 'fails'
      ? { status: 400, body: { error: { code: 'invalid_request', message: 'It went wrong.' } } }
      : { body: answer };
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

const rows = async () => {
  const table = await screen.findByRole('table', { name: /What left its band/ }, PATIENCE);
  return within(table).getAllByRole('row').slice(1);
};

test('all dimensions are ranked as one, with how many there are and what is not known', async () => {
  openApp('/p/p1/performance/baselines');
  const [first, second, ...others] = await rows();
  expect(others).toEqual([]);
  expect(first?.textContent).toMatch(/helper.*Score helpful.*lower than usual/);
  expect(second?.textContent).toMatch(/gpt.*P95 latency.*higher than usual.*worse.*1\.00\ss.*4\.00\ss/);
  expect(screen.getByText('2 of 6 left their band today')).toBeDefined();
  expect(screen.getByText(/Of 1 more too little is known.*20 biggest Models: 4/)).toBeDefined();
});

test('a row opens its usual week, whose metric can be changed and whose traces can be opened', async () => {
  const router = openApp('/p/p1/performance/baselines');
  const [, second] = await rows();
  if (second) fireEvent.click(second);
  const panel = within(await screen.findByRole('complementary', { name: 'The usual week of gpt' }, PATIENCE));
  expect(await panel.findByText(/Band: usual at that hour of the week/, {}, PATIENCE)).toBeDefined();
  const link = panel.getByRole('link', { name: 'Traces of that time' });
  const asked = new URL(link.getAttribute('href') ?? '', 'http://here').searchParams;
  expect([asked.get('filter'), asked.get('from'), asked.get('to')]).toEqual([
    'model:gpt',
    HOURS[7],
    HOURS[9],
  ]);
  const rule = panel.getByRole('link', { name: 'Make an alert rule of it' }).getAttribute('href') ?? '';
  expect(Object.fromEntries(new URL(rule, 'http://here').searchParams)).toEqual({
    ...{ name: 'gpt: Model latency P95', metric: 'modelLatencyP95' },
    filter: 'model:gpt kind:llm,embedding,reranker',
  });
  fireEvent.change(panel.getByRole('combobox', { name: 'Metric' }), {
    target: { value: JSON.stringify(['cost', null]) },
  });
  await waitFor(
    () => expect(router.state.location.search).toMatchObject({ of: 'model', group: 'gpt', metric: 'cost' }),
    PATIENCE,
  );
  fireEvent.keyDown(document, { key: 'Escape' });
  await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull(), PATIENCE);
});

test('one dimension and the last 24 hours are asked for alone, and are in the address', async () => {
  const router = openApp('/p/p1/performance/baselines?dimension=model');
  fireEvent.click(await screen.findByRole('radio', { name: 'Last 24 hours' }, PATIENCE));
  expect(await screen.findByText('1 of 4 left its band in the last 24 hours', {}, PATIENCE)).toBeDefined();
  expect(router.state.location.search).toMatchObject({ dimension: 'model', since: '24h' });
  const asked = server.seen.filter(({ path }) => path === '/api/v1/baselines');
  expect(new Set(asked.map(({ query }) => query.get('dimension')))).toEqual(new Set(['model']));
});

test('a dimension that cannot be told says so beside the others', async () => {
  answers.tool = 'fails';
  openApp('/p/p1/performance/baselines');
  expect(await rows()).toHaveLength(2);
  expect(screen.getByRole('alert').textContent).toContain('It went wrong.');
});

test('nothing that left its band, nothing known, and no hour that is over are three things', async () => {
  answers = { model: { ...ofModels, departures: [] } };
  openApp('/p/p1/performance/baselines');
  expect(await screen.findByText('Everything is as usual', {}, PATIENCE)).toBeDefined();
  cleanup();
  answers = {};
  openApp('/p/p1/performance/baselines');
  expect(await screen.findByText('Too little is known yet', {}, PATIENCE)).toBeDefined();
  cleanup();
  answers = { agent: { ...NOTHING, to: NOTHING.from, judged: 3 } };
  openApp('/p/p1/performance/baselines?dimension=agent');
  expect(await screen.findByText(/No hour of today is over yet/, {}, PATIENCE)).toBeDefined();
});

test('everything that is watched opens its usual week', async () => {
  openApp('/p/p1/performance/baselines');
  fireEvent.click(await screen.findByRole('button', { name: 'young, Cost: too little history' }, PATIENCE));
  expect(
    await screen.findByRole('complementary', { name: 'The usual week of young' }, PATIENCE),
  ).toBeDefined();
});

test('it is all there in Chinese', async () => {
  setLanguage('zh-CN');
  openApp('/p/p1/performance/baselines');
  expect(await screen.findByText('今天 6 项中有 2 项超出常态范围', {}, PATIENCE)).toBeDefined();
  expect(screen.getAllByText('高于常态').length).toBeGreaterThan(0);
});
