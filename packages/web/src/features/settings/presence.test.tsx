import type { PresenceSettings } from '@pharos/core/api/presence';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../testing/api-server.ts';
import { openApp } from '../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const SETTINGS: PresenceSettings = {
  windowSeconds: 300,
  expected: { users: 500, sessions: null, runs: null },
};

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  server = await startApiServer(({ path, method, body }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/presence/settings') return { body: method === 'PUT' ? body : SETTINGS };
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

test('the window and what is expected in parallel are set together, and what cannot be read is said', async () => {
  openApp('/p/p1/settings/project');
  const runs = (await screen.findByLabelText('Runs expected at most', {}, PATIENCE)) as HTMLInputElement;
  const window = screen.getByLabelText(/^Not online after/);
  const save = screen.getByRole('button', { name: 'Save' }) as HTMLButtonElement;
  expect(save.disabled).toBe(true);
  fireEvent.change(runs, { target: { value: 'many' } });
  expect(screen.getByText('A whole number from 1 on, or nothing')).toBeDefined();
  expect(save.disabled).toBe(true);
  fireEvent.change(runs, { target: { value: '40' } });
  fireEvent.change(window, { target: { value: '30' } });
  expect(screen.getByText('From 60 to 3600')).toBeDefined();
  fireEvent.change(window, { target: { value: '120' } });
  fireEvent.change(screen.getByLabelText('Users expected at most'), { target: { value: '' } });
  fireEvent.click(save);
  await waitFor(() => expect(server.seen.some(({ method }) => method === 'PUT')).toBe(true), PATIENCE);
  expect(server.seen.find(({ method }) => method === 'PUT')?.body).toEqual({
    windowSeconds: 120,
    expected: { users: null, sessions: null, runs: 40 },
  });
});
