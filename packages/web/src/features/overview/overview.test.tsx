import type { ApiAgent } from '@pharos/core/api/agents';
import type { ErrorGroup } from '@pharos/core/api/errors';
import type { Incident } from '@pharos/core/api/incidents';
import type { LiveFrame } from '@pharos/core/api/live';
import type { QuotaStatus } from '@pharos/core/api/quotas';
import type { Movers } from '@pharos/core/api/usage';
import type { Question } from '@pharos/core/question';
import { act, cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import { type ApiServer, aMe, type Reply, startApiServer } from '../../testing/api-server.ts';
import { FakeSource } from '../../testing/fake-source.ts';
import { openApp } from '../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const NOW = Date.UTC(2026, 10, 27, 12);
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

const incident = (id: string, over: Partial<Incident> = {}): Incident => ({
  ...{ id, ruleId: 'r1', title: `incident ${id}`, severity: 'warning', state: 'firing', group: [] },
  rule: { name: 'r', description: '', runbook: '', owner: '', watches: 'latencyP95', unit: 'ms' },
  ...{ labels: {}, value: 4200, limit: 3000, openedAt: minutesAgo(5), endedAt: null, returns: 0 },
  ...{ acknowledgedAt: null, acknowledgedBy: null, assignee: null, mutedBy: null },
  ...over,
});
const agent = (name: string, state: ApiAgent['state'], code: ApiAgent['reason']['code']): ApiAgent => ({
  ...{ name, versions: [], state, reason: { code, figures: {} }, since: minutesAgo(3) },
  ...{ instances: [], runsInFlight: 0, lastError: null },
  lastHour: { requests: 0, errors: 0, successRate: null, p95Ms: null },
});
const quota = (id: string, state: 'ok' | 'over', used: string): QuotaStatus => ({
  quota: {
    ...{ id, name: `quota ${id}`, scope: { type: 'project' }, measure: 'requests', limit: '100' },
    window: { type: 'calendar', unit: 'day', timeZone: 'UTC' },
    ...{ thresholds: [80, 100], action: 'deny', onUnavailable: 'allow', enabled: true },
    ...{ createdAt: minutesAgo(99), updatedAt: minutesAgo(99), updatedBy: 'ada' },
  },
  window: { from: minutesAgo(99), to: minutesAgo(-99) },
  ...{ readAt: minutesAgo(1), degraded: false, knowledge: 'current', users: null },
  subjects: [
    {
      ...{ measure: 'requests', subject: '', limit: '100', used, reserved: '0', remaining: '0' },
      ...{ resetsAt: null, threshold: null, over: state === 'over', state, perHour: '1', exhaustedAt: null },
    },
  ],
});
const error = (group: string, over: Partial<ErrorGroup> = {}): ErrorGroup => ({
  ...{ group, type: 'TimeoutError', message: group, place: 'search', kind: 'tool' },
  ...{ count: 4, traces: 4, users: 2, sessions: 2, firstSeen: minutesAgo(60), lastSeen: minutesAgo(1) },
  ...{ agents: [], releases: [], trend: [], example: { traceId: 'abc', spanId: 'def' } },
  ...{ state: 'new', resolvedAt: null, muted: false, owner: null },
  ...over,
});
const NO_EFFECTS = { volume: 0, tokensPerRequest: 0, pricePerToken: 0 };
const MOVERS: Movers = {
  total: { before: 10, now: 14, change: 4, effects: { ...NO_EFFECTS, volume: 5, pricePerToken: -1 } },
  movers: [
    { key: 'gpt', before: 0, now: 6, change: 6, movement: 'new', contribution: 0.6, effects: NO_EFFECTS },
    {
      key: 'qwen',
      before: 10,
      now: 8,
      change: -2,
      movement: 'down',
      contribution: -0.2,
      effects: NO_EFFECTS,
    },
  ],
  rest: { before: 0, now: 0, change: 0, groups: 0 },
};

let server: ApiServer;
let incidents: Incident[];
let agents: ApiAgent[];
let quotas: QuotaStatus[];
let errors: ErrorGroup[];
/** In place of what the API would answer. */
let broken: Record<string, Reply>;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: NOW });
  vi.stubGlobal('EventSource', FakeSource);
  FakeSource.all = [];
  setLanguage('en');
  [incidents, agents, quotas, errors, broken] = [[], [], [], [], {}];
  server = await startApiServer(({ path, body }) => broken[path] ?? answer(path, body));
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const page = (data: unknown[]) => ({ body: { data, nextCursor: null } });
const ANSWERS: Record<string, (body: unknown) => Reply> = {
  '/api/v1/me': () => ({ body: aMe() }),
  '/api/v1/annotations': () => ({ body: { data: [] } }),
  '/api/v1/alerts/incidents': () => page(incidents),
  '/api/v1/agents': () => page(agents),
  '/api/v1/quotas/status': () => ({ body: { data: quotas } }),
  '/api/v1/errors': () => page(errors),
  '/api/v1/usage/movers': () => ({ body: MOVERS }),
  '/api/v1/questions': (body) => ({
    lines: (body as { questions: Question[] }).questions.map((question, index) => ({
      index,
      answer: answerTo(question),
    })),
  }),
};
const answer = (path: string, body: unknown) => ANSWERS[path]?.(body);

