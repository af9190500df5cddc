import { BUILT_IN } from '@pharos/core/retention/kinds';
import { cleanup, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';
import { dailySeries, forecastSeries } from './series.ts';
import { aStorage } from './testing/a-storage.ts';

const PATIENCE = { timeout: 20_000 };
const RETENTION = {
  days: {},
  defaults: BUILT_IN,
  effective: { ...BUILT_IN, spans: 90, payloads: 90 },
  spansFrom: null,
};

let server: ApiServer;
let storage = aStorage();
beforeEach(async () => {
  setLanguage('en');
  storage = aStorage();
  server = await startApiServer(({ path }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path === '/api/v1/projects/p1/storage') return { body: storage };
    if (path === '/api/v1/exports') return { body: { data: [], disk: false } };
    if (path.endsWith('/erasures')) return { body: { data: [], nextCursor: null } };
    return path === '/api/v1/projects/p1/retention' ? { body: RETENTION } : undefined;
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

const section = async () => {
  openApp('/p/p1/settings/data');
  const heading = await screen.findByRole('heading', { name: 'Storage' }, PATIENCE);
  return heading.closest('section') as HTMLElement;
};

test('a reader sees what the project takes by kind, what a day brings and where it settles; nothing of the server', async () => {
  const part = await section();
  const row = await within(part).findByRole('row', { name: /Spans/ }, PATIENCE);
  expect(row.textContent).toMatch(/100.%/);
  expect(row.textContent).toMatch(/100.MB/);
  expect(part.textContent).toMatch(/Settles at91.?MB/);
  expect(part.textContent).toContain('has settled');
  expect(part.textContent).toContain('8× compressed');
  expect(part.textContent).not.toMatch(/Free on the disk|All projects/);
});

test('who may see it is told what is free, when it is full, and what all projects take', async () => {
  const disk = { freeBytes: 2e9, sizeBytes: 1e10 };
  storage = aStorage({ server: { bytes: 3e8, recordsBytes: 2e7, disk, fullOn: '2027-05-04' } });
  const part = await section();
  expect(await within(part).findByText('full on 2027-05-04', {}, PATIENCE)).toBeDefined();
  expect(part.textContent).toMatch(/All projects together take 300.MB, and records 20.MB/);
});

test('a project without data is told what would be here', async () => {
  storage = aStorage({ bytes: 0, rows: 0, kinds: [] });
  expect(await within(await section()).findByText(/Nothing is stored yet/, {}, PATIENCE)).toBeDefined();
});

test('days are drawn from the oldest to today, which is not over, and small kinds together', () => {
  const [spans] = aStorage().kinds;
  const kinds = (['spans', 'payloads', 'logs', 'scores', 'metrics', 'events', 'users'] as const).map(
    (kind, nth) => ({ ...(spans as NonNullable<typeof spans>), kind, byAge: [nth + 1, 10 * (nth + 1)] }),
  );
  const { buckets, series, completeUntilMs } = dailySeries(aStorage({ kinds }), 3, (kind) => kind, 'rest');
  expect(buckets.map((ms) => new Date(ms).toISOString().slice(0, 10))).toEqual([
    '2026-11-25',
    '2026-11-26',
    '2026-11-27',
  ]);
  expect(completeUntilMs).toBe(buckets[2]);
  expect(series.map(({ label, points }) => [label, points])).toEqual([
    ['users', [0, 70, 7]],
    ['events', [0, 60, 6]],
    ['metrics', [0, 50, 5]],
    ['scores', [0, 40, 4]],
    ['logs', [0, 30, 3]],
    ['rest', [0, 30, 3]],
  ]);
});

test('a forecast is drawn until it has settled, with its level where it has one', () => {
  const forecast = { bytesIn: (t: number) => t, perDay: 1, perDayForEver: 0, level: 201, settledInDays: 201 };
  const drawn = forecastSeries('2026-11-27', forecast, 'Stored');
  expect([drawn.series[0]?.points.length, drawn.comparison?.[0]]).toEqual([253, 201]);
  expect(forecastSeries('2026-11-27', { ...forecast, level: null }, 'Stored').comparison).toBeUndefined();
});
