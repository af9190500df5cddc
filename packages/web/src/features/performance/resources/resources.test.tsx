import type { MetricSummary } from '@pharos/core/api/metrics';
import { questionsSchema } from '@pharos/core/api/questions';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };

let server: ApiServer;
/** What applications send; undefined where that cannot be asked for. */
let sent: MetricSummary[] | undefined;
beforeEach(async () => {
  setLanguage('en');
  sent = undefined;
  server = await startApiServer(({ path, body }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/questions') {
      const { questions } = questionsSchema.parse(body);
      return {
        lines: questions.map(({ from, to }, index) => ({ index, answer: { from, to, series: [] } })),
      };
    }
    if (path !== '/api/v1/metrics') return undefined;
    if (sent) return { body: { data: sent, nextCursor: null } };
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
  sent = [];
  cleanup();
  openApp('/p/p1/performance/resources');
  expect(await screen.findByText(/No process tells what it needs/, {}, PATIENCE)).toBeDefined();
});

test('a filter that no process meets is said, and can be removed', async () => {
  const one = { kind: 'gauge', unit: 'By', description: '', monotonic: false } as const;
  sent = [{ ...one, attributes: [], name: 'process.memory.usage', lastSeen: '2026-11-27T12:00:00Z' }];
  const router = openApp(`/p/p1/performance/resources?filter=${encodeURIComponent('service:nowhere')}`);
  expect(await screen.findByText(/Nothing was measured/, {}, PATIENCE)).toBeDefined();
  expect(screen.getByText(/No process that meets service:nowhere/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Remove the conditions' }));
  await waitFor(() => expect(router.state.location.search).not.toHaveProperty('filter'), PATIENCE);
});
