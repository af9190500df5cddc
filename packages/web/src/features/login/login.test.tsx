import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import {
  type ApiServer,
  aMe,
  type Reply,
  type SeenRequest,
  startApiServer,
} from '../../testing/api-server.ts';
import { openApp } from '../../testing/open-app.tsx';
import { safeNext } from './use-signed-in.ts';

const refused = (code: string): Reply => ({ status: 401, body: { error: { code, message: code } } });
let server: ApiServer;
let signedIn: boolean;

function reply({ method, path, body }: SeenRequest): Reply | undefined {
  if (path === '/api/v1/me') return signedIn ? { body: aMe() } : refused('unauthenticated');
  if (path === '/api/v1/login' && method === 'POST') {
    if ((body as { password: string }).password !== 'lighthouse-2026') return refused('invalid_credentials');
    signedIn = true;
    return { body: aMe() };
  }
  if (path === '/api/v1/login/link') {
    if (signedIn || (body as { token: string }).token !== 'once') return refused('invalid_link');
    signedIn = true;
    return { body: aMe() };
  }
  if (path === '/api/v1/me/password') return { status: 204 };
  return undefined;
}

const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

beforeEach(async () => {
  setLanguage('en');
  forgetCsrfToken();
  signedIn = false;
  server = await startApiServer(reply);
});
afterEach(async () => {
  cleanup();
  await server.close();
});

test('who is not signed in is asked to, told what was wrong, and then led to the project', async () => {
  const router = openApp('/');
  await screen.findByRole('heading', { name: 'Sign in' });
  type('Email', 'ada@example.com');
  type('Password', 'nope');
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  await screen.findByText('Email or password is wrong.');
  type('Password', 'lighthouse-2026');
  fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/p/p1/overview'), { timeout: 5000 });
});

test('a link signs in once, leaves the address bar, and offers to set a password', async () => {
  openApp('/login?token=once');
  await screen.findByText(/You are signed in as ada@example.com/);
  expect(window.location.href).not.toContain('once');
  expect(server.seen.filter(({ path }) => path === '/api/v1/login/link')).toHaveLength(1);
  type('New password', 'short');
  type('Repeat it', 'short');
  fireEvent.click(screen.getByRole('button', { name: 'Set password' }));
  await screen.findByText('At least 10 characters.', { selector: '[role=alert]' });
  type('New password', 'long enough now');
  type('Repeat it', 'long enough now');
  fireEvent.click(screen.getByRole('button', { name: 'Set password' }));
  await waitFor(() =>
    expect(server.seen.find(({ path }) => path === '/api/v1/me/password')).toMatchObject({
      body: { password: 'long enough now' },
      headers: { 'x-csrf-token': 'token-1' },
    }),
  );
});

test('a used link says so and leads to the password', async () => {
  openApp('/login#token=stale');
  await screen.findByText(/used already, has expired/);
  fireEvent.click(screen.getByRole('button', { name: 'Sign in with a password' }));
  expect(screen.getByLabelText('Password')).toBeTruthy();
});

test('after signing in nobody is led to another site', () => {
  expect(safeNext('/p/x/traces?from=1h')).toBe('/p/x/traces?from=1h');
  for (const next of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    undefined,
  ]) {
    expect(safeNext(next)).toBe('/');
  }
});
