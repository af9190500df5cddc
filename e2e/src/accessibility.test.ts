import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { journey, journeys } from './journey.ts';
import { pagesOf, read } from './pages.ts';
import { makeQuota, makeReport } from './product.ts';
import { asOfNow, recordedTraces, sendTraces, traceIdsOf } from './telemetry.ts';

/** What keeps somebody from using the page: serious and critical findings, as one line each. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(`${axe.source};undefined`);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html}`));
}

journeys('Accessibility', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    journey(`no page has a barrier in ${colorScheme}`, async ({ project, owner, visit }) => {
      const options = { colorScheme, reducedMotion: 'reduce', bypassCSP: true } as const;
      const mine = await project(`for all, ${colorScheme}`);
      const body = asOfNow(recordedTraces());
      await sendTraces(mine, body);
      const quotaId = await makeQuota(mine, inject('admin'), 'Tokens of a user in 30 days');
      const runId = await makeReport(mine, inject('admin'));
      const found: Record<string, string[]> = {};

      const { page: gate } = await visit(options);
      await gate.goto(`${inject('url')}/login`);
      await gate.getByRole('button', { name: 'Sign in' }).waitFor();
      found.login = await barriers(gate);

      const { page } = await owner(mine, 'overview', options);
      for (const { path, shows } of pagesOf(traceIdsOf(body)[0] ?? '', quotaId, runId)) {
        await read(page, `/p/${mine.id}/${path}`, shows);
        expect(await page.getAttribute('html', 'data-theme')).toBe(colorScheme);
        found[path] = await barriers(page);
      }
      expect(Object.entries(found).filter(([, barriers]) => barriers.length > 0)).toEqual([]);
    });
  }
});
