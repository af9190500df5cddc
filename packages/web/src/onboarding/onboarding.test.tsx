import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetCsrfToken } from '../api/client.ts';
import { setLanguage } from '../i18n/i18n.ts';
import { type ApiServer, aMe, type Reply, type SeenRequest, startApiServer } from '../testing/api-server.ts';
import { openApp } from '../testing/open-app.tsx';
import { snippets } from './snippets.ts';

/** jsdom has no EventSource: one that the test speaks through. */
class PushedEvents extends EventTarget {
  static readonly CLOSED = 2;
  static last: PushedEvents | undefined;
  readonly url: string;
  readyState = 1;
  onopen: (() => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: (() => void) | null = null;
  constructor(url: string) {
    super();
    this.url = url;
    PushedEvents.last = this;
  }
  close(): void {
    this.readyState = PushedEvents.CLOSED;
  }
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const aKey = {
  id: 'k1',
  name: 'first application',
  publicKey: 'pk-ph-1',
  secretHint: 'wxyz',
  scopes: ['ingest'],
  createdAt: '2026-11-23T00:00:00Z',
  lastUsedAt: null,
  expiresAt: null,
  secretKey: 'sk-ph-secret-wxyz',
};
let server: ApiServer;
let role: string;

function reply({ path, method }: SeenRequest): Reply | undefined {
  if (path === '/api/v1/me') {
    return { body: aMe({ projects: aMe().projects.map((project) => ({ ...project, role })) }) };
  }
  if (path === '/api/v1/traces') return { body: { data: [], nextCursor: null } };
  if (path === '/api/v1/projects/p1/keys' && method === 'POST') return { status: 201, body: aKey };
  return undefined;
}

beforeEach(async () => {
  setLanguage('en');
  forgetCsrfToken();
  role = 'owner';
  vi.stubGlobal('EventSource', PushedEvents);
  server = await startApiServer(reply);
});
afterEach(async () => {
  cleanup();
  vi.unstubAllGlobals();
  await server.close();
});

test('an empty project shows how to send, fills a new key in, and opens the first trace by itself', async () => {
  const router = openApp('/p/p1/overview');
  await screen.findByText('Waiting for the first trace', {}, { timeout: 20000 });
  expect(screen.getByRole('region', { name: 'curl' }).textContent).toContain('YOUR_SECRET_KEY');
  fireEvent.click(screen.getByRole('button', { name: 'Create a key' }));
  await waitFor(() =>
    expect(screen.getByRole('region', { name: 'curl' }).textContent).toContain(aKey.secretKey),
  );
  expect(server.seen.find(({ path }) => path.endsWith('/keys'))?.body).toMatchObject({ scopes: ['ingest'] });
  expect(PushedEvents.last?.url).toBe('/api/v1/live/traces?project=p1');
  act(() => {
    PushedEvents.last?.dispatchEvent(
      new MessageEvent('traces', { data: JSON.stringify({ type: 'traces', traceIds: [TRACE] }) }),
    );
  });
  await waitFor(() => expect(router.state.location.pathname).toBe(`/p/p1/traces/${TRACE}`));
});

test('who may not create keys is told who may', async () => {
  role = 'viewer';
  openApp('/p/p1/overview');
  await screen.findByText('An owner or admin of the project can create a key.', {}, { timeout: 20000 });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Create a key' }).disabled).toBe(true);
});

test('every snippet has the address and the key in it', () => {
  for (const { code, id } of snippets('http://127.0.0.1:7070', 'sk-ph-x')) {
    expect(code, id).toContain('http://127.0.0.1:7070/v1/traces');
    expect(code, id).toContain('sk-ph-x');
  }
});