/** Of each figure 80 now and 40 before; groups are called after what they are of. */
function answerTo({ from, to, metrics, dimensions, bucketSeconds }: Question) {
  const all = (value: number) => Object.fromEntries(metrics.map((name) => [name, value]));
  const series = { other: false, totals: all(80), exact: {}, previous: all(40), points: all(1) };
  const group = (dimensions ?? []).map((name) => `the ${name}`);
  return {
    ...{ from, to, bucketSeconds, buckets: bucketSeconds && [from] },
    series: [
      {
        ...series,
        group,
        points: Object.fromEntries(metrics.map((name) => [name, bucketSeconds ? [80] : []])),
      },
    ],
  };
}

const open = () => openApp('/p/p1/overview');
const list = async (name: string) =>
  within(await vi.waitFor(() => screen.getByRole('list', { name }), PATIENCE));
const rows = async (name: string) =>
  (await list(name)).getAllByRole('listitem').map((row) => row.textContent?.replaceAll('\u202f', ' ') ?? '');
const links = async (name: string) =>
  (await list(name)).getAllByRole('link').map((link) => link.getAttribute('href'));
const link = (name: string | RegExp) =>
  vi.waitFor(() => screen.getByRole('link', { name }).getAttribute('href'), PATIENCE);

test('where all is well one line says so, and what was looked at', async () => {
  agents = [
    agent('a', 'running', 'runsInFlight'),
    agent('b', 'idle', 'nothingToDo'),
    agent('c', 'unknown', 'onlySpans'),
  ];
  quotas = [quota('q', 'ok', '10')];
  open();
  await vi.waitFor(() => screen.getByText('All is well'), PATIENCE);
  expect(await link('No incident is open')).toBe('/p/p1/alerts');
  expect(await link('2 agents well · 1 without heartbeats')).toBe('/p/p1/agents');
  expect(await link('1 quota below its limit')).toBe('/p/p1/quotas');
  expect(screen.queryByRole('list', { name: 'Open incidents' })).toBeNull();
});

test('what is wrong stands first, the worst of it before the rest, and opens its page', async () => {
  incidents = [
    incident('muted', { severity: 'critical', mutedBy: 'silence:s' }),
    incident('new', { severity: 'critical', openedAt: minutesAgo(1) }),
    incident('old', {
      severity: 'critical',
      openedAt: minutesAgo(9),
      acknowledgedAt: minutesAgo(2),
      acknowledgedBy: 'bob',
    }),
    ...[1, 2, 3].map((nth) => incident(`w${nth}`)),
  ];
  agents = [
    agent('slow', 'degraded', 'slower'),
    agent('dead', 'failing', 'stopped'),
    agent('mute', 'offline', 'silent'),
    agent('fine', 'running', 'runsInFlight'),
  ];
  quotas = [quota('full', 'over', '120'), quota('room', 'ok', '10')];
  open();
  const shown = await rows('Open incidents');
  expect(shown.map((row) => /incident (\w+?)4\.20/.exec(row)?.[1])).toEqual(['old', 'new', 'w1', 'w2', 'w3']);
  expect(shown[0]).toContain('critical');
  expect(shown[0]).toContain('4.20 s / 3.00 s · acknowledged by bob');
  expect(shown[0]).toContain('9 min ago');
  expect((await links('Open incidents'))[0]).toBe('/p/p1/alerts/incidents/old');
  expect(await link(/^All 6\s*· Open incidents$/)).toBe('/p/p1/alerts');

  expect(await links('Agents that are not well')).toEqual(['/p/p1/agents/mute', '/p/p1/agents/slow']);
  expect((await rows('Agents that are not well'))[0]).toContain('offline');
  expect(await rows('Quotas that run out')).toEqual([expect.stringContaining('quota full120 of 100')]);
  expect(screen.queryByText('All is well')).toBeNull();
});

const FRAME: LiveFrame = {
  ...{ at: new Date(NOW).toISOString(), from: null, seq: 1 },
  changes: {
    users: { total: 7, stale: false, set: [], gone: [] },
    runs: { total: 3, stale: false, set: [], gone: [] },
    errors: { total: 2, stale: false, set: [], gone: [] },
    rates: {
      ...{ total: 6, stale: false, gone: [] },
      set: [
        [new Date(NOW - 10_000).toISOString(), { requests: 6, requestErrors: 0, tokens: 4000, cost: 0.5 }],
      ],
    },
  },
};

