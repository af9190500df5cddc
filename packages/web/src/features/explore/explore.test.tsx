import type { Differences } from '@pharos/core/api/differences';
import type { Answer, Question } from '@pharos/core/question';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import {
  type ApiServer,
  aMe,
  type Reply,
  type SeenRequest,
  startApiServer,
} from '../../testing/api-server.ts';
import { openApp } from '../../testing/open-app.tsx';

// A whole page in jsdom, on a machine that other work keeps busy.
vi.setConfig({ testTimeout: 60_000 });

const RANGE = 'from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z';
/** What the project holds: the values of fields, and how many requests each has. */
const VALUES: Partial<Record<string, string[]>> = { model: ['gpt-4.1', 'qwen3-max'], release: ['v1'] };
const NOT_THERE = new Set(['scores', 'scoreAvg', 'ttftP95', 'toolCalls']);

function answerTo({ metrics, dimensions, from, to, bucketSeconds, compare }: Question): Answer {
  const [dimension] = dimensions;
  const groups = dimension === undefined ? [[]] : (VALUES[dimension] ?? []).map((value) => [value]);
  const figures = <Value,>(value: (metric: string) => Value) =>
    Object.fromEntries(metrics.map((metric) => [metric, value(metric)]));
  return {
    ...{ from, to },
    ...(bucketSeconds ? { bucketSeconds, buckets: [from] } : {}),
    series: groups.map((group, nth) => ({
      group,
      other: false,
      totals: figures((metric) => (NOT_THERE.has(metric) ? 0 : 30 - 20 * nth)),
      exact: {},
      ...(bucketSeconds ? { points: figures(() => [30 - 20 * nth]) } : {}),
      ...(compare ? { previous: figures(() => 20) } : {}),
    })),
  };
}

const side = (count: number, share: number) => ({ count, share });
const found: Differences = {
  selected: 50,
  rest: 950,
  differences: [
    {
      dimension: 'release',
      value: 'v2',
      selected: side(45, 0.9),
      rest: side(95, 0.1),
      lift: 9,
      score: 0.7,
      sameAs: [{ dimension: 'attr.service.version', value: 'v2' }],
    },
    {
      dimension: 'user',
      value: '',
      selected: side(10, 0.2),
      rest: side(0, 0),
      lift: null,
      score: 0.1,
      sameAs: [],
    },
  ],
  dimensions: [{ dimension: 'release', distinct: 2, score: 0.7, values: [] }],
};
let differences: Differences;

function reply({ path, query, body }: SeenRequest): Reply | undefined {
  if (path === '/api/v1/me') return { body: aMe() };
  if (path === '/api/v1/dashboards') return { body: { data: [] } };
  if (path === '/api/v1/annotations') return { body: { data: [] } };
  if (path === '/api/v1/differences') return { body: differences };
  if (path === '/api/v1/query') return { body: answerTo(asked(body)) };
  if (path === '/api/v1/questions') {
    const { questions } = body as { questions: Question[] };
    return { lines: questions.map((question, index) => ({ index, answer: answerTo(asked(question)) })) };
  }
  if (path === '/api/v1/query/usual') {
    const { from } = body as { from: string };
    return {
      body: {
        ...{ bucketSeconds: 3600, buckets: [from], season: 'hourOfWeek' },
        bands: [{ expected: 20, low: 10, high: 25 }],
      },
    };
  }
  if (path === '/api/v1/suggest') {
    const values = VALUES[query.get('field') ?? ''] ?? [];
    return { body: { data: values.map((value, nth) => ({ value, count: 9 - nth })) } };
  }
  return undefined;
}
const asked = (body: unknown): Question => {
  const question = body as Question;
  return { ...question, dimensions: question.dimensions ?? [] };
};

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  forgetCsrfToken();
  differences = found;
  server = await startApiServer(reply);
});
afterEach(async () => {
  cleanup();
  await server.close();
});

const open = (search: string) => openApp(`/p/p1/explore?${RANGE}&${search}`);
const waiting = { timeout: 20_000 };
const button = (name: string | RegExp) => screen.findByRole('button', { name }, waiting);
const address = (router: ReturnType<typeof openApp>) =>
  router.state.location.search as Record<string, string>;
const pick = async (name: string, option: RegExp) => {
  fireEvent.click(await button(name));
  fireEvent.click(await screen.findByRole('option', { name: option }, waiting));
};

test('it begins with questions that the data can answer, and asks the one that is chosen', async () => {
  const router = open('');
  fireEvent.click(await screen.findByRole('link', { name: /^Cost by Model/i }, waiting));
  await screen.findByRole('region', { name: /Cost by model/i }, waiting);
  expect(address(router)).toMatchObject({ metrics: 'cost', by: 'model', from: '2026-11-25T00:00:00Z' });
  expect(screen.queryByRole('link', { name: /Score, mean/ })).toBeNull();
  expect(screen.queryByRole('link', { name: /by release/i })).toBeNull();
});

