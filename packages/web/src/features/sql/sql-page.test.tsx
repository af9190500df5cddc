import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { setLanguage } from '../../i18n/i18n.ts';
import {
  type ApiServer,
  aMe,
  type Reply,
  type SeenRequest,
  startApiServer,
} from '../../testing/api-server.ts';
import { openApp } from '../../testing/open-app.tsx';

// A whole page in jsdom, on a machine that other work keeps busy.
vi.setConfig({ testTimeout: 60_000 });
const waiting = { timeout: 20_000 };

const text = (en: string) => ({ en, 'zh-CN': en });
const schema = {
  tables: [
    {
      name: 'spans',
      description: text('Steps'),
      time: 'startTime',
      columns: [
        { name: 'model', type: 'String', description: text('The model that answered') },
        { name: 'cost', type: 'Decimal(18, 12)', description: text('What it cost') },
      ],
    },
  ],
  functions: ['count'],
};
const answer = {
  columns: [
    { name: 'traceId', type: 'String' },
    { name: 'cost', type: 'Nullable(Decimal(18, 12))' },
  ],
  rows: [
    ['0af7651916cd43dd8448eb211c80319c', '0.0125'],
    ['', null],
  ],
  truncated: true,
  elapsedMs: 12.5,
  rowsRead: 24_000,
};

let sent: (request: SeenRequest) => Reply;
function reply(request: SeenRequest): Reply | undefined {
  if (request.path === '/api/v1/me') return { body: aMe() };
  if (request.path === '/api/v1/sql/schema') return { body: schema };
  if (request.path === '/api/v1/sql') return sent(request);
  return undefined;
}

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  forgetCsrfToken();
  localStorage.clear();
  sent = () => ({ body: answer });
  server = await startApiServer(reply);
});
afterEach(async () => {
  cleanup();
  await server.close();
});

const open = (search: string) => openApp(`/p/p1/explore/sql?${search}`);
const runs = () => server.seen.filter(({ path }) => path === '/api/v1/sql').map(({ body }) => body);

test('a statement in the address is answered: rows, what they are cut to, what was read, and where ids lead', async () => {
  open('q=SELECT%20traceId,%20cost%20FROM%20spans&rows=100');
  const table = await screen.findByRole('table', { name: 'Result' }, waiting);
  expect(runs()).toEqual([{ sql: 'SELECT traceId, cost FROM spans', limit: 100 }]);
  screen.getByText(/^the first 2 rows; there are more · .*ms · 24\.0.k rows read$/);
  const link = within(table).getByRole('link', { name: '0af7651916cd43dd8448eb211c80319c' });
  expect(link.getAttribute('href')).toContain('/p/p1/traces/0af7651916cd43dd8448eb211c80319c');
  expect(within(table).getAllByRole('row')[2]?.textContent).toBe('NULL');
});

test('nothing runs before it is asked for; what ran is in the address and in the history', async () => {
  const router = open('');
  const run = await screen.findByRole('button', { name: 'Run' }, waiting);
  await screen.findByText(/to run the statement/);
  expect(runs()).toEqual([]);
  fireEvent.click(run);
  await screen.findByRole('table', { name: 'Result' }, waiting);
  const [first] = runs() as { sql: string }[];
  expect((router.state.location.search as { q?: string }).q).toBe(first?.sql);
  cleanup();
  open('');
  fireEvent.keyDown(await screen.findByRole('button', { name: 'History' }, waiting), { key: 'Enter' });
  await screen.findByRole('menuitem', { name: /SELECT model, count\(\)/ });
});

test('a mistake is told with a way to its place', async () => {
  const message = 'Line 1, column 8: Unknown identifier cots.';
  sent = () => ({
    status: 400,
    body: { error: { code: 'invalid_request', message, details: { line: 1, column: 8 } } },
  });
  open('q=SELECT%20cots%20FROM%20spans');
  const alert = await screen.findByRole('alert', {}, waiting);
  expect(alert.textContent).toContain(message);
  expect(within(alert).getByRole('button', { name: 'Go to it' })).toBeTruthy();
});

test('a run can be stopped', async () => {
  let hold: (() => void) | undefined;
  sent = () => ({
    lines: (async function* () {
      await new Promise<void>((done) => {
        hold = done;
      });
      yield answer;
    })(),
  });
  open('q=SELECT%201');
  fireEvent.click(await screen.findByRole('button', { name: 'Stop' }, waiting));
  await screen.findByText('Stopped.', {}, waiting);
  await screen.findByRole('button', { name: 'Run' });
  hold?.();
});

test('columns are found by name and meaning, and put into the statement', async () => {
  open('');
  const find = await screen.findByRole('searchbox', { name: 'Find a column' }, waiting);
  fireEvent.change(find, { target: { value: 'what it cost' } });
  await waitFor(() => expect(screen.queryByText('The model that answered')).toBeNull());
  screen.getByTitle('Insert cost');
  fireEvent.change(find, { target: { value: 'nothing of the kind' } });
  await screen.findByText('No column has this name.');
});
