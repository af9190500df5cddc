import { expect } from 'vitest';
import { openWindow } from './browser.ts';
import { journey, journeys } from './journey.ts';
import { startProduct } from './product.ts';
import { recordedTraces, sendTraces } from './telemetry.ts';

journeys('The first run', () => {
  journey('leads from the printed link to the first trace, which opens by itself', async ({ browser }) => {
    const product = await startProduct();
    const link = /https?:\S+\/login\S+/.exec(product.output())?.[0] ?? '';
    const secretKey = /secret key {2}(\S+)/.exec(product.output())?.[1] ?? '';
    const { page, context, problems } = await openWindow(browser, product.url);

    await page.goto(link);
    await page.getByText('You are signed in as admin@pharos.local').waitFor();
    await page.getByRole('button', { name: 'Later' }).click();

    await page.getByRole('heading', { name: /Waiting for the first trace/ }).waitFor();
    await page.getByRole('button', { name: 'Create a key' }).click();
    await page.getByText('This key may only send.').waitFor();
    const snippet = page.getByRole('region', { name: 'curl' });
    expect(await snippet.innerText()).toContain(`${product.url}/v1/traces`);
    const made = await page.getByRole('region', { name: 'API key' }).innerText();
    expect(await snippet.innerText()).toContain(`x-api-key: ${made.trim()}`);

    expect(await sendTraces(product.url, secretKey, recordedTraces())).toBe(200);
    await page.waitForURL(/\/traces\/[0-9a-f]{32}/);
    await page.getByRole('tree').waitFor();

    expect(problems).toEqual([]);
    await context.close();
    await product.stop();
  });
});
