import { dashboardSchema } from '@pharos/core/dashboards/dashboard';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import { type ApiServer, startApiServer } from '../../testing/api-server.ts';
import { openApp } from '../../testing/open-app.tsx';
import { dropDraft } from './editor/draft.ts';
import { type DashboardsApi, dashboardsApi } from './testing/dashboards-api.ts';

// A whole page in jsdom, on a machine that other work keeps busy.
vi.setConfig({ testTimeout: 60_000 });
const PATIENCE = { timeout: 30_000 };

const DASHBOARD = dashboardSchema.parse({
  title: 'Mine',
  description: 'What I look at',
  variables: [{ name: 'model', label: 'Model', type: 'field', field: 'model' }],
  tabs: [
    {
      id: 'one',
      title: 'First',
      widgets: [
        {
          ...{ kind: 'chart', id: 'requests', title: 'Requests', mark: 'bars', metrics: ['requests'] },
          place: { x: 0, y: 0, w: 6, h: 6 },
        },
        { kind: 'text', id: 'note', markdown: 'About $model', place: { x: 6, y: 0, w: 6, h: 6 } },
        { kind: 'heading', id: 'more', title: 'More', place: { x: 0, y: 6, w: 12, h: 1 } },
        { kind: 'text', id: 'below', markdown: 'Below the heading', place: { x: 0, y: 7, w: 12, h: 4 } },
      ],
    },
    { id: 'two', title: 'Second', widgets: [] },
  ],
});
const HOME = '/p/p1/dashboards/d1';

let api: DashboardsApi;
let server: ApiServer;

beforeEach(async () => {
  dropDraft('p1', 'd1');
  setLanguage('en');
  forgetCsrfToken();
  api = dashboardsApi(DASHBOARD);
  server = await startApiServer((request) => api.reply(request));
});
afterEach(async () => {
  cleanup();
  await server.close();
});

const bodyOf = (method: string, path: string) =>
  server.seen.findLast((request) => request.method === method && request.path === path)?.body;
const find = (role: string, name: string | RegExp) => screen.findByRole(role, { name }, PATIENCE);
const widget = (title: string) => find('button', new RegExp(`^${title}: column`));
const placeOf = async (title: string) => (await widget(title)).getAttribute('aria-label');
const save = async (note = '') => {
  fireEvent.keyDown(document.body, { key: 's', ctrlKey: true });
  const field = await screen.findByLabelText('What changed (optional)', undefined, PATIENCE);
  fireEvent.change(field, { target: { value: note } });
  fireEvent.submit(field);
};

