import type { Savings, Suggestion } from '@pharos/core/api/savings';
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

// A whole page in jsdom, on a machine that other work keeps busy.
vi.setConfig({ testTimeout: 60_000 });

const MINUTE = 60_000;
const PATH = '/api/v1/usage/savings';

const suggestion: Suggestion = {
  ...{ key: 'a'.repeat(64), detector: 'retries', variant: '', title: '', why: '', todo: '' },
  figures: { name: { text: 'search' }, calls: { count: 9 }, money: { usd: '5' } },
  subject: { provider: '', model: '', prompt: '', agent: '', name: 'search', smaller: '', error: '' },
  ...{ money: '5', per30Days: '150', spent: '20', certainty: 'measured', within: null },
  ...{ filter: '', traces: [], dismissed: null },
};
const savings = (over: Partial<Savings>): Savings => ({
  ...{
    state: 'done',
    progress: { done: 6, of: 6 },
    from: '2026-11-25T00:00:00Z',
    to: '2026-11-26T00:00:00Z',
  },
  ...{ computedAt: '2026-11-26T12:00:00Z', cost: '100', money: '5', per30Days: '150' },
  ...{ suggestions: [suggestion], missing: [] },
  ...over,
});

let server: ApiServer;
/** What the server has worked out; of all else it says how far it is. */
const ready = new Set<string>();
const asked = () => [
  ...new Set(server.seen.filter(({ path }) => path === PATH).map(({ query }) => query.get('to') ?? '')),
];
const list = () => screen.getByRole('list', { name: 'Suggestions, the largest first' });

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: Date.UTC(2026, 10, 26, 12, 1) });
  setLanguage('en');
  server = await startApiServer(({ path, query }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path !== PATH) return undefined;
    if (ready.has(query.get('to') ?? '')) {
      const missing = [{ detector: 'prefixes' as const, code: 'query_timeout', reason: 'English.' }];
      return { body: savings({ missing }) };
    }
    return { body: savings({ state: 'running', progress: { done: 2, of: 6 }, suggestions: [] }) };
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
  vi.useRealTimers();
  ready.clear();
});

test('what was found stays in its place while the range moves on, and no work is given up half-way', async () => {
  openApp('/p/p1/usage/savings?from=24h');
  await vi.waitFor(() => screen.getByText(/Step 3 of 6/), { timeout: 20_000 });
  const [first = ''] = asked();
  // Another five minutes begin before it is worked out: that is waited for.
  vi.advanceTimersByTime(5 * MINUTE);
  expect(asked()).toEqual([first]);
  ready.add(first);
  await vi.waitFor(list, { timeout: 20_000 });
  const shown = list();

  await vi.waitFor(() => expect(asked()).toHaveLength(2));
  expect(list()).toBe(shown);
  ready.add(asked()[1] ?? '');
  await vi.waitFor(() => expect(list().closest('[aria-busy]')?.getAttribute('aria-busy')).toBe('false'));
  expect(list()).toBe(shown);
});

test('what was not looked at is told in the language of the page', async () => {
  setLanguage('zh-CN');
  ready.add('2026-11-26T00:00:00.000Z');
  openApp('/p/p1/usage/savings?from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00Z');
  const note = await vi.waitFor(() => screen.getByRole('note'), { timeout: 20_000 });
  expect(note.textContent).toContain('提示词缓存');
  expect(note.textContent).not.toContain('English.');
});
