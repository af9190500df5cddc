import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';
import { detail, run } from '../testing/samples.ts';

const PATIENCE = { timeout: 20_000 };
let server: ApiServer;
let one: ReturnType<typeof detail> | undefined;
beforeEach(async () => {
  setLanguage('en');
  one = detail();
  server = await startApiServer(({ path, method }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/reports/r1/runs') return { status: 202, body: run({ id: 'x2', state: 'queued' }) };
    if (path === '/api/v1/reports/runs/x1/file') {
      const name = encodeURIComponent('周报 2026-11-16.csv');
      return { body: 'a,b', headers: { 'content-disposition': `attachment; filename*=UTF-8''${name}` } };
    }
    if (path === '/api/v1/reports/runs/x1' && method === 'DELETE') return { status: 204 };
    if (path === '/api/v1/reports/runs/x1') return one && { body: one };
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  vi.restoreAllMocks();
  forgetCsrfToken();
  await server.close();
});
const asked = (path: string) => server.seen.filter((each) => each.path === path);
const plain = (text: string | null | undefined) => (text ?? '').replaceAll('\u202f', ' ');

test('a report tells what it is of, what stands out, its figures, charts and tables, and what is missing', async () => {
  openApp('/p/p1/reports/runs/x1');
  await screen.findByText('Nov 16, 2026 – Nov 22, 2026', {}, PATIENCE);
  const paper = screen.getByRole('article');
  expect(paper.textContent).toContain('shop-assistant');
  expect(paper.textContent).toContain('Only: environment:production');
  expect(paper.textContent).toContain('by schedule · sent by 2 channels');

  const findings = within(screen.getByRole('region', { name: 'What stands out' })).getAllByRole('listitem');
  expect(findings[0]?.textContent).toMatch(/^▲Worse: Critical incidents opened: 1/);
  expect(findings[1]?.textContent).toMatch(/^▲Worse: Error rate rose/);
  const figures = within(screen.getByRole('region', { name: 'Figures' })).getAllByRole('listitem');
  expect(plain(figures[1]?.textContent)).toBe('Requests1 500+50 % before: 1 000');
  expect(screen.getByRole('img', { name: /Cost by model/ })).toBeDefined();
  const table = screen.getByRole('table', { name: 'Users who ask most' });
  expect(
    within(table)
      .getAllByRole('row')
      .map((row) => plain(row.textContent)),
  ).toEqual(['UserRequestsChangeCost', 'user-1042120+20 %$3.50']);
  const incident = screen.getByRole('link', { name: 'Slow answers' });
  expect(incident.getAttribute('href')).toBe('/p/p1/alerts/incidents/i1');
  const traces = new URL(
    screen.getByRole('link', { name: 'user-1042' }).getAttribute('href') ?? '',
    'http://x',
  );
  expect([traces.pathname, traces.searchParams.get('filter')]).toEqual([
    '/p/p1/traces',
    'environment:production has:user user:user-1042',
  ]);
  expect(screen.getByText('This could not be answered: the query took too long')).toBeDefined();
  expect(screen.getByRole('link', { name: 'How it is made' }).getAttribute('href')).toBe('/p/p1/reports/r1');
});

test('a moment of a chart leads to the traces of that time', async () => {
  const router = openApp('/p/p1/reports/runs/x1');
  const chart = await screen.findByRole('img', { name: /Cost by model/ }, PATIENCE);
  fireEvent.keyDown(chart, { key: 'ArrowRight' });
  fireEvent.keyDown(chart, { key: 'Enter' });
  await waitFor(() => expect(router.state.location.pathname).toBe('/p/p1/traces'), PATIENCE);
  expect(router.state.location.search).toEqual({
    ...{ from: '2026-11-15T23:00:00.000Z', to: '2026-11-16T23:00:00.000Z' },
    filter: 'environment:production',
  });
});

test('a report is read in the language of the page', async () => {
  setLanguage('zh-CN');
  openApp('/p/p1/reports/runs/x1');
  await screen.findByRole('heading', { name: '各模型成本' }, PATIENCE);
  expect(screen.getByRole('heading', { name: '值得关注' })).toBeDefined();
});

test('a report that is being made shows its parts, and itself once it is made', async () => {
  one = detail({ state: 'running', step: 1, steps: 3, made: null });
  openApp('/p/p1/reports/runs/x1');
  const bar = await screen.findByRole('progressbar', {}, PATIENCE);
  expect([bar.getAttribute('aria-valuenow'), bar.getAttribute('aria-valuemax')]).toEqual(['1', '3']);
  expect(screen.queryByRole('button', { name: 'Download' })).toBeNull();
  one = detail();
  await screen.findByRole('article', {}, PATIENCE);
});

test('a report that failed says why, and is tried again', async () => {
  one = detail({ state: 'failed', error: 'The dashboard is gone.', made: null });
  const router = openApp('/p/p1/reports/runs/x1');
  await screen.findByText('The dashboard is gone.', {}, PATIENCE);
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/p/p1/reports/runs/x2'), PATIENCE);
});

test('a report is had as a file in the language of the page', async () => {
  const links: string[] = [];
  URL.createObjectURL = () => 'blob:x';
  URL.revokeObjectURL = () => {};
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    links.push(this.download);
  });
  openApp('/p/p1/reports/runs/x1');
  fireEvent.keyDown(await screen.findByRole('button', { name: 'Download' }, PATIENCE), { key: 'Enter' });
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Tables (CSV)' }, PATIENCE));
  await waitFor(() => expect(links).toEqual(['周报 2026-11-16.csv']), PATIENCE);
  const { query } = asked('/api/v1/reports/runs/x1/file')[0] ?? {};
  expect([query?.get('format'), query?.get('language'), query?.get('project')]).toEqual(['csv', 'en', 'p1']);
});

test('a report is deleted once that was confirmed, and leads back to the archive', async () => {
  const router = openApp('/p/p1/reports/runs/x1');
  fireEvent.click(await screen.findByRole('button', { name: 'Delete this report' }, PATIENCE));
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }, PATIENCE));
  await waitFor(() => expect(router.state.location.pathname).toBe('/p/p1/reports'), PATIENCE);
  expect(router.state.location.search).toMatchObject({ view: 'archive' });
  expect(asked('/api/v1/reports/runs/x1').some(({ method }) => method === 'DELETE')).toBe(true);
});

test('a report that is not there leads back to the list', async () => {
  one = undefined;
  openApp('/p/p1/reports/runs/x1');
  const link = await screen.findByRole('link', { name: 'See all reports' }, PATIENCE);
  expect(link.getAttribute('href')).toBe('/p/p1/reports');
});