describe('the list', () => {
  test('shows own and ready dashboards, and finds by words', async () => {
    openApp('/p/p1/dashboards');
    const own = await find('table', 'Of this project');
    expect(within(own).getByText('What I look at')).toBeTruthy();
    await find('table', 'Come with Pharos');
    fireEvent.change(screen.getByLabelText('Find a dashboard'), { target: { value: 'glance' } });
    await waitFor(() => expect(screen.queryByRole('table', { name: 'Of this project' })).toBeNull());
    expect(screen.getByText('Ready overview')).toBeTruthy();
  });

  test('tells what is wrong with an import and where, and takes what is right', async () => {
    const router = openApp('/p/p1/dashboards');
    fireEvent.click(await find('button', 'Import…'));
    const text = await screen.findByLabelText('Or paste its JSON', undefined, PATIENCE);
    const bad = {
      ...DASHBOARD,
      tabs: [{ id: 'one', title: 7, widgets: [{ ...DASHBOARD.tabs[0]?.widgets[0], mark: 'pie' }] }],
    };
    fireEvent.change(text, { target: { value: JSON.stringify(bad) } });
    await screen.findByText('tabs[0].widgets[0].mark', undefined, PATIENCE);
    fireEvent.change(text, { target: { value: '{' } });
    await screen.findByText(/^Not JSON/, undefined, PATIENCE);
    fireEvent.change(text, { target: { value: JSON.stringify({ document: DASHBOARD }) } });
    await screen.findByText('“Mine”, 4 widgets', undefined, PATIENCE);
    fireEvent.click(screen.getByRole('button', { name: 'Import' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/p/p1/dashboards/d2'), PATIENCE);
    expect(bodyOf('POST', '/api/v1/dashboards')).toEqual({ document: DASHBOARD });
  });
});

describe('a dashboard', () => {
  test('is filtered by its variables, which are in the address and in its texts', async () => {
    const router = openApp(`${HOME}?v.model=%22a,b%22,gpt-4.1`);
    await screen.findByText('About a,b, gpt-4.1', undefined, PATIENCE);
    await waitFor(() =>
      expect(api.questions[0]?.filters).toEqual([{ field: 'model', op: '=', values: ['a,b', 'gpt-4.1'] }]),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Reset' }));
    await screen.findByText('About all', undefined, PATIENCE);
    expect(router.state.location.search).not.toHaveProperty('v.model');
  });

  test('folds its rows and changes its tabs in the address', async () => {
    const router = openApp(HOME);
    await screen.findByText('Below the heading', undefined, PATIENCE);
    fireEvent.click(await find('button', 'More'));
    await waitFor(() => expect(screen.queryByText('Below the heading')).toBeNull(), PATIENCE);
    expect(router.state.location.search).toMatchObject({ fold: 'more' });
    fireEvent.mouseDown(screen.getByRole('tab', { name: 'Second' }), { button: 0 });
    fireEvent.focus(screen.getByRole('tab', { name: 'Second' }));
    await screen.findByText('Nothing on this tab yet', undefined, PATIENCE);
    expect(router.state.location.search).toMatchObject({ tab: 'two' });
  });

  test('opens with its own range, until the address names another', async () => {
    api = dashboardsApi({ ...DASHBOARD, range: '7d' });
    openApp(HOME);
    await find('button', 'Time range: Last 7 days');
  });

  test('is brought back as it was', async () => {
    api.saveAs('Grace', { ...DASHBOARD, title: 'Hers' });
    const router = openApp(`${HOME}?panel=versions`);
    await find('heading', 'Hers');
    fireEvent.click(await find('button', /^Version 1/));
    await screen.findByText(/^Version 1 of/, undefined, PATIENCE);
    fireEvent.click(
      (await screen.findAllByRole('button', { name: 'Restore' }, PATIENCE))[0] ?? document.body,
    );
    await waitFor(() => expect(api.latest().title).toBe('Mine'), PATIENCE);
    await waitFor(() => expect(router.state.location.search).not.toHaveProperty('version'), PATIENCE);
  });
});

describe('the editor', () => {
  test('moves and resizes by keyboard, tells so, undoes, and saves with a note', async () => {
    openApp(`${HOME}?edit=1`);
    expect(await placeOf('Requests')).toBe('Requests: column 1, row 1, 6 wide, 6 high');
    fireEvent.keyDown(await widget('Requests'), { key: 'ArrowRight', shiftKey: true });
    await screen.findByText(/Requests is 7 wide and 6 high/, undefined, PATIENCE);
    fireEvent.keyDown(await widget('Requests'), { key: 'ArrowRight' });
    expect(await placeOf('Requests')).toBe('Requests: column 2, row 1, 7 wide, 6 high');
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Requests/);
    fireEvent.keyDown(document.body, { key: 'z', ctrlKey: true });
    await waitFor(async () => expect(await placeOf('Requests')).toContain('column 1'), PATIENCE);
    fireEvent.keyDown(document.body, { key: 'Z', ctrlKey: true, shiftKey: true });
    await waitFor(async () => expect(await placeOf('Requests')).toContain('column 2'), PATIENCE);
    await save('wider');
    await waitFor(() =>
      expect(bodyOf('PUT', '/api/v1/dashboards/d1')).toMatchObject({ version: 1, note: 'wider' }),
    );
    expect(api.latest().tabs[0]?.widgets.find(({ id }) => id === 'requests')?.place).toEqual({
      ...{ x: 1, y: 0, w: 7, h: 6 },
    });
  });

  test('keeps unsaved changes through a crash, and gives them up when told so', async () => {
    openApp(`${HOME}?edit=1`);
    fireEvent.keyDown(await widget('Requests'), { key: 'Delete' });
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Requests: column/ })).toBeNull());
    cleanup();
    openApp(`${HOME}?edit=1`);
    fireEvent.click(await find('button', 'Discard them'));
    await widget('Requests');
    expect(localStorage.getItem('pharos.draft.p1.d1')).toBeNull();
  });

  test('asks before unsaved changes are left behind', async () => {
    const router = openApp(`${HOME}?edit=1`);
    fireEvent.keyDown(await widget('Requests'), { key: 'ArrowRight' });
    fireEvent.click(await find('button', 'Done'));
    fireEvent.click(await find('button', 'Stay'));
    expect(router.state.location.search).toMatchObject({ edit: '1' });
    fireEvent.click(await find('button', 'Done'));
    fireEvent.click(await find('button', 'Discard and leave'));
    await find('button', 'Edit');
    expect(localStorage.getItem('pharos.draft.p1.d1')).toBeNull();
  });

  test('shows what somebody else saved meanwhile, and overwrites knowingly', async () => {
    openApp(`${HOME}?edit=1`);
    fireEvent.keyDown(await widget('Requests'), { key: 'ArrowRight' });
    api.saveAs('Grace', { ...DASHBOARD, title: 'Hers' });
    await save();
    const dialog = await find('dialog', 'Somebody else saved meanwhile');
    await within(dialog).findByText(/Grace saved version 2/, undefined, PATIENCE);
    expect(within(dialog).getByText('Hers').closest('del')).toBeTruthy();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Overwrite with mine' }));
    await waitFor(() => expect(api.latest().title).toBe('Mine'), PATIENCE);
    expect(bodyOf('PUT', '/api/v1/dashboards/d1')).toMatchObject({ version: 2 });
  });

  test('adds from the gallery and asks what is chosen beside the dashboard', async () => {
    openApp(`${HOME}?edit=1`);
    fireEvent.click(await find('button', 'Add'));
    const search = await find('combobox', 'Find a chart');
    fireEvent.change(search, { target: { value: 'gauge' } });
    fireEvent.keyDown(search, { key: 'Enter' });
    const panel = await find('complementary', 'Chart');
    fireEvent.change(within(panel).getByLabelText(/^Title/), { target: { value: 'How well' } });
    await widget('How well');
    fireEvent.click(within(panel).getByRole('button', { name: 'Add a threshold' }));
    fireEvent.change(within(panel).getByLabelText(/^Threshold 1/), { target: { value: '0.9' } });
    await save();
    await waitFor(() => expect(api.latest().tabs[0]?.widgets).toHaveLength(5), PATIENCE);
    expect(api.latest().tabs[0]?.widgets.at(-1)).toMatchObject({ kind: 'chart', mark: 'gauge' });
  });

  test('lays the usual band behind a chart', async () => {
    openApp(`${HOME}?edit=1`);
    fireEvent.click(await widget('Requests'));
    const panel = within(await find('complementary', 'Chart'));
    fireEvent.click(panel.getByLabelText('Usual band'));
    await save();
    const stored = () => api.latest().tabs[0]?.widgets.find(({ id }) => id === 'requests');
    await waitFor(() => expect(stored()).toMatchObject({ options: { usual: true } }), PATIENCE);
    await waitFor(() => expect(bodyOf('POST', '/api/v1/query/usual')).toMatchObject({ metric: 'requests' }));
  });

  test('speaks Chinese', async () => {
    setLanguage('zh-CN');
    openApp(`${HOME}?edit=1`);
    await find('button', '保存');
    await find('button', /^Requests：第 1 列，第 1 行，宽 6，高 6/);
  });
});