test('what goes on now is told a minute, whatever the range, and opens its list', async () => {
  open();
  await vi.waitFor(() => expect(FakeSource.all.length).toBeGreaterThan(0), PATIENCE);
  const source = FakeSource.all.find(({ url }) => url.includes('topics=users')) as FakeSource;
  act(() => source.says('snapshot', FRAME));
  const region = within(screen.getByRole('region', { name: 'Now' }));
  const told = region
    .getAllByRole('link')
    .map((each) => [each.textContent?.replaceAll('\u202f', ' '), each.getAttribute('href')]);
  expect(told.slice(1)).toEqual([
    ['Users online7', '/p/p1/users/online'],
    ['Runs in flight3', '/p/p1/agents'],
    ['Requests6/min', '/p/p1/traces?from=15m'],
    ['Tokens4 000/min', '/p/p1/usage?from=15m&measure=tokens'],
    ['Cost$0.500/min', '/p/p1/usage?from=15m'],
    ['Failed steps, 5 min2', '/p/p1/errors?from=15m'],
  ]);
});

test('each figure of the range says what it is compared with and leads to what it is made of', async () => {
  openApp('/p/p1/overview?from=7d');
  const region = within(
    await vi.waitFor(() => screen.getByRole('region', { name: 'Last 7 days' }), PATIENCE),
  );
  region.getByText('compared with the previous 7 days');
  const cost = await vi.waitFor(() => region.getByRole('link', { name: /^Cost/ }), PATIENCE);
  expect(cost.textContent).toContain('+100');
  expect(cost.textContent).toContain('vs the previous 7 days');
  const hrefs = region.getAllByRole('link').map((each) => each.getAttribute('href'));
  expect(hrefs.map((href) => decodeURIComponent(href ?? ''))).toEqual([
    '/p/p1/traces?from=7d',
    '/p/p1/traces?from=7d&filter=status:error',
    '/p/p1/traces?from=7d&filter=duration:>=80ms',
    '/p/p1/traces?from=7d',
    '/p/p1/traces?from=7d&filter=cost:>0',
    '/p/p1/users?from=7d',
  ]);
});

test('where to look: what moved the cost and why, who is slow, who costs, each opening its place', async () => {
  open();
  const [up, down] = await rows('What moved the cost');
  expect(up).toContain('gptnew+$6.00');
  expect(down).toContain('−$2.00');
  screen.getByText(/more calls \+\$5\.00 · cheaper tokens −\$1\.00/);
  expect((await links('What moved the cost'))[0]).toBe('/p/p1/traces?filter=model%3Agpt');
  expect(await rows('Slowest agents')).toEqual([expect.stringMatching(/^the agent.*80 ms$/)]);
  expect(await links('Slowest agents')).toEqual(['/p/p1/agents/the%20agent']);
  expect(await rows('Costliest users')).toEqual([expect.stringMatching(/^the user.*\$80/)]);
  expect(await links('Costliest users')).toEqual(['/p/p1/users/the%20user']);
});

test('errors are those that are new or came back, these first, and none that is muted', async () => {
  errors = [
    error('goes on', { state: 'ongoing', count: 99 }),
    error('rare', { count: 1 }),
    error('often', { count: 9 }),
    error('back', { state: 'regressed', count: 1 }),
    error('quiet', { muted: true }),
  ];
  open();
  expect(await rows('New errors')).toEqual([
    'came backTimeoutError back1',
    'newTimeoutError often9',
    'newTimeoutError rare1',
  ]);
  expect((await links('New errors'))[0]).toBe('/p/p1/traces?filter=errorGroup%3Aback');
});

const REFUSED: Reply = { status: 403, body: { error: { code: 'forbidden', message: 'No.' } } };

test('what cannot be had of one part leaves the others', async () => {
  broken = { '/api/v1/alerts/incidents': REFUSED, '/api/v1/usage/movers': REFUSED };
  agents = [agent('a', 'idle', 'nothingToDo')];
  open();
  await vi.waitFor(() => expect(screen.getAllByRole('alert')).toHaveLength(2), PATIENCE);
  expect(await link('1 agent well')).toBe('/p/p1/agents');
  // What could not be looked at is not called well.
  screen.getByText('Well otherwise');
  expect(screen.queryByText('No incident is open')).toBeNull();
  expect(await rows('Costliest users')).toHaveLength(1);
});

test('the line is told in the language of the reader', async () => {
  setLanguage('zh-CN');
  open();
  await vi.waitFor(() => screen.getByText('一切正常'), PATIENCE);
  screen.getByText('没有进行中的事件');
});
