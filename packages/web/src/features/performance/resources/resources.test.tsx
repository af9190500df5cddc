import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };

let server: ApiServer;
let answers: boolean;
beforeEach(async () => {
  setLanguage('en');
  answers = false;
  server = await startApiServer(({ path }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path !== '/api/v1/metrics') return undefined;
    if (answers) return { body: { data: [], nextCursor: null } };
    return { status: 400, body: { error: { code: 'invalid_request', message: 'It went wrong.' } } };
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

test('resources that cannot be asked for are an error, and none that are measured say what brings them', async () => {
  openApp('/p/p1/performance/resources');
  expect(await screen.findByText(/It went wrong/, {}, PATIENCE)).toBeDefined();
  answers = true;
  cleanup();
  openApp('/p/p1/performance/resources');
  expect(await screen.findByText(/No process tells what it needs/, {}, PATIENCE)).toBeDefined();
});
