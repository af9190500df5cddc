import type { LiveFrame } from '@pharos/core/api/live';
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../testing/api-server.ts';
import { FakeSource } from '../../testing/fake-source.ts';
import { openApp } from '../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const AT = '2026-11-27T12:00:00.000Z';

const [mine] = aMe().projects;
const ME = aMe({ projects: [mine, { ...mine, id: 'p2', name: 'other' }] });

let server: ApiServer;
let visibility: DocumentVisibilityState;
beforeEach(async () => {
  setLanguage('en');
  vi.stubGlobal('EventSource', FakeSource);
  FakeSource.all = [];
  visibility = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
  server = await startApiServer(({ path }) => (path === '/api/v1/me' ? { body: ME } : undefined));
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const topic = <Item,>(...set: [string, Item][]) => ({ total: set.length, stale: false, set, gone: [] });
const run = (runId: string, stuck: boolean) => ({
  ...{ runId, agent: 'planner', version: '', instance: '', step: 'search', userId: '', sessionId: '' },
  ...{ startedAt: AT, usualMs: 4_000, stuck, source: 'reports' as const },
});
const SNAPSHOT: LiveFrame = {
  ...{ at: AT, from: null, seq: 1 },
  changes: {
    agents: topic([
      'planner',
      {
        ...{ name: 'planner', state: 'running', reason: { code: 'runsInFlight', figures: { runs: 1 } } },
        ...{ since: AT, instances: 1, runsInFlight: 1 },
      },
    ]),
    transitions: topic(),
    runs: topic(['r1', run('r1', false)]),
    users: { ...topic(['agent', [{ value: 'planner', users: 3 }]]), total: 3 },
    sessions: topic([
      's',
      { event: 'started', userId: 'ada', sessionId: '', at: AT, by: 'report', inferred: false },
    ]),
    rates: topic(),
    errors: topic(),
  },
};

const source = () => FakeSource.all.at(-1) as FakeSource;
const says = (frame: LiveFrame) =>
  act(() => source().says(frame.from === null ? 'snapshot' : 'changes', frame));
async function open() {
  const router = openApp('/p/p1/live');
  await vi.waitFor(() => expect(FakeSource.all).toHaveLength(1), PATIENCE);
  expect(source().url).toContain('/api/v1/live/stream?project=p1&topics=agents');
  says(SNAPSHOT);
  return router;
}
const list = (name: string) => within(screen.getByRole('list', { name }));
const status = () => screen.getByRole('status').textContent;

test('shows what is told and what becomes of it; every item leads to its page', async () => {
  await open();
  expect(status()).toBe('Live');
  expect(list('Agents').getByRole('link').getAttribute('href')).toBe('/p/p1/agents/planner');
  expect(list('Runs in flight').getByRole('link').getAttribute('href')).toBe('/p/p1/traces/r1');
  expect(list('What happens').getByRole('link').textContent).toContain('ada came');
  expect(list('Users online').getByRole('link').getAttribute('href')).toBe(
    '/p/p1/users/online?agent=planner',
  );
  says({
    ...{ at: AT, from: 1, seq: 2 },
    changes: { runs: { total: 1, stale: false, set: [['r2', run('r2', true)]], gone: ['r1'] } },
  });
  const [link, ...others] = list('Runs in flight').getAllByRole('link');
  expect(others).toEqual([]);
  expect(link?.textContent).toContain('stuck');
  expect(screen.getByText('Nothing has failed in the last five minutes.')).toBeTruthy();
});

test('begins anew when something was lost on the way', async () => {
  await open();
  says({ ...{ at: AT, from: 7, seq: 8 }, changes: {} });
  await vi.waitFor(() => expect(FakeSource.all).toHaveLength(2), PATIENCE);
  expect(FakeSource.all[0]?.readyState).toBe(FakeSource.CLOSED);
  says({ ...SNAPSHOT, changes: { runs: topic() } });
  expect(screen.getByText('No run is in flight.')).toBeTruthy();
});

test('pauses when it is told to, and out of sight, and then hears nothing', async () => {
  await open();
  fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(status()).toBe('Paused');
  expect(source().readyState).toBe(FakeSource.CLOSED);
  expect(list('Agents').getByRole('link').textContent).toContain('planner');
  fireEvent.click(screen.getByRole('button', { name: 'Go on' }));
  expect(FakeSource.all).toHaveLength(2);
  says(SNAPSHOT);
  visibility = 'hidden';
  fireEvent(document, new Event('visibilitychange'));
  expect(source().readyState).toBe(FakeSource.CLOSED);
  visibility = 'visible';
  fireEvent(document, new Event('visibilitychange'));
  expect(FakeSource.all).toHaveLength(3);
  says(SNAPSHOT);
  expect(status()).toBe('Live');
});

test('shows nothing of one project in another, whatever was paused or seen before', async () => {
  const router = await open();
  fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  await act(() => router.navigate({ to: '/p/$project/live', params: { project: 'p2' } }));
  await vi.waitFor(() => expect(source().url).toContain('project=p2'), PATIENCE);
  expect(screen.getByText('Connecting')).toBeTruthy();
  expect(screen.queryByText('planner')).toBeNull();
  expect(screen.queryByText(/ada came/)).toBeNull();
  says({ ...SNAPSHOT, changes: { runs: topic(['r9', run('r9', false)]) } });
  expect(list('Runs in flight').getByRole('link').getAttribute('href')).toBe('/p/p2/traces/r9');
});
