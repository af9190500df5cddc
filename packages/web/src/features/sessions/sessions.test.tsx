import type { ListedSession } from '@pharos/core/api/session-list';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../testing/api-server.ts';
import { openApp } from '../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const AT = '2026-11-27T12:00:00.000Z';
const session = (sessionId: string, life: ListedSession['life']): ListedSession => ({
  ...{ sessionId, userId: 'ada', startTime: AT, lastSeen: AT, traceCount: 1, errorCount: 0, tokens: 10 },
  ...{ estimatedTokens: 0, cost: '0', unpricedSpans: 0, firstInput: `asks ${sessionId}`, life },
});
const SESSIONS = [
  session('s1', { phase: 'active', event: 'resumed', at: AT, by: 'report', resumed: 2 }),
  session('s2', { phase: 'ended', event: 'ended', at: AT, by: 'timeout', resumed: 0 }),
  session('s3', null),
];

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  // A long list renders what is in sight, and here nothing has a size.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  server = await startApiServer(({ path, query }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path !== '/api/v1/sessions') return undefined;
    if (query.get('life') === 'idle') return { body: { data: [], nextCursor: null } };
    const untold = SESSIONS.filter(({ life }) => life === null);
    return { body: { data: query.get('filter') ? untold : SESSIONS, nextCursor: null } };
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  vi.restoreAllMocks();
  await server.close();
});

test('sessions tell where they stand in their life, and are chosen by it', async () => {
  const router = openApp('/p/p1/sessions');
  const row = async (text: string) => {
    const cell = await screen.findByText(text, {}, PATIENCE);
    return within(cell.closest('tr') as HTMLElement);
  };
  expect((await row('asks s1')).getByText('online').parentElement?.title).toMatch(
    /^resumed, .*resumed 2 times$/,
  );
  expect((await row('asks s2')).getByText('not heard of any more')).toBeDefined();
  fireEvent.change(screen.getByRole('combobox', { name: 'Life cycle' }), { target: { value: 'idle' } });
  expect(await screen.findByText('No session meets all conditions.', {}, PATIENCE)).toBeDefined();
  expect(router.state.location.search).toMatchObject({ life: 'idle' });
  expect(server.seen.at(-1)?.query.get('life')).toBe('idle');
  fireEvent.click(screen.getByRole('button', { name: 'Remove the conditions' }));
  await row('asks s1');
  await waitFor(() => expect(router.state.location.search).not.toHaveProperty('life'), PATIENCE);
});

test('no room is taken by lives where nobody tells of presence', async () => {
  openApp('/p/p1/sessions');
  await screen.findByRole('columnheader', { name: 'Life cycle' }, PATIENCE);
  cleanup();
  openApp('/p/p1/sessions?filter=agent:quiet');
  await screen.findByText('asks s3', {}, PATIENCE);
  expect(screen.queryByRole('columnheader', { name: 'Life cycle' })).toBeNull();
});
