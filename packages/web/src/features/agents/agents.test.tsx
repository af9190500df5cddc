import type { ApiAgent, ApiAgentDetail } from '@pharos/core/api/agents';
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../testing/api-server.ts';
import { openApp } from '../../testing/open-app.tsx';

const PATIENCE = { timeout: 20_000 };
const AT = '2026-11-26T12:00:00.000Z';
const NOW = Date.UTC(2026, 10, 26, 12, 1);

const agent = (name: string, over: Partial<ApiAgent> = {}): ApiAgent => ({
  ...{ name, versions: ['1.2'], state: 'idle', reason: { code: 'nothingToDo', figures: {} }, since: AT },
  ...{ instances: [], runsInFlight: 0, lastError: null },
  lastHour: { requests: 40, errors: 1, successRate: 0.975, p95Ms: 3_200 },
  ...over,
});
const instance = (name: string, over: Partial<ApiAgent['instances'][number]> = {}) => ({
  ...{ instance: name, version: '1.2', host: 'node-7', since: AT, startedAt: AT, lastHeardAt: AT },
  ...{ state: 'idle' as const, reason: { code: 'nothingToDo' as const, figures: {} } },
  ...{ intervalSeconds: 10, runsInFlight: 0 },
  ...over,
});
const stuck = {
  state: 'stuck' as const,
  reason: {
    code: 'noProgress' as const,
    figures: { runs: 1, quietMs: 60_000, limitMs: 30_000, usualMs: 4_000 },
    run: 'f00d',
    step: 'search',
  },
};

let server: ApiServer;
let agents: ApiAgent[];
let one: ApiAgentDetail | undefined;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: NOW });
  setLanguage('en');
  agents = [];
  one = undefined;
  server = await startApiServer(({ path }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/agents') return { body: { data: agents, nextCursor: null } };
    if (path.startsWith('/api/v1/agents/') && one) return { body: one };
    return undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const list = async () =>
  await vi.waitFor(() => screen.getByRole('table', { name: /those that need attention first/ }), PATIENCE);
const rowsOf = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.textContent ?? '');

test('an agent that needs attention comes first, with its state as a word and why in a sentence', async () => {
  agents = [
    agent('billing'),
    agent('support', {
      ...stuck,
      instances: [instance('pod-1', stuck), instance('pod-2')],
      runsInFlight: 1,
      lastError: { at: AT, message: 'the tool timed out', traceId: 'abc', spanId: 'def' },
    }),
  ];
  openApp('/p/p1/agents');
  const table = await list();
  const [first, second] = rowsOf(table);
  expect(first).toContain('stuck');
  expect(first).toContain('support');
  expect(first).toContain('in the step “search”');
  expect(second).toContain('idle');
  expect(second).toContain('97.5');
  expect(within(table).getByRole('img', { name: '2 instances: 1 stuck, 1 idle' })).toBeTruthy();
  const error = within(table).getByRole('link', { name: 'the tool timed out' });
  expect(error.getAttribute('href')).toBe('/p/p1/traces/abc?span=def');
});

test('agents that are well are left out when attention is asked for', async () => {
  agents = [agent('billing'), agent('support', stuck)];
  openApp('/p/p1/agents?show=attention');
  expect(rowsOf(await list())).toEqual([expect.stringContaining('support')]);
});

test('an agent that was stopped on purpose needs no attention', async () => {
  agents = [agent('nightly', { state: 'offline', reason: { code: 'stopped', figures: {} } })];
  openApp('/p/p1/agents?show=attention');
  await vi.waitFor(() => screen.getByText('No agent matches.'), PATIENCE);
});

test('what is shown is asked for again every five seconds, but not while nobody sees it', async () => {
  const asked = () => server.seen.filter(({ path }) => path === '/api/v1/agents').length;
  agents = [agent('support')];
  openApp('/p/p1/agents');
  expect(rowsOf(await list())).toEqual([expect.stringContaining('idle')]);
  agents = [agent('support', stuck)];
  vi.advanceTimersByTime(5_000);
  await vi.waitFor(async () => expect(rowsOf(await list())).toEqual([expect.stringContaining('stuck')]));

  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  const before = asked();
  vi.advanceTimersByTime(60_000);
  await fetch('/api/v1/me');
  expect(asked()).toBe(before);
  visibility.mockRestore();
  vi.advanceTimersByTime(5_000);
  await vi.waitFor(() => expect(asked()).toBeGreaterThan(before));
});

test('where there is no agent, the lines stand that report the first one', async () => {
  openApp('/p/p1/agents');
  await vi.waitFor(() => screen.getByText('No agent yet'), PATIENCE);
  expect(screen.getByRole('region', { name: 'A heartbeat' }).textContent).toContain(
    '/api/v1/agents/heartbeats',
  );
});

const detail = (over: Partial<ApiAgentDetail> = {}): ApiAgentDetail => ({
  ...agent('support', stuck),
  ...{ from: '2026-11-25T12:00:00.000Z', to: '2026-11-26T12:00:00.000Z' },
  ...{ timeline: [], uptime: null, mttrMs: null, failures: 0, runs: [] },
  ...over,
});

test('the page of an agent says why it is so, what it does now against the usual, and how it was', async () => {
  one = detail({
    instances: [instance('pod-1', stuck)],
    runsInFlight: 1,
    runs: [
      {
        ...{ runId: 'f00d', agent: 'support', version: '1.2', instance: 'pod-1', step: 'search' },
        ...{ userId: 'u-1', sessionId: '', startedAt: AT, lastProgressAt: AT },
        ...{ elapsedMs: 60_400, usualMs: 4_000, stuck: true, source: 'reports' },
      },
    ],
    timeline: [
      {
        from: '2026-11-26T10:00:00.000Z',
        to: AT,
        state: 'idle',
        reason: { code: 'nothingToDo', figures: {} },
      },
      { from: AT, to: '2026-11-26T12:00:30.000Z', ...stuck },
    ],
    ...{ uptime: 0.995, mttrMs: 90_000, failures: 1 },
  });
  openApp('/p/p1/agents/support');
  const runs = await vi.waitFor(() => screen.getByRole('table', { name: 'Runs in flight' }), PATIENCE);
  expect(screen.getByText(/made no progress/, { selector: 'p' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Open the run' }).getAttribute('href')).toBe('/p/p1/traces/f00d');
  expect(rowsOf(runs)).toEqual([expect.stringMatching(/search.*stuck.*1\smin.*4\.00\ss/u)]);
  expect(rowsOf(screen.getByRole('table', { name: 'Instances' }))).toEqual([
    expect.stringContaining('pod-1'),
  ]);
  expect(screen.getByText('Uptime').nextSibling?.textContent).toMatch(/^99\.5/);
  const links = within(screen.getByRole('navigation', { name: 'support' }));
  expect(links.getByRole('link', { name: 'Traces' }).getAttribute('href')).toContain(
    'filter=agent%3Asupport',
  );

  expect(screen.getByRole('img', { name: 'States over time' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Show as table' }));
  const states = screen.getByRole('table', { name: 'States over time' });
  expect(rowsOf(states).map((row) => /stuck|idle/.exec(row)?.[0])).toEqual(['stuck', 'idle']);
});

test('an agent that nobody knows is said to be gone', async () => {
  openApp('/p/p1/agents/nobody');
  await vi.waitFor(() => screen.getByText('There is no such agent'), PATIENCE);
});
