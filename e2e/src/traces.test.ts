import { expect } from 'vitest';
import { journey, journeys } from './journey.ts';
import { rowsOf, typeFilter } from './pages.ts';
import { aModelCall, asOfNow, recordedTraces, sendTraces } from './telemetry.ts';

journeys('The list of traces', () => {
  journey('narrows to what is typed and keeps it in the address', async ({ project, owner }) => {
    const mine = await project('filter');
    await sendTraces(mine, asOfNow(recordedTraces()));
    const { page } = await owner(mine, 'traces');
    const rows = rowsOf(page, 'Traces, the newest first');
    await expect.poll(() => rows.count()).toBe(3);

    // One failed, one went on after an error, one had none.
    await typeFilter(page, 'status:error');
    await expect.poll(() => rows.count()).toBe(2);
    expect(await rows.allTextContents()).not.toContainEqual(expect.stringContaining('B-2046'));
    await page.getByRole('button', { name: 'Remove status:error' }).waitFor();
    expect(new URL(page.url()).searchParams.get('filter')).toBe('status:error');

    await page.reload();
    await page.getByRole('button', { name: 'Remove status:error' }).waitFor();
    await expect.poll(() => rows.count()).toBe(2);

    await page.getByRole('button', { name: 'Remove status:error' }).click();
    await expect.poll(() => rows.count()).toBe(3);
  });

  journey('shows what is wrong with a link and lets it be put right', async ({ project, owner }) => {
    const mine = await project('a wrong link');
    await sendTraces(mine, asOfNow(recordedTraces()));
    const { page } = await owner(mine, 'traces?filter=status:error%20cost:%3Eabc');
    const rows = rowsOf(page, 'Traces, the newest first');

    await page.getByText('This filter cannot be understood').waitFor();
    await page.getByText('cost needs an amount').waitFor();
    await page.getByRole('button', { name: 'Remove cost:>abc' }).click();
    await expect.poll(() => rows.count()).toBe(2);
    expect(new URL(page.url()).searchParams.get('filter')).toBe('status:error');
  });

  journey('finds a Chinese word anywhere in the text', async ({ project, owner }) => {
    const mine = await project('search');
    await sendTraces(mine, asOfNow(recordedTraces()));
    const { page } = await owner(mine, 'traces');
    const rows = rowsOf(page, 'Traces, the newest first');
    await expect.poll(() => rows.count()).toBe(3);

    await typeFilter(page, '收货地址');
    await expect.poll(() => rows.count()).toBe(1);
    expect(await rows.textContent()).toContain('我的订单 B-2046');
  });

  journey('is walked with j and k, and Enter leads into a trace', async ({ project, owner }) => {
    const mine = await project('keys');
    await sendTraces(mine, asOfNow(recordedTraces()));
    const { page } = await owner(mine, 'traces');
    const rows = rowsOf(page, 'Traces, the newest first');
    const focused = () => rows.evaluateAll((all) => all.indexOf(document.activeElement as HTMLElement));
    await expect.poll(() => rows.count()).toBe(3);

    await page.keyboard.press('j');
    await expect.poll(focused).toBe(0);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await expect.poll(focused).toBe(2);
    await page.keyboard.press('k');
    await expect.poll(focused).toBe(1);

    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Preview of the trace' }).waitFor();
    await page.getByRole('button', { name: 'Open the trace' }).click();
    await page.getByRole('tree', { name: 'Steps of the trace' }).waitFor();
  });

  journey('lets a new trace come in by itself', async ({ project, owner }) => {
    const mine = await project('live');
    await sendTraces(mine, asOfNow(recordedTraces()));
    const { page } = await owner(mine, 'traces');
    const rows = rowsOf(page, 'Traces, the newest first');
    await expect.poll(() => rows.count()).toBe(3);
    await page.getByRole('button', { name: 'Live', exact: true }).waitFor();

    await sendTraces(mine, aModelCall('a question just now').body);
    await expect.poll(() => rows.first().textContent()).toContain('a question just now');
    expect(await rows.count()).toBe(4);
  });
});
