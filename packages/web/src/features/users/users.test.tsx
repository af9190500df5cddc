import type { Activity, Segments } from '@pharos/core/api/behaviour';
import type { Funnel } from '@pharos/core/api/funnels';
import { SEGMENT_RULES, SEGMENTS } from '@pharos/core/behaviour/segments';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../testing/api-server.ts';
import { openApp } from '../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-20T00:00:00Z');

const activity: Activity = {
  since: new Date(START).toISOString(),
  periods: [10, 12, 3].map((active, day) => ({
    start: new Date(START + day * DAY_MS).toISOString(),
    end: new Date(START + (day + 1) * DAY_MS).toISOString(),
    complete: day < 2,
    ...{ active, new: 2, returning: active - 2, weekly: 30, monthly: 60, stickiness: active / 60 },
  })),
};
const segments: Segments = {
  at: new Date(START).toISOString(),
  users: 21,
  segments: SEGMENTS.map((segment, n) => ({ segment, users: n + 1, before: n + 2 })),
  rules: SEGMENT_RULES.map(({ segment, when }) => ({ segment, when: [...when] })),
};
const funnel: Funnel = { reached: [40, 10], medianMs: [2_000], totalMedianMs: 2_000, groups: null, cut: 0 };
const page = (data: unknown[]) => ({ data, nextCursor: null });

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  server = await startApiServer(({ path }) => {
    const name = path.replace('/api/v1/', '');
    if (name === 'me') return { body: aMe() };
    if (name === 'users') return { body: page([]) };
    if (name === 'behaviour/activity') return { body: activity };
    if (name === 'behaviour/segments') return { body: segments };
    if (name === 'behaviour/segments/power/users')
      return {
        body: page([
          {
            userId: 'ada',
            firstSeen: activity.since,
            lastSeen: activity.since,
            activeDays: 20,
            recentDays: 31,
          },
        ]),
      };
    if (name === 'behaviour/activities')
      return { body: { data: [{ kind: 'event', name: 'order placed', users: 3, count: 4 }] } };
    if (name === 'behaviour/funnel') return { body: funnel };
    if (name === 'behaviour/funnel/users')
      return { body: { data: [{ id: 'bob', steps: [activity.since] }], total: 30 } };
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

const bodies = (path: string) => server.seen.filter((each) => each.path === path).map(({ body }) => body);

test('the parts of the page are named in the address, and only the chosen one is asked for', async () => {
  const router = openApp('/p/p1/users');
  await vi.waitFor(() => screen.getByText('No user in this time range'), PATIENCE);
  fireEvent.click(screen.getByRole('link', { name: 'Activity' }));
  await vi.waitFor(() => screen.getByText(/last complete day/), PATIENCE);
  expect(router.state.location.search).toMatchObject({ tab: 'activity' });
  const current = within(screen.getByRole('navigation', { name: 'Users' })).getAllByRole('link');
  expect(current.filter((link) => link.getAttribute('aria-current') === 'page')).toHaveLength(1);
  const asked = server.seen.find(({ path }) => path === '/api/v1/behaviour/activity');
  expect(asked?.query.get('interval')).toBe('day');
  expect(asked?.query.get('timeZone')).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(bodies('/api/v1/behaviour/funnel')).toEqual([]);
});

test('figures are those of the last day that is over', async () => {
  openApp('/p/p1/users?tab=activity');
  await vi.waitFor(() => screen.getByText(/last complete day/), PATIENCE);
  expect(screen.getByTitle('12')).toBeDefined();
  expect(screen.getByTitle('20 %')).toBeDefined();
});

test('a funnel is what its address says; what is changed is asked for and stands in the address', async () => {
  const router = openApp(
    `/p/p1/users?tab=funnels&steps=${encodeURIComponent('spans:tool:search\nevent:paid')}`,
  );
  await vi.waitFor(() => screen.getByRole('img', { name: 'How far they come' }), PATIENCE);
  expect(bodies('/api/v1/behaviour/funnel')).toMatchObject([
    { steps: [{ spans: 'tool:search' }, { event: 'paid' }], by: 'user', windowSeconds: 86_400 },
  ]);
  await vi.waitFor(() => screen.getByText('bob'), PATIENCE);
  expect(bodies('/api/v1/behaviour/funnel/users')).toMatchObject([{ step: 0, outcome: 'dropped' }]);
  fireEvent.click(screen.getByRole('button', { name: 'Add a step' }));
  await vi.waitFor(
    () =>
      expect(router.state.location.search).toMatchObject({
        steps: 'spans:tool:search\nevent:paid\nevent:order placed',
      }),
    PATIENCE,
  );
  await vi.waitFor(() => screen.getByRole('button', { name: 'Remove step 3' }), PATIENCE);
  fireEvent.click(screen.getByRole('button', { name: 'Move step 2 up' }));
  await vi.waitFor(
    () =>
      expect(bodies('/api/v1/behaviour/funnel').at(-1)).toMatchObject({
        steps: [{ event: 'paid' }, { spans: 'tool:search' }, { event: 'order placed' }],
      }),
    PATIENCE,
  );
});

test('groups of users say their rule, and list who is in them', async () => {
  const router = openApp('/p/p1/users?tab=segments');
  const table = await vi.waitFor(
    () => screen.getByRole('table', { name: 'How users are engaged' }),
    PATIENCE,
  );
  expect(table.textContent).toContain('not seen for 7 days, active on 4 of the last 56 days');
  fireEvent.click(within(table).getByText('Power'));
  await vi.waitFor(() => screen.getByText('ada'), PATIENCE);
  expect(router.state.location.search).toMatchObject({ tab: 'segments', segment: 'power' });
});

test('the page speaks the language of the reader', async () => {
  setLanguage('zh-CN');
  openApp('/p/p1/users?tab=segments&segment=power');
  await vi.waitFor(() => screen.getByText('用户：重度用户'), PATIENCE);
});
