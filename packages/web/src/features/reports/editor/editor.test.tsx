import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, type Reply, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';
import { report, run } from '../testing/samples.ts';

const PATIENCE = { timeout: 20_000 };
const CHANNEL = {
  ...{ id: 'c2', kind: 'webhook', name: 'Board', language: null, enabled: true, config: {}, secrets: [] },
  ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'Ada' },
};
const DASHBOARD = {
  ...{ id: 'd1', source: 'own', title: 'Mine', description: '', version: 1, widgets: 0 },
  ...{ updatedAt: null, updatedBy: null },
};
const TIMES = [1, 2, 3, 4, 7].map((day) => `2026-12-0${day}T07:00:00.000Z`);
const refused = (path: string, message: string): Reply => ({
  ...{ status: 400, body: { error: { code: 'invalid_request', message, details: [{ path, message }] } } },
});

let server: ApiServer;
let role: 'viewer' | 'member' | 'owner';
let onSave: () => Reply;
beforeEach(async () => {
  setLanguage('en');
  role = 'owner';
  onSave = () => ({ status: 201, body: report() });
  server = await startApiServer(({ path, method, body }) => {
    if (path === '/api/v1/me') return { body: aMe({ projects: [{ ...aMe().projects[0], role }] }) };
    if (path === '/api/v1/channels/names') return { body: { data: [CHANNEL] } };
    if (path === '/api/v1/dashboards') return { body: { data: [DASHBOARD] } };
    if (path === '/api/v1/dashboards/d1')
      return {
        body: { ...DASHBOARD, document: { title: 'Mine', tabs: [{ id: 't', title: '', widgets: [] }] } },
      };
    if (path === '/api/v1/reports/times') {
      const { schedule } = body as { schedule: { every: string; cron?: string } };
      return schedule.cron === '99 * * * *'
        ? refused('/schedule/cron', 'minute is out of range')
        : { body: { times: TIMES } };
    }
    if (path === '/api/v1/reports/runs' && method === 'POST')
      return { status: 202, body: run({ id: 'x9', state: 'queued' }) };
    if (path === '/api/v1/reports/runs/x9')
      return { body: { ...run({ id: 'x9', state: 'queued' }), made: null } };
    if (path === '/api/v1/reports' && method === 'GET') return { body: { data: [] } };
    if (path === '/api/v1/reports/r1' && method === 'GET')
      return { body: report({ channels: ['c1', 'c2'] }) };
    if (method === 'POST' || method === 'PUT') return onSave();
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});
const sent = (method: string, path: string) =>
  server.seen.findLast((each) => each.method === method && each.path === path)?.body;
const field = (label: string) => screen.findByLabelText(label, {}, PATIENCE);
const type = async (label: string, value: string) =>
  fireEvent.change(await field(label), { target: { value } });
const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }, PATIENCE));

test('a report is kept as it was typed, and leads back to the list', async () => {
  const router = openApp('/p/p1/reports/new?template=cost');
  await type('Name', 'Money of a month');
  await type('Made', 'week');
  await type('On', '5');
  await type('At', '17:30');
  await type('Time zone', 'Asia/Shanghai');
  await type('Written in', 'zh-CN');
  await screen.findByRole('option', { name: 'Board' }, PATIENCE);
  await type('Sent by', 'c2');
  await press('Keep this report');
  await waitFor(() => expect(router.state.location.pathname).toBe('/p/p1/reports'), PATIENCE);
  expect(sent('POST', '/api/v1/reports')).toEqual({
    ...{ name: 'Money of a month', content: { of: 'template', template: 'cost' }, period: 'month' },
    ...{ timeZone: 'Asia/Shanghai', filter: '', language: 'zh-CN', channels: ['c2'], enabled: true },
    schedule: { every: 'week', on: 5, at: '17:30' },
  });
});

test('what is wrong is said at its field, and nothing is sent', async () => {
  openApp('/p/p1/reports/new');
  await type('Name', '');
  await type('Made', 'month');
  await type('On day', '31');
  await press('Keep this report');
  await waitFor(
    async () => expect((await field('Name')).getAttribute('aria-invalid')).toBe('true'),
    PATIENCE,
  );
  expect((await field('On day')).getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('A day from 1 to 28: no month is without it.')).toBeDefined();
  expect(sent('POST', '/api/v1/reports')).toBeUndefined();
});

