import { expect } from 'vitest';
import { openWindow } from './browser.ts';
import { journey, journeys } from './journey.ts';
import { chosenStep, codeIn, step } from './pages.ts';
import { startProduct } from './product.ts';
import { asOfNow, recordedTraces, sendTraces, traceIdsOf } from './telemetry.ts';

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
    const snippet = await codeIn(page, 'curl');
    expect(snippet).toContain(`${product.url}/v1/traces`);
    expect(snippet).toContain(`x-api-key: ${await codeIn(page, 'API key')}`);

    const sent = asOfNow(recordedTraces());
    expect(await sendTraces({ url: product.url, secretKey }, sent)).toBe(200);
    await page.waitForURL(/\/traces\/[0-9a-f]{32}/);
    await page.getByRole('tree').waitFor();

    await page.goto(page.url().replace(/[0-9a-f]{32}.*/, traceIdsOf(sent)[0] ?? ''));
    for (const name of ['support-agent', 'search-knowledge-base', 'ai.toolCall', 'ai.streamText.doStream'])
      await step(page, name).waitFor();
    expect(await step(page, 'ai.generateText.doGenerate').textContent()).toContain('412→46');
    const figures = await page.getByRole('main').locator('dl').first().textContent();
    expect(figures).toMatch(/Cost\$0\.0\d+/);
    expect(figures).toMatch(/Tokens2/);

    await page.keyboard.press('n');
    await expect.poll(() => chosenStep(page)).toBe('ai.streamText.doStream');
    await page
      .getByRole('note')
      .getByText(/rate.?limit/i)
      .first()
      .waitFor();

    await page.getByRole('tab', { name: 'Conversation' }).first().click();
    await page.getByText('I have started a full refund of $24.90').first().waitFor();
    await page.getByText('lookup_order').first().waitFor();

    expect(problems).toEqual([]);
    await context.close();
    await product.stop();
  });
});
