import type { Erasure, ErasureReceipt } from '@pharos/core/api/erasures';
import { BUILT_IN } from '@pharos/core/retention/kinds';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';
import { aStorage } from '../storage/testing/a-storage.ts';

const PATIENCE = { timeout: 20_000 };
const erased = [
  { store: 'telemetry', place: 'spans', how: 'removed', count: 12_345 },
  { store: 'telemetry', place: 'rollups', how: 'rewritten', count: 7 },
  { store: 'records', place: 'alertPages', how: 'removed', count: 0 },
  { store: 'telemetry', place: 'of a later server', how: 'removed', count: 3 },
] as const;
const DONE: Erasure = {
  ...{ id: 'e1', state: 'done', subject: 'c0ffee'.repeat(10), reason: 'request 7', askedBy: 'ada' },
  ...{ askedAt: '2026-11-01T10:00:00.000Z', finishedAt: '2026-11-01T10:01:00.000Z', error: '' },
  erased: [...erased],
};
const RECEIPT: ErasureReceipt = {
  ...{
    version: 1,
    id: 'e1',
    projectId: 'p1',
    subject: DONE.subject,
    ids: 1,
    askedBy: 'ada',
    reason: 'request 7',
  },
  ...{ askedAt: DONE.askedAt, finishedAt: DONE.finishedAt ?? '', erased: [...erased] },
  named: [{ place: 'savedViews', count: 2 }],
  kept: [
    { what: 'backups', why: 'As the server says it.' },
    { what: 'later on', why: 'Something new.' },
  ],
  signature: 'f00d'.repeat(16),
};

let server: ApiServer;
let role: 'owner' | 'viewer';
let listed: Erasure[];
beforeEach(async () => {
  setLanguage('en');
  role = 'owner';
  listed = [DONE];
  const retention = { days: {}, defaults: BUILT_IN, effective: BUILT_IN, spansFrom: null };
  const erasures = '/api/v1/projects/p1/erasures';
  server = await startApiServer(({ path, method }) => {
    if (path === '/api/v1/me')
      return { body: aMe({ projects: aMe().projects.map((each) => ({ ...each, role })) }) };
    if (path === '/api/v1/projects/p1/storage') return { body: aStorage() };
    if (path === '/api/v1/projects/p1/retention') return { body: retention };
    if (path === '/api/v1/exports') return { body: { data: [], disk: true } };
    if (path === `${erasures}/preview`)
      return { body: { ids: 2, found: [...erased], named: [{ place: 'savedViews', count: 2 }] } };
    if (path === `${erasures}/e1`) return { body: { ...DONE, receipt: RECEIPT } };
    if (path !== erasures) return undefined;
    if (method === 'GET') return { body: { data: listed, nextCursor: null } };
    listed = [{ ...DONE, id: 'e2', state: 'running', finishedAt: null, erased: [] }, DONE];
    return { status: 202, body: listed[0] };
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

test('whom to erase is looked at, and typed once more', async () => {
  openApp('/p/p1/settings/data');
  const id = await screen.findByLabelText('User id', {}, PATIENCE);
  const look = screen.getByRole('button', { name: 'Look' }) as HTMLButtonElement;
  expect(look.disabled).toBe(true);
  fireEvent.change(id, { target: { value: ' ada@example.com ' } });
  fireEvent.click(look);
  expect(await screen.findByText('Stored of this user', {}, PATIENCE)).toBeDefined();
  expect(screen.getByText(/^12.345$/)).toBeDefined();
  expect(screen.getByText('of a later server')).toBeDefined();
  expect(screen.queryByText('Groups of messages')).toBeNull();
  expect(screen.getByText('Their pseudonym is looked for too.')).toBeDefined();
  fireEvent.change(screen.getByLabelText('Reason (optional)'), { target: { value: 'request 8' } });
  fireEvent.click(screen.getByRole('button', { name: 'Erase' }));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  const erase = within(dialog).getByRole('button', { name: 'Erase' }) as HTMLButtonElement;
  expect(erase.disabled).toBe(true);
  fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: 'ada@example.com' } });
  fireEvent.click(erase);
  const asked = () =>
    server.seen.find(({ method, path }) => method === 'POST' && path.endsWith('/erasures'))?.body;
  await waitFor(() => expect(asked()).toEqual({ userId: 'ada@example.com', reason: 'request 8' }), PATIENCE);
  expect(await screen.findByText('running', {}, PATIENCE)).toBeDefined();
  expect((id as HTMLInputElement).value).toBe('');
});

test('a receipt is opened, in the words of the page where it has some, and kept as a file', async () => {
  const urls = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:receipt');
  openApp('/p/p1/settings/data');
  const list = await screen.findByRole('table', { name: 'Erasures' }, PATIENCE);
  fireEvent.click(within(list).getByRole('button', { name: 'Receipt' }));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  expect(await within(dialog).findByText(RECEIPT.signature, {}, PATIENCE)).toBeDefined();
  for (const told of [/^Backups that were made before/, 'Something new.', 'Saved views', 'rewritten'])
    expect(within(dialog).getByText(told)).toBeDefined();
  fireEvent.click(within(dialog).getByRole('button', { name: 'Download as JSON' }));
  const saved = urls.mock.calls[0]?.[0] as Blob;
  expect(JSON.parse(await saved.text())).toEqual(RECEIPT);
  urls.mockRestore();
});

test('who may not erase is told who may, and nothing is asked for', async () => {
  role = 'viewer';
  openApp('/p/p1/settings/data');
  expect(
    await screen.findByText('Only owners and admins of the project erase users.', {}, PATIENCE),
  ).toBeDefined();
  expect(server.seen.some(({ path }) => path.includes('/erasures'))).toBe(false);
});
