import type { ErrorGroup } from '@pharos/core/api/errors';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../testing/api-server.ts';
import { openApp } from '../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const AT = '2026-11-26T12:00:00.000Z';

const error = (group: string, over: Partial<ErrorGroup> = {}): ErrorGroup => ({
  ...{ group, type: 'TimeoutError', message: 'no answer within <n> ms', place: 'search', kind: 'tool' },
  ...{ count: 41, traces: 40, users: 7, sessions: 9, firstSeen: AT, lastSeen: AT },
  ...{ agents: ['support'], releases: ['2.0'], trend: new Array(24).fill(1) },
  ...{ example: { traceId: 'abc', spanId: 'def' } },
  ...{ state: 'ongoing', resolvedAt: null, muted: false, owner: null },
  ...over,
});

let server: ApiServer;
let errors: ErrorGroup[];
let role: 'viewer' | 'owner';
beforeEach(async () => {
  setLanguage('en');
  errors = [];
  role = 'owner';
  server = await startApiServer(({ method, path, body }) => {
    if (path === '/api/v1/me') return { body: aMe({ projects: [{ ...aMe().projects[0], role }] }) };
    if (path === '/api/v1/errors') return { body: { data: errors, nextCursor: null } };
    if (method === 'PUT') {
      const group = path.split('/').at(-1) ?? '';
      const { resolved, muted = false } = body as { resolved?: boolean; muted?: boolean };
      const said = { resolvedAt: resolved ? AT : null, muted };
      errors = errors.map((each) =>
        each.group === group ? { ...each, ...said, state: resolved ? 'resolved' : 'ongoing' } : each,
      );
      return { body: { group, ...said, owner: null } };
    }
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

const table = async (name = 'Errors, each once') =>
  await vi.waitFor(() => screen.getByRole('table', { name }), PATIENCE);
const rows = async () =>
  within(await table())
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent ?? '');
const openMenu = async () => {
  const button = within(await table()).getByRole('button', { name: 'Actions for TimeoutError · search' });
  button.focus();
  fireEvent.keyDown(button, { key: 'Enter' });
  return await vi.waitFor(() => screen.getByRole('menu'), PATIENCE);
};

test('each error stands once, with its state as a word, where it went wrong and how often; a row leads to its traces', async () => {
  errors = [
    error('aa', { state: 'regressed', muted: true, owner: 'ada@example.com' }),
    error('bb', { type: '', message: '' }),
  ];
  const router = openApp('/p/p1/errors?filter=agent:support');
  const [first, second] = await rows();
  expect(first).toContain('came back');
  expect(first).toContain('muted · ada@example.com');
  expect(first).toContain('TimeoutError no answer within <n> ms');
  expect(first).toContain('search · support');
  expect(first).toContain('41');
  expect(second).toContain('no message');
  fireEvent.click(within(await table()).getByText('TimeoutError'));
  await vi.waitFor(
    () =>
      expect(router.state.location).toMatchObject({
        pathname: '/p/p1/traces',
        search: { filter: 'agent:support errorGroup:aa' },
      }),
    PATIENCE,
  );
});

test('the order is in the address and asked of the server', async () => {
  errors = [error('aa')];
  openApp('/p/p1/errors?order=users');
  await table();
  const asked = server.seen
    .filter(({ path }) => path === '/api/v1/errors')
    .map(({ query }) => query.get('order'));
  expect(new Set(asked)).toEqual(new Set(['users']));
  fireEvent.click(screen.getByRole('radio', { name: 'Latest' }));
  await vi.waitFor(() => expect(server.seen.at(-1)?.query.get('order')).toBe('lastSeen'), PATIENCE);
});

test('a member resolves an error, and the list shows it', async () => {
  errors = [error('aa')];
  openApp('/p/p1/errors');
  expect(await rows()).toEqual([expect.stringContaining('ongoing')]);
  fireEvent.click(within(await openMenu()).getByRole('menuitem', { name: 'Resolve' }));
  await vi.waitFor(async () => expect(await rows()).toEqual([expect.stringContaining('resolved')]), PATIENCE);
  const change = server.seen.find(({ method }) => method === 'PUT');
  expect([change?.path, change?.body]).toEqual(['/api/v1/errors/aa', { resolved: true }]);
});

test('a viewer sees the latest occurrence and changes nothing', async () => {
  role = 'viewer';
  errors = [error('aa')];
  openApp('/p/p1/errors');
  const items = within(await openMenu()).getAllByRole('menuitem');
  expect(items.map((item) => item.textContent)).toEqual(['Open the latest']);
});

test('where nothing failed, the page says so in the language of the reader', async () => {
  setLanguage('zh-CN');
  openApp('/p/p1/errors');
  await vi.waitFor(() => screen.getByText('没有错误'), PATIENCE);
});
