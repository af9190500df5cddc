import type { RetentionPreview, RetentionSettings } from '@pharos/core/api/retention';
import { BUILT_IN } from '@pharos/core/retention/kinds';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../testing/api-server.ts';
import { openApp } from '../../testing/open-app.tsx';
import { aStorage } from './storage/testing/a-storage.ts';

const PATIENCE = { timeout: 20_000 };
const SETTINGS: RetentionSettings = {
  days: { spans: 90 },
  defaults: BUILT_IN,
  effective: { ...BUILT_IN, spans: 90, payloads: 90 },
  spansFrom: null,
};
const PREVIEW: RetentionPreview = {
  effective: { ...BUILT_IN, spans: 30, payloads: 30 },
  kinds: [{ kind: 'spans', rows: 12_345, days: 60, firstDay: '2026-08-29', bytes: 2_500_000 }],
  saving: null,
};

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  server = await startApiServer(({ path, method, body }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/projects/p1/storage') return { body: aStorage() };
    if (path === '/api/v1/exports') return { body: { data: [], disk: false } };
    if (path.endsWith('/erasures')) return { body: { data: [], nextCursor: null } };
    if (path === '/api/v1/projects/p1/retention/preview') return { body: PREVIEW };
    if (path !== '/api/v1/projects/p1/retention') return undefined;
    return { body: method === 'PUT' ? { ...SETTINGS, ...(body as object) } : SETTINGS };
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

const put = () => server.seen.find(({ method }) => method === 'PUT');

test('what is kept for less time is told before it is removed, and asked once more', async () => {
  openApp('/p/p1/settings/data');
  const days = await screen.findByLabelText('Spans: days', {}, PATIENCE);
  const save = screen.getByRole('button', { name: 'Save' }) as HTMLButtonElement;
  expect(save.disabled).toBe(true);
  fireEvent.change(days, { target: { value: 'many' } });
  expect(screen.getByRole('alert').textContent).toContain('From 1 to');
  fireEvent.change(days, { target: { value: '30' } });
  expect(await screen.findByText(/12.345 rows on 60 days since 2026-08-29/, {}, PATIENCE)).toBeDefined();
  // 100 days of a megabyte each, of which 91 would be kept and now 31 are.
  expect(screen.getByText('settles at 31 MB instead of 91 MB')).toBeDefined();
  await waitFor(() => expect(save.disabled).toBe(false), PATIENCE);
  fireEvent.click(save);
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  expect(put()).toBeUndefined();
  expect(dialog.textContent).toMatch(/12.345 rows/);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Save and remove' }));
  await waitFor(() => expect(put()?.body).toEqual({ days: { spans: 30 } }), PATIENCE);
});

test('what is kept longer is saved at once', async () => {
  openApp('/p/p1/settings/data');
  const select = await screen.findByLabelText('Spans', {}, PATIENCE);
  fireEvent.change(select, { target: { value: 'forever' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(put()?.body).toEqual({ days: { spans: null } }), PATIENCE);
  expect(server.seen.some(({ path }) => path.endsWith('/preview'))).toBe(false);
});