test('what the server refuses is said at its field until it is changed', async () => {
  onSave = () => refused('/channels/0', 'There is no channel c1 in this project.');
  openApp('/p/p1/reports/r1');
  await press('Save');
  await screen.findByText('One of these channels does not exist any more.', {}, PATIENCE);
  await press('Take out c1');
  await waitFor(() =>
    expect(screen.queryByText('One of these channels does not exist any more.')).toBeNull(),
  );
  onSave = () => ({ body: report() });
  await press('Save');
  await waitFor(
    () => expect(sent('PUT', '/api/v1/reports/r1')).toMatchObject({ channels: ['c2'] }),
    PATIENCE,
  );
});

test('the next times of a schedule are shown on its clocks as it is typed; a wrong line of cron is called so', async () => {
  openApp('/p/p1/reports/new');
  await type('Time zone', 'Asia/Shanghai');
  await type('Made', 'day');
  const list = await screen.findByRole('list', { name: 'Next times' }, PATIENCE);
  expect(
    within(list)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent)[0],
  ).toBe('Tue, Dec 1, 2026, 15:00');
  await type('Made', 'cron');
  await type('Cron', '99 * * * *');
  await screen.findByText('This is no line of cron with its five fields.', {}, PATIENCE);
  expect(screen.queryByRole('list', { name: 'Next times' })).toBeNull();
  await type('Cron', '30 9 * * 1-5');
  await screen.findByRole('list', { name: 'Next times' }, PATIENCE);
  const asked = { schedule: { every: 'cron', cron: '30 9 * * 1-5' }, timeZone: 'Asia/Shanghai' };
  await waitFor(() => expect(sent('POST', '/api/v1/reports/times')).toEqual(asked), PATIENCE);
});

test('a report is made of parts that are titled, moved, added and removed, and made once without being kept', async () => {
  const router = openApp('/p/p1/reports/new?template=users');
  fireEvent.click(await screen.findByRole('radio', { name: 'Parts of its own' }, PATIENCE));
  const parts = () => screen.getAllByRole('listitem', { name: /^Part \d/ });
  await waitFor(() => expect(parts()).toHaveLength(6), PATIENCE);
  for (let left = 6; left > 2; left--) await press(`Remove part ${left}`);
  await press('Move part 2 up');
  const first = parts()[0] as HTMLElement;
  fireEvent.change(within(first).getByLabelText('Title'), { target: { value: 'Who came' } });
  fireEvent.keyDown(screen.getByRole('button', { name: 'Add a part' }), { key: 'Enter' });
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Incidents' }, PATIENCE));
  await waitFor(() => expect(parts()).toHaveLength(3), PATIENCE);
  fireEvent.change(within(parts()[2] as HTMLElement).getByLabelText('Rows at most'), {
    target: { value: '3' },
  });
  await press('Make once');
  await waitFor(() => expect(router.state.location.pathname).toBe('/p/p1/reports/runs/x9'), PATIENCE);
  const request = sent('POST', '/api/v1/reports/runs') as { content: { sections: unknown[] } };
  expect(request).not.toHaveProperty('schedule');
  expect(request.content.sections).toMatchObject([
    { kind: 'chart', mark: 'bars', metrics: ['users'], title: { en: 'Who came', 'zh-CN': '用户数' } },
    { kind: 'figures' },
    { kind: 'incidents', limit: 3 },
  ]);
});

test('a report is begun with a dashboard that the address names', async () => {
  openApp('/p/p1/reports/new?dashboard=d1');
  expect(((await field('Name')) as HTMLInputElement).value).toBe('Mine');
  await waitFor(
    async () => expect(((await field('Dashboard')) as HTMLSelectElement).value).toBe('d1'),
    PATIENCE,
  );
  await press('Keep this report');
  await waitFor(
    () =>
      expect(sent('POST', '/api/v1/reports')).toMatchObject({
        content: { of: 'dashboard', dashboard: 'd1' },
      }),
    PATIENCE,
  );
});

test('members see by which channels a report is sent; who may only look changes nothing', async () => {
  role = 'member';
  openApp('/p/p1/reports/r1');
  await screen.findByText('Board', {}, PATIENCE);
  cleanup();
  role = 'viewer';
  openApp('/p/p1/reports/r1');
  await screen.findByText('Members of the project can make and change reports.', {}, PATIENCE);
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
});
