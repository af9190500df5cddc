import { questionsSchema } from '@pharos/core/api/questions';
import { cleanup, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetCsrfToken } from '../../../api/client.ts';
import { setLanguage } from '../../../i18n/i18n.ts';
import { type ApiServer, aMe, startApiServer } from '../../../testing/api-server.ts';
import { openApp } from '../../../testing/open-app.tsx';

let server: ApiServer;
beforeEach(async () => {
  setLanguage('en');
  server = await startApiServer(({ path, body }) => {
    if (path === '/api/v1/me') return { body: aMe() };
    if (path !== '/api/v1/questions') return undefined;
    const { questions } = questionsSchema.parse(body);
    return {
      lines: questions.map(({ from, to, metrics }, index) => {
        const nothing = Object.fromEntries(metrics.map((metric) => [metric, 0]));
        const series = { group: [], other: false, totals: nothing, exact: {}, previous: nothing };
        return { index, answer: { from, to, series: [series] } };
      }),
    };
  });
});
afterEach(async () => {
  cleanup();
  forgetCsrfToken();
  await server.close();
});

test('that nothing was retrieved is known from the figures of the page, without another question', async () => {
  openApp('/p/p1/performance/retrieval');
  await screen.findByText('Nothing was retrieved in this time range', {}, { timeout: 20_000 });
  const asked = server.seen
    .filter(({ path }) => path === '/api/v1/questions')
    .flatMap(({ body }) => questionsSchema.parse(body).questions)
    .filter(({ metrics, dimensions }) => metrics.includes('retrievals') && dimensions.length === 0);
  expect(asked).toHaveLength(1);
});
