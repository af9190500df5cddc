import type { Activity, Concurrency, Retention, Segments } from '@pharos/core/api/behaviour';
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
const peak = { value: 12, at: activity.periods[0]?.start ?? '' };
const concurrency: Concurrency = {
  bucketSeconds: 60,
  buckets: [{ start: peak.at, users: 12, sessions: 12, runs: 12 }],
  peaks: { users: peak, sessions: peak, runs: peak },
};
const nobody = activity.periods.map((period) => ({
  ...period,
  ...{ active: 0, new: 0, returning: 0, weekly: 0, monthly: 0, stickiness: null },
}));
const retention: Retention = {
  since: activity.since,
  cohorts: [
    { start: '2026-11-20', end: '2026-11-21', users: 10, active: [10, 5, 4], complete: 2 },
    { start: '2026-11-21', end: '2026-11-22', users: 3, active: [3], complete: 0 },
  ],
};
const funnel: Funnel = { reached: [40, 10], medianMs: [2_000], totalMedianMs: 2_000, groups: null, cut: 0 };
const page = (data: unknown[]) => ({ data, nextCursor: null });

let server: ApiServer;
/** What is asked of funnels is answered when this is over. */
let held: Promise<unknown>;
/** Who is listed. */
let lost: string;
let known: Activity;
beforeEach(async () => {
  setLanguage('en');
  held = Promise.resolve();
  lost = 'bob';
  known = activity;
  server = await startApiServer(({ path }) => {
    const name = path.replace('/api/v1/', '');
    if (name === 'me') return { body: aMe() };
    if (name === 'users') return { body: page([]) };
    if (name === 'behaviour/activity') return { body: known };
    if (name === 'behaviour/retention') return { body: retention };
    if (name === 'behaviour/concurrency') return { body: concurrency };
    if (name === 'presence/settings')
      return { body: { windowSeconds: 300, expected: { users: 10, sessions: 100, runs: null } } };
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
    if (name === 'behaviour/funnel') return held.then(() => ({ body: funnel }));
    if (name === 'behaviour/funnel/users')
      return held.then(() => ({ body: { data: [{ id: lost, steps: [activity.since] }], total: 30 } }));
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

test('where nobody was active it says so, and, where nobody ever was, what brings users', async () => {
  known = { since: null, periods: nobody };
  openApp('/p/p1/users?tab=activity');
  await vi.waitFor(() => screen.getByText('No user was active in this time'), PATIENCE);
  expect(screen.getByRole('region', { name: 'That a user is there' }).textContent).toContain(
    '/api/v1/presence',
  );
  expect(screen.queryByText('Daily (DAU)')).toBeNull();
  expect(screen.getByRole('heading', { name: 'In parallel' })).toBeDefined();
  cleanup();
  known = { since: activity.since, periods: nobody };
  openApp('/p/p1/users?tab=activity');
  await vi.waitFor(() => screen.getByText('No user was active in this time'), PATIENCE);
  expect(screen.queryByRole('region', { name: 'That a user is there' })).toBeNull();
});

test('what is expected in parallel stands beside the peaks, and as a line where they come near it', async () => {
  openApp('/p/p1/users?tab=activity');
  await vi.waitFor(() => screen.getByText('more than the 10 expected'), PATIENCE);
  expect(screen.getByText('at most 100 expected')).toBeDefined();
  const chart = screen.getByRole('img', { name: 'In parallel' });
  expect(chart.textContent).toContain('Users, expected at most');
  expect(chart.textContent).not.toContain('Sessions, expected at most');
});

test('the table of cohorts marks what still fills, and only that', async () => {
  openApp('/p/p1/users?tab=retention');
  await vi.waitFor(() => screen.getByRole('img', { name: 'Who came back' }), PATIENCE);
  fireEvent.click(screen.getByRole('button', { name: 'Show as table' }));
  const table = screen.getByRole('table', { name: 'Who came back' });
  const cells = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent?.replace(/\s/g, ' ')),
    );
  expect(cells).toEqual([
    ['10', '50 %', '≥ 40 %'],
    ['≥ 3', '–', '–'],
  ]);
  expect(screen.getByText(/is not over yet/)).toBeDefined();
});

const FUNNEL = `/p/p1/users?tab=funnels&steps=${encodeURIComponent('spans:tool:search\nevent:paid')}`;

test('the step whose users are listed stands in the address', async () => {
  const router = openApp(`${FUNNEL}&step=2`);
  await vi.waitFor(() => screen.getByText('bob'), PATIENCE);
  expect(bodies('/api/v1/behaviour/funnel/users')).toMatchObject([{ step: 1, outcome: 'reached' }]);
  fireEvent.change(screen.getByRole('combobox', { name: 'Who' }), { target: { value: '0' } });
  await vi.waitFor(
    () =>
      expect(bodies('/api/v1/behaviour/funnel/users').at(-1)).toMatchObject({ step: 0, outcome: 'dropped' }),
    PATIENCE,
  );
  expect(router.state.location.search).not.toHaveProperty('step');
});

test('while another question is asked, the users of the one before do not stand under it, and its figures keep their names', async () => {
  openApp(FUNNEL);
  await vi.waitFor(() => screen.getByText('bob'), PATIENCE);
  let answer = () => {};
  held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  lost = 'carol';
  fireEvent.change(screen.getByRole('combobox', { name: 'Name of the event of step 2' }), {
    target: { value: 'order placed' },
  });
  await vi.waitFor(() => expect(bodies('/api/v1/behaviour/funnel')).toHaveLength(2), PATIENCE);
  expect(screen.queryByText('bob')).toBeNull();
  const drawn = screen.getByRole('img', { name: 'How far they come' });
  expect(drawn.textContent).toContain('paid');
  expect(drawn.textContent).not.toContain('order placed');
  expect(drawn.closest('[aria-busy]')?.getAttribute('aria-busy')).toBe('true');
  answer();
  await vi.waitFor(() => screen.getByText('carol'), PATIENCE);
  expect(screen.getByRole('img', { name: 'How far they come' }).textContent).toContain('order placed');
});

test('an event may have to meet a filter of its properties, which stands in the address', async () => {
  const router = openApp(FUNNEL);
  const field = await vi.waitFor(
    () => screen.getByRole('combobox', { name: 'Properties of the event of step 2' }),
    PATIENCE,
  );
  fireEvent.change(field, { target: { value: 'attr.plan:plus' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await vi.waitFor(
    () =>
      expect(bodies('/api/v1/behaviour/funnel').at(-1)).toMatchObject({
        steps: [{ spans: 'tool:search' }, { event: 'paid', where: 'attr.plan:plus' }],
      }),
    PATIENCE,
  );
  expect(router.state.location.search).toMatchObject({
    steps: 'spans:tool:search\nevent:paid\tattr.plan:plus',
  });
  const drawn = await vi.waitFor(() => screen.getByRole('img', { name: 'How far they come' }), PATIENCE);
  await vi.waitFor(() => expect(drawn.textContent).toContain('attr.plan:plus'), PATIENCE);
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
