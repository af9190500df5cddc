import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const CHANNEL = {
  ...{ id: 'c1', kind: 'webhook', name: 'Pager', language: null, enabled: true },
  ...{ config: { url: 'https://example.com/hook' }, secrets: ['secret', 'headers'] },
  ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'Ada' },
};
const DEAD = {
  ...{ id: '7', channelId: 'c1', channelName: 'Pager', key: 'k', state: 'dead', reason: 'opened' },
  ...{ title: 'Errors of models', attempts: 25, maybeRepeated: 1, lastError: 'answered 500' },
  ...{ createdAt: '2026-01-01T00:00:00Z', nextAttemptAt: null, endedAt: '2026-01-02T00:00:00Z' },
};

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  server = await startApiServer(({ path, method, body }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/channels') return { body: { data: [CHANNEL] } };
    if (path === '/api/v1/channels/c1' && method === 'PUT')
      return { body: { ...CHANNEL, ...(body as object) } };
    if (path === '/api/v1/channels/c1/test')
      return { body: { result: 'refused', reason: 'answered 404', deliveryId: '8' } };
    if (path === '/api/v1/deliveries') return { body: { data: [DEAD], nextCursor: null } };
    if (path === '/api/v1/deliveries/7/resend') return { body: { ...DEAD, state: 'waiting' } };
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});
const sent = (method: string, path: string) =>
  server.seen.find((each) => each.method === method && each.path === path);

test('a channel is tested and changed without telling its secrets; what was given up is sent again', async () => {
  openApp('/p/p1/alerts/channels?state=dead');
  fireEvent.click(await screen.findByRole('button', { name: 'Test Pager' }, PATIENCE));
  await screen.findByText('The test was refused by Pager: answered 404', {}, PATIENCE);

  expect(await screen.findByText('may have arrived twice', {}, PATIENCE)).toBeDefined();
  expect(
    server.seen.some(({ path, query }) => path.endsWith('deliveries') && query.get('state') === 'dead'),
  ).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Send again' }));
  await waitFor(() => expect(sent('POST', '/api/v1/deliveries/7/resend')).toBeDefined(), PATIENCE);

  fireEvent.click(screen.getByText('Pager', { selector: 'span.font-medium' }));
  const url = await screen.findByLabelText('URL', {}, PATIENCE);
  fireEvent.change(url, { target: { value: 'example.com' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByRole('alert').textContent).toBe('A URL that begins with https:// or http://.');
  fireEvent.change(url, { target: { value: 'https://example.com/new' } });
  fireEvent.click(screen.getAllByRole('button', { name: 'Take away' })[1] as HTMLElement);
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(sent('PUT', '/api/v1/channels/c1')).toBeDefined(), PATIENCE);
  expect(sent('PUT', '/api/v1/channels/c1')?.body).toEqual({
    ...{ name: 'Pager', language: null, enabled: true },
    config: { url: 'https://example.com/new', headers: null },
  });
});
