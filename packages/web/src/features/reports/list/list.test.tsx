import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';
import { report, run } from '../testing/samples.ts';

const PATIENCE = { timeout: 20_000 };
const CHANNEL = {
  ...{ id: 'c1', kind: 'webhook', name: 'Board', language: null, enabled: true, config: {}, secrets: [] },
  ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'Ada' },
};

let server: ApiServer;
let reports: ReturnType<typeof report>[];
let pages: ReturnType<typeof run>[][];
let role: 'viewer' | 'member' | 'owner';
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: Date.UTC(2026, 10, 26, 12) });
  setLanguage('en');
  reports = [];
  pages = [[]];
  role = 'owner';
  server = await startApiServer(({ path, method, query, body }) => {
    if (path === '/api/v1/me') return { body: aMe({ projects: [{ ...aMe().projects[0], role }] }) };
    if (path === '/api/v1/channels/names') return { body: { data: [CHANNEL] } };
    if (path === '/api/v1/dashboards') return { body: { data: [] } };
    if (path === '/api/v1/reports/runs' && method === 'POST')
      return { status: 202, body: run({ id: 'x9', state: 'queued', reportId: null }) };
    if (path === '/api/v1/reports/runs') {
      const nth = Number(query.get('cursor') ?? 0);
      const nextCursor = nth + 1 < pages.length ? String(nth + 1) : null;
      return { body: { data: pages[nth], nextCursor } };
    }
    if (path === '/api/v1/reports/r1/runs') {
      const lastRun = run({ state: 'running', step: 1, steps: 4 });
      reports = reports.map((each) => ({ ...each, lastRun }));
      return { status: 202, body: lastRun };
    }
    if (path === '/api/v1/reports/r1' && method === 'PUT') {
      reports = reports.map((each) => ({ ...each, ...(body as object) }));
      return { body: reports[0] };
    }
    if (path === '/api/v1/reports/r1' && method === 'DELETE') {
      reports = [];
      return { status: 204 };
    }
    if (path === '/api/v1/reports') return { body: { data: reports } };
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
  vi.useRealTimers();
});
const sent = (method: string, path: string) =>
  server.seen.find((each) => each.method === method && each.path === path);
const rowOf = async (table: string, text: string) => {
  const found = await screen.findByRole('table', { name: table }, PATIENCE);
  return within(found).getByText(text, { selector: '.font-medium' }).closest('tr') as HTMLElement;
};
const kept = () => rowOf('Reports that are kept', 'Weekly');

test('a report is listed with what it is made of, its schedule in words, its channels and how it last went', async () => {
  reports = [report({ lastRun: run({ state: 'failed', error: 'no room' }) })];
  openApp('/p/p1/reports');
  const row = await kept();
  expect(row.textContent).toContain('Executive summary · Last whole week');
  expect(row.textContent).toContain('Every Monday 08:00 · Europe/Berlin');
  await waitFor(() => expect(row.textContent).toContain('Board'), PATIENCE);
  const last = within(row).getByRole('link');
  expect(last.textContent).toContain('▲Failed');
  expect(last.getAttribute('href')).toBe('/p/p1/reports/runs/x1');
});

test('a report that is made now shows in its row how many of its parts are done', async () => {
  reports = [report()];
  openApp('/p/p1/reports');
  fireEvent.click(within(await kept()).getByRole('button', { name: 'Make Weekly now' }));
  const bar = await screen.findByRole('progressbar', {}, PATIENCE);
  expect(bar.getAttribute('aria-valuetext')).toBe('1 of 4 parts');
  expect((await kept()).textContent).toContain('◐Being made');
  expect(
    within(await kept())
      .getByRole('button', { name: 'Make Weekly now' })
      .hasAttribute('disabled'),
  ).toBe(true);
});

test('a schedule is turned off in the list, and a report taken away once that was confirmed', async () => {
  reports = [report()];
  openApp('/p/p1/reports');
  fireEvent.click(within(await kept()).getByRole('checkbox', { name: 'Make Weekly by its schedule' }));
  await waitFor(
    () => expect(sent('PUT', '/api/v1/reports/r1')?.body).toMatchObject({ enabled: false }),
    PATIENCE,
  );
  expect(sent('PUT', '/api/v1/reports/r1')?.body).not.toHaveProperty('dueAt');
  const more = within(await kept()).getByRole('button', { name: 'More of Weekly' });
  fireEvent.keyDown(more, { key: 'Enter' });
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Delete…' }, PATIENCE));
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }, PATIENCE));
  await screen.findByText(/No report is kept yet/, {}, PATIENCE);
});

test('where nothing is kept a template is made now, or leads to its schedule', async () => {
  const router = openApp('/p/p1/reports');
  const card = await screen.findByRole('region', { name: 'Cost' }, PATIENCE);
  expect(within(card).getByRole('link').getAttribute('href')).toBe('/p/p1/reports/new?template=cost');
  fireEvent.click(within(card).getByRole('button', { name: 'Make now: Cost' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/p/p1/reports/runs/x9'), PATIENCE);
  expect(sent('POST', '/api/v1/reports/runs')?.body).toMatchObject({
    ...{ name: 'Cost', content: { of: 'template', template: 'cost' }, period: 'month', language: 'en' },
  });
});

test('who may only look is offered no change, and told by which channels a report goes', async () => {
  role = 'viewer';
  reports = [report()];
  openApp('/p/p1/reports');
  const row = await kept();
  await within(row).findByText('Board', {}, PATIENCE);
  expect(within(row).queryByRole('button')).toBeNull();
  expect(screen.queryByRole('region', { name: 'Cost' })).toBeNull();
  expect(screen.getByText('Members of the project can make and change reports.')).toBeDefined();
});

test('the archive holds all that was made, page by page, and is narrowed to a report', async () => {
  reports = [report()];
  pages = [[run()], [run({ id: 'x2', name: 'Older', askedBy: 'Grace', sent: 0 })]];
  const router = openApp('/p/p1/reports?view=archive');
  const first = await rowOf('All reports that were made', 'Weekly');
  expect(first.textContent).toContain('by schedule');
  expect(first.textContent).toContain('2 channels');
  fireEvent.click(screen.getByRole('button', { name: 'Load more' }));
  await screen.findByText('Older', {}, PATIENCE);
  expect((await rowOf('All reports that were made', 'Older')).textContent).toContain('by Grace');
  fireEvent.change(screen.getByLabelText('Report'), { target: { value: 'r1' } });
  await waitFor(() => expect(router.state.location.search).toMatchObject({ report: 'r1' }), PATIENCE);
  await waitFor(
    () =>
      expect(
        server.seen.some(({ path, query }) => path.endsWith('/runs') && query.get('report') === 'r1'),
      ).toBe(true),
    PATIENCE,
  );
  fireEvent.click((await rowOf('All reports that were made', 'Weekly')).firstElementChild as HTMLElement);
  await waitFor(() => expect(router.state.location.pathname).toBe('/p/p1/reports/runs/x1'), PATIENCE);
});

test('an archive without a report says so, in the language of the reader', async () => {
  setLanguage('zh-CN');
  openApp('/p/p1/reports?view=archive');
  await screen.findByText('还没有生成过报告', {}, PATIENCE);
});
