import type { StoredExport } from '@pharos/core/api/exports';
import { BUILT_IN } from '@pharos/core/retention/kinds';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';
import { aStorage } from '../storage/testing/a-storage.ts';

const PATIENCE = { timeout: 20_000 };
const KEPT: StoredExport = {
  ...{ id: 'e1', name: 'nightly', kinds: ['spans'], format: 'parquet', texts: false, environment: '' },
  times: { every: 'day', timeZone: 'UTC', delayMinutes: 60, since: null },
  target: {
    ...{ to: 's3', endpoint: 'https://s3.example.com', region: 'us-east-1', bucket: 'archive', prefix: 'p' },
    accessKeyId: 'AKIA',
  },
  ...{ enabled: true, createdAt: '2026-11-01T00:00:00.000Z', updatedAt: '2026-11-01T00:00:00.000Z' },
  ...{ updatedBy: 'ada', dueAt: '2026-11-03T01:00:00.000Z' },
  lastRun: {
    ...{ id: 'r1', state: 'failed', from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' },
    ...{ files: 2, rows: 12_345, bytes: 2_500_000, at: { kind: 'spans', time: '2026-11-01T08:30:00.000Z' } },
    ...{ error: 'The bucket answers 403: AccessDenied', retryAt: null, createdAt: '', finishedAt: null },
  },
};

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  const retention = { days: {}, defaults: BUILT_IN, effective: BUILT_IN, spansFrom: null };
  server = await startApiServer(({ path, method }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/projects/p1/storage') return { body: aStorage() };
    if (path === '/api/v1/projects/p1/retention') return { body: retention };
    if (path.endsWith('/erasures')) return { body: { data: [], nextCursor: null } };
    if (path === '/api/v1/exports/test') return { body: { ok: false, reason: 'The bucket answers 404.' } };
    if (path === '/api/v1/exports') return { body: method === 'POST' ? KEPT : { data: [KEPT], disk: true } };
    return path.startsWith('/api/v1/exports/e1') ? { body: KEPT } : undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});
const sent = (method: string, path: string) =>
  server.seen.find((each) => each.method === method && each.path === path)?.body;

test('an export tells how far it is and why it failed, and is tried again', async () => {
  openApp('/p/p1/settings/data');
  const row = (await screen.findByText('nightly', {}, PATIENCE)).closest('tr') as HTMLElement;
  for (const told of [/12.345 rows · 2 files/, /Spans up to .*Nov 1/, /403: AccessDenied/, /Next: .*Nov 3/])
    expect(within(row).getByText(told)).toBeDefined();
  fireEvent.keyDown(within(row).getByRole('button', { name: 'More about nightly' }), { key: 'Enter' });
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Try again' }, PATIENCE));
  await waitFor(
    () => expect(server.seen.some(({ path }) => path === '/api/v1/exports/e1/retry')).toBe(true),
    PATIENCE,
  );
});

test('a new export is sent as it is typed, its target tested before', async () => {
  openApp('/p/p1/settings/data');
  fireEvent.click(await screen.findByRole('button', { name: 'New export' }, PATIENCE));
  const dialog = await screen.findByRole('dialog', {}, PATIENCE);
  const type = (label: string, value: string) =>
    fireEvent.change(within(dialog).getByLabelText(label), { target: { value } });
  const create = within(dialog).getByRole('button', { name: 'Export' }) as HTMLButtonElement;
  expect(create.disabled).toBe(true);
  type('Name', 'hourly');
  fireEvent.click(within(dialog).getByRole('radio', { name: 'Every hour' }));
  type('Time zone', 'Asia/Shanghai');
  fireEvent.click(within(dialog).getByRole('radio', { name: 'S3' }));
  type('Endpoint', 'https://s3.example.com');
  type('Bucket', 'archive');
  type('Access key', 'AKIA');
  expect(create.disabled).toBe(true);
  type('Secret key', 'secret');
  expect(create.disabled).toBe(false);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Test' }));
  expect(await within(dialog).findByText('The bucket answers 404.', {}, PATIENCE)).toBeDefined();
  fireEvent.click(create);
  await waitFor(
    () =>
      expect(sent('POST', '/api/v1/exports')).toEqual({
        ...{ name: 'hourly', kinds: ['spans'], format: 'parquet', texts: false },
        times: { every: 'hour', timeZone: 'Asia/Shanghai', delayMinutes: 60 },
        target: {
          ...{ to: 's3', endpoint: 'https://s3.example.com', region: 'us-east-1', bucket: 'archive' },
          ...{ prefix: '', accessKeyId: 'AKIA', secretAccessKey: 'secret' },
        },
      }),
    PATIENCE,
  );
});

test('a download is a link to whole days of one table', async () => {
  openApp('/p/p1/settings/data');
  const first = await screen.findByLabelText('First day', {}, PATIENCE);
  fireEvent.change(first, { target: { value: '2026-11-01' } });
  fireEvent.change(screen.getByLabelText('Last day'), { target: { value: '2026-11-02' } });
  fireEvent.click(screen.getByRole('radio', { name: 'JSON lines' }));
  fireEvent.click(screen.getByRole('checkbox', { name: 'With input and output' }));
  const link = screen.getByRole('link', { name: 'Download' });
  const address = new URL(link.getAttribute('href') ?? '', 'http://pharos');
  expect([address.pathname, Object.fromEntries(address.searchParams)]).toEqual([
    '/api/v1/export/spans',
    {
      ...{ project: 'p1', from: '2026-11-01T00:00:00.000Z', to: '2026-11-03T00:00:00.000Z' },
      ...{ format: 'jsonl', texts: 'true' },
    },
  ]);
  fireEvent.change(first, { target: { value: '2026-11-09' } });
  expect(screen.queryByRole('link', { name: 'Download' })).toBeNull();
});
