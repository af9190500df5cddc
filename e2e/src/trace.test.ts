import { expect } from 'vitest';
import { journey, journeys } from './journey.ts';
import { chosenStep, step } from './pages.ts';
import { aChain, asOfNow, recordedTraces, sendTraces, traceIdsOf } from './telemetry.ts';

journeys('The page of a trace', () => {
  journey('keeps the chosen step in the address', async ({ project, owner }) => {
    const mine = await project('permalink');
    const body = asOfNow(recordedTraces());
    await sendTraces(mine, body);
    const { page } = await owner(mine, `traces/${traceIdsOf(body)[0]}`);

    await step(page, 'search-knowledge-base').click();
    await expect.poll(() => chosenStep(page)).toBe('search-knowledge-base');
    const spanId = new URL(page.url()).searchParams.get('span');
    expect(spanId).toMatch(/^[0-9a-f]{16}$/);

    await page.reload();
    await expect.poll(() => chosenStep(page)).toBe('search-knowledge-base');
    expect(new URL(page.url()).searchParams.get('span')).toBe(spanId);
  });

  journey('walks from error to error with n and p', async ({ project, owner }) => {
    const mine = await project('errors');
    const { traceId, body } = aChain(30, (nth) => nth % 10 === 5);
    await sendTraces(mine, body);
    const { page } = await owner(mine, `traces/${traceId}`);
    await step(page, 'step 1').waitFor();

    for (const [key, name] of [
      ['n', 'step 5'],
      ['n', 'step 15'],
      ['n', 'step 25'],
      ['p', 'step 15'],
      ['p', 'step 5'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(() => chosenStep(page)).toBe(name);
    }
    await page.getByRole('note').getByText('step 5 broke').waitFor();
  });

  journey('shows 10,000 steps down to the last', async ({ project, owner }) => {
    const mine = await project('long');
    const { traceId, body } = aChain(10_000);
    await sendTraces(mine, body);
    const { page } = await owner(mine, `traces/${traceId}`);

    await step(page, 'step 1').waitFor();
    const tree = page.getByRole('tree');
    expect(await tree.getByRole('treeitem').count()).toBeLessThan(200);
    await tree.evaluate((element) => {
      const scroller = element.parentElement;
      if (scroller) scroller.scrollTop = scroller.scrollHeight;
    });
    await step(page, 'step 9999').waitFor();
    await step(page, 'step 9999').click();
    await expect.poll(() => chosenStep(page)).toBe('step 9999');
  });
});
