import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const MATCHERS = [{ label: 'model', op: '=', value: 'gpt-5' }];
const BY = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'Ada' };

let server: ApiServer;
let silences: object[];
beforeEach(async () => {
  setLanguage('en');
  silences = [];
  server = await startApiServer(({ path, method, body }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/alerts/silences/preview') return { body: { data: [] } };
    if (path === '/api/v1/alerts/incidents') return { body: { data: [], nextCursor: null } };
    if (path === '/api/v1/alerts/inhibitions') return { body: { data: [] } };
    if (path === '/api/v1/alerts/silences/s1') {
      silences = [{ ...(body as object), ...BY, id: 's1' }];
      return { body: silences[0] };
    }
    if (path !== '/api/v1/alerts/silences') return undefined;
    if (method === 'GET') return { body: { data: silences } };
    silences = [{ ...(body as object), ...BY, id: 's1' }];
    return { status: 201, body: silences[0] };
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

test('a silence begins with what its address tells, has to say why, and is ended in the list', async () => {
  openApp(`/p/p1/alerts/silences?new=${encodeURIComponent(JSON.stringify(MATCHERS))}`);
  const label = (await screen.findByLabelText('Label 1', {}, PATIENCE)) as HTMLInputElement;
  expect(label.value).toBe('model');
  await screen.findByText('No incident that is open.', {}, PATIENCE);
  fireEvent.click(screen.getByRole('button', { name: 'Silence' }));
  expect(screen.getByRole('alert').textContent).toBe('Say why, so that others know when it may go.');
  fireEvent.change(screen.getByLabelText('Why'), { target: { value: 'upgrade' } });
  fireEvent.click(screen.getByRole('button', { name: 'Silence' }));
  const end = await screen.findByRole('button', { name: 'End now' }, PATIENCE);
  expect(silences).toMatchObject([{ matchers: MATCHERS, comment: 'upgrade' }]);
  expect(screen.getByText('model="gpt-5"')).toBeDefined();

  fireEvent.click(end);
  await waitFor(() => expect(screen.getByText('Nothing is silenced now')).toBeDefined(), PATIENCE);
});
