import type { Answer } from '@pharos/core/question';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../api/client.ts';
import { type ApiServer, aMe, startApiServer } from '../../testing/api-server.ts';
import { WidgetSourceProvider } from '../context.ts';
import { defineChart } from '../define.ts';
import { useUsualBand } from './use-usual-band.ts';

const HOUR = 3_600_000;
const FROM = Date.parse('2026-03-01T00:00:00Z');
const iso = (ms: number) => new Date(ms).toISOString();
const starts = [0, 1, 2].map((hour) => iso(FROM + hour * HOUR));
const answer: Answer = {
  ...{ from: iso(FROM), to: iso(FROM + 3 * HOUR), bucketSeconds: 3600, buckets: starts },
  series: [{ group: [], other: false, totals: { cost: 6 }, exact: {}, points: { cost: [1, 2, 3] } }],
};
const widget = defineChart({
  ...{ title: 'Cost', mark: 'line', metrics: ['cost'], bucketSeconds: 3600 },
  options: { usual: true },
});

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer(({ path }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path !== '/api/v1/query/usual') return undefined;
    const band = { expected: 2, low: 1, high: 3 };
    return { body: { bucketSeconds: 3600, buckets: starts, bands: starts.map(() => band), season: 'none' } };
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

/** The band of a chart on a page of a project, or behind a share link. */
function bandOf(project: string | undefined, known: Answer | undefined, shown = widget) {
  const source = {
    ...{ project, periodName: '', queryOf: () => ({ queryKey: [] }) },
    view: { range: { fromMs: FROM, toMs: FROM + 3 * HOUR }, variables: [], values: {} },
  };
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <WidgetSourceProvider value={source}>{children}</WidgetSourceProvider>
    </QueryClientProvider>
  );
  return renderHook((given: Answer | undefined) => useUsualBand(shown, given), {
    wrapper,
    initialProps: known,
  });
}
const asked = () => server.seen.filter(({ path }) => path === '/api/v1/query/usual');

test('the band comes after the chart, which does not wait for it', async () => {
  const band = bandOf('p1', undefined);
  expect(band.result.current).toBeUndefined();
  expect(asked()).toEqual([]);
  band.rerender(answer);
  expect(band.result.current).toBeUndefined();
  await waitFor(() => expect(band.result.current?.expected).toEqual([2, 2, 2]));
  expect(asked()).toHaveLength(1);
});

test('behind a share link, and of a chart that does not want it, nothing is asked', async () => {
  bandOf(undefined, answer);
  bandOf('p1', answer, { ...widget, options: { ...widget.options, usual: false } });
  const wanted = bandOf('p1', answer);
  await waitFor(() => expect(wanted.result.current).toBeDefined());
  expect(asked()).toHaveLength(1);
});
