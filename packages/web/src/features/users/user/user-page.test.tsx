import type { PresenceHistory } from '@pharos/core/api/presence-history';
import type { UserSummary } from '@pharos/core/api/spans';
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const [FROM, TO] = ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'];
const AT = '2026-11-01T10:00:00.000Z';
const ada: UserSummary = {
  ...{ userId: 'ada', firstSeen: AT, lastSeen: AT, traceCount: 3, sessionCount: 1, errorCount: 0 },
  ...{ tokens: 10, estimatedTokens: 0, cost: '0', unpricedSpans: 0 },
};
const session: PresenceHistory['sessions'][number] = {
  ...{ sessionId: 's1', userId: 'ada', phase: 'active', firstSeen: AT, lastSeen: AT, moments: [] },
  ...{ agent: '', page: '', platform: '', country: '', locale: '' },
};
const refused = { status: 400, body: { error: { code: 'invalid', message: 'Events are not to be had.' } } };

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  const nobody: PresenceHistory = { sessions: [], cut: false };
  server = await startApiServer(({ path, query }) => {
    const name = path.replace('/api/v1/', '');
    if (name === 'me') return { body: aMe() };
    if (name === 'users/ada') return { body: ada };
    if (name === 'events') return refused;
    if (['traces', 'sessions', 'scores'].includes(name)) return { body: { data: [], nextCursor: null } };
    if (name === 'presence/history')
      return { body: query.get('to') === TO ? nobody : { ...nobody, sessions: [session] } };
    return undefined;
  });
  openApp(`/p/p1/users/ada?from=${FROM}&to=${TO}`);
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

test('what of the timeline could not be had is an error, not nothing', async () => {
  const heading = await vi.waitFor(() => screen.getByRole('heading', { name: 'Timeline' }), PATIENCE);
  const timeline = within(heading.closest('section') as HTMLElement);
  const error = await vi.waitFor(() => timeline.getByRole('alert'), PATIENCE);
  expect(error.textContent).toContain('Events are not to be had.');
  await vi.waitFor(() => expect(timeline.queryByRole('status')).toBeNull(), PATIENCE);
  expect(timeline.queryByText('None in this time range.')).toBeNull();
});

test('whether somebody is there now is asked of now, whatever time the page shows', async () => {
  const heading = await vi.waitFor(() => screen.getByRole('heading', { level: 1 }), PATIENCE);
  await vi.waitFor(() => within(heading).getByText('online'), PATIENCE);
  const ends = () =>
    server.seen
      .filter(({ path }) => path === '/api/v1/presence/history')
      .map(({ query }) => query.get('to') ?? '')
      .sort();
  // The time of the page is asked about as well, by parts of it that may come later.
  await vi.waitFor(() => expect(ends()).toEqual([TO, expect.any(String)]), PATIENCE);
  expect(Math.abs(Date.parse(ends()[1] ?? '') - Date.now())).toBeLessThan(10 * 60_000);
});
