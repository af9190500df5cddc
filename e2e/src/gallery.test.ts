import type { Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { journey, journeys } from './journey.ts';

const CHARTS = ['bar', 'heatmap', 'scatter', 'time-series'];

/** A part of the gallery, down to its end: charts are drawn as they come into sight. */
async function open(page: Page, search: string): Promise<void> {
  await page.goto(`${inject('url')}/dev/gallery?${search}`);
  await page.getByRole('heading', { name: 'Gallery' }).waitFor();
  const examples = page.locator('figure');
  await examples.first().waitFor();
  for (const example of await examples.all()) await example.scrollIntoViewIfNeeded();
}

journeys('The gallery', () => {
  journey('shows every component and chart to whoever asks, in both themes', async ({ visit }) => {
    const { page } = await visit();
    for (const part of ['components', ...CHARTS]) {
      await open(page, `theme=both&of=${part}`);
      expect(await page.locator('[data-theme=dark] figure').count(), part).toBeGreaterThan(5);
    }
  });

  journey('does not scroll sideways on a phone', async ({ visit }) => {
    const { page } = await visit({ viewport: { width: 390, height: 844 } });
    for (const part of ['components', ...CHARTS]) {
      await open(page, `of=${part}`);
      const wider = await page
        .locator('div:has(> main)')
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect(wider, part).toBeLessThanOrEqual(0);
    }
  });

  journey('a pointer reads many dots that are painted', async ({ visit }) => {
    const { page } = await visit();
    await open(page, 'of=scatter');
    const cloud = page.locator('figure').filter({ has: page.getByText('50 000 dots', { exact: true }) });
    await cloud.locator('canvas').waitFor();
    await cloud.getByRole('img').hover();
    await cloud.getByText(/^trace \d+$/).waitFor();
  });
});