test('metrics and splits are chosen from lists that say what the data hold and what does not fit', async () => {
  const router = open('metrics=cost');
  fireEvent.click(await button('Add a metric'));
  const score = await screen.findByRole('option', { name: /Score, mean/ }, waiting);
  expect(score.getAttribute('aria-disabled')).toBe('true');
  expect(score.textContent).toContain('Counts scores, the others do not');
  fireEvent.click(score);
  const field = screen.getByRole('combobox', { name: 'Add a metric' });
  fireEvent.change(field, { target: { value: 'error rate' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(address(router).metrics).toBe('cost,errorRate'));

  fireEvent.click(await button('Split by…'));
  const model = await screen.findByRole('option', { name: /Model.*2 values: gpt-4.1, qwen3-max/i }, waiting);
  await screen.findByRole('option', { name: /Release.*only v1/i }, waiting);
  fireEvent.click(model);
  await waitFor(() => expect(address(router).by).toBe('model'));
  // Cost and a rate share no axis.
  expect((await screen.findByRole('radio', { name: 'Table' }, waiting)).ariaChecked).toBe('true');
  expect(screen.queryByRole('radio', { name: 'Lines' })).toBeNull();
});

test('groups stand below the chart with share and change, and a group can be kept or left out', async () => {
  const router = open('metrics=requests&by=model');
  const table = await screen.findByRole('table', { name: 'Groups' }, waiting);
  const [, first] = within(table).getAllByRole('row');
  expect(first?.textContent).toMatch(/gpt-4\.1.*30.*\+50/);
  fireEvent.click(within(table).getByRole('button', { name: 'Without qwen3-max' }));
  await waitFor(() => expect(address(router).filter).toBe('-model:qwen3-max'));
  router.history.back();
  await waitFor(() => expect(address(router).filter).toBeUndefined());
});

test('the mark is chosen by itself until the reader chooses one', async () => {
  const router = open('metrics=requests');
  await waitFor(
    () => expect(screen.getByRole('radio', { name: 'Bars over time' }).ariaChecked).toBe('true'),
    waiting,
  );
  await pick('Requests', /^Latency P95/);
  await waitFor(() => expect(screen.getByRole('radio', { name: 'Lines' }).ariaChecked).toBe('true'), waiting);
  fireEvent.click(screen.getByRole('radio', { name: 'Areas' }));
  await waitFor(() => expect(address(router).mark).toBe('area'));
});

test('a selected region is compared with the rest, and what differs leads on', async () => {
  const router = open(
    'metrics=requests&filter=environment:prod&sel.from=2026-11-25T10:00:00Z&sel.to=2026-11-25T11:00:00Z&sel.filter=status:error',
  );
  await screen.findByText(/50 requests, compared with the other 950 requests/, {}, waiting);
  expect(server.seen.find(({ path }) => path === '/api/v1/differences')?.body).toMatchObject({
    over: 'requests',
    filters: [{ field: 'environment', values: ['prod'] }],
    selection: { from: '2026-11-25T10:00:00Z', filters: [{ field: 'status', values: ['error'] }] },
  });
  const list = screen.getByRole('list', { name: /Values that differ/ });
  const [first, second] = within(list).getAllByRole('listitem');
  expect(first?.textContent).toMatch(/release.*v2.*attr\.service\.version v2.*90.*10.*9×/i);
  expect(second?.textContent).toContain('only here');
  const traces = within(first as HTMLElement).getByRole('link', { name: /Show the selected traces/ });
  const link = new URL(traces.getAttribute('href') ?? '', 'http://localhost');
  expect(link.searchParams.get('from')).toBe('2026-11-25T10:00:00Z');
  expect(link.searchParams.get('filter')).toBe('environment:prod status:error release:v2');

  fireEvent.click(within(first as HTMLElement).getByRole('button', { name: /^Filter to/ }));
  await waitFor(() => expect(address(router).filter).toBe('environment:prod release:v2'));
  fireEvent.click(await button('Remove status:error'));
  await waitFor(() => expect(address(router)['sel.filter']).toBeUndefined());
  fireEvent.click(await button('Compare a region'));
  await waitFor(() => expect(address(router)['sel.from']).toBeUndefined());
});

test('it is said when nothing differs, and when nothing is selected', async () => {
  differences = { ...found, differences: [] };
  open('metrics=requests&sel.from=2026-11-25T10:00:00Z');
  await screen.findByText(/Nothing differs beyond chance/, {}, waiting);
  cleanup();
  open('metrics=requests&comparing=1');
  await screen.findByText(/Drag over the part of the chart that looks odd/, {}, waiting);
});

test('what is explored is saved as a widget', async () => {
  open('metrics=requests&by=model');
  fireEvent.click(await button('Save as widget'));
  const dialog = await screen.findByRole('dialog', {}, waiting);
  expect(within(dialog).getByDisplayValue(/Requests by model/i)).toBeTruthy();
});

test('scores are not compared, and that is said', async () => {
  open('metrics=scoreAvg');
  const compare = await button('Compare a region');
  expect(compare.getAttribute('aria-disabled')).toBe('true');
});

test('a filter that cannot be understood is shown as such and asks nothing', async () => {
  open('metrics=cost&filter=duration:%3Esoon');
  await screen.findByText('This filter cannot be understood', {}, waiting);
  expect(server.seen.filter(({ path }) => /query|questions/.test(path))).toEqual([]);
});

test('what is usual is drawn where it can be told, and else it is said why not', async () => {
  const router = open('metrics=latencyP95');
  fireEvent.click(await button('Usual band'));
  await screen.findByText(/band: usual/, {}, waiting);
  expect(address(router)).toMatchObject({ usual: '1' });
  const asked = server.seen.find(({ path }) => path === '/api/v1/query/usual')?.body;
  expect(asked).toMatchObject({
    metric: 'latencyP95',
    from: '2026-11-25T00:00:00.000Z',
    bucketSeconds: 3600,
  });
  cleanup();
  open('metrics=cost&bucket=900&usual=1');
  const without = await button('Usual band');
  expect(without.getAttribute('aria-disabled')).toBe('true');
  expect(without.getAttribute('aria-pressed')).toBe('false');
  cleanup();
  open('metrics=cost&by=model&mark=bars&usual=1');
  expect((await button('Usual band')).getAttribute('aria-disabled')).toBe('true');
});
