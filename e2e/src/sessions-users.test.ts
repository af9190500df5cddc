import { expect } from 'vitest';
import { journey, journeys } from './journey.ts';
import { rowsOf } from './pages.ts';
import { asOfNow, recordedTraces, sendTraces } from './telemetry.ts';

journeys('Sessions and users', () => {
  journey('replay a session as the conversation it was', async ({ project, owner }) => {
    const mine = await project('sessions');
    await sendTraces(mine, asOfNow(recordedTraces()));
    const { page } = await owner(mine, 'sessions');
    const rows = rowsOf(page, 'Sessions, the last active first');
    await expect.poll(() => rows.count()).toBe(2);

    await rows.filter({ hasText: 'sess-en-01' }).click();
    await page.getByRole('heading', { name: 'sess-en-01' }).waitFor();
    await page.getByRole('link', { name: 'Turn 2' }).waitFor();
    const replay = (await page.getByRole('main').textContent()) ?? '';
    const inOrder = ['Turn 1', 'lookup_order', 'I have started a full refund', 'Turn 2', 'Great, thank you'];
    expect(inOrder.map((text) => replay.indexOf(text))).toEqual(
      inOrder.map((text) => replay.indexOf(text)).toSorted((a, b) => a - b),
    );
    expect(replay).toContain('Rate limit reached');

    await page.getByRole('link', { name: 'Turn 1' }).click();
    await page.getByRole('tree', { name: 'Steps of the trace' }).waitFor();
  });

  journey('show what a user did and what it cost', async ({ project, owner }) => {
    const mine = await project('users');
    await sendTraces(mine, asOfNow(recordedTraces()));
    const { page } = await owner(mine, 'users');
    const rows = rowsOf(page, 'Users, the last active first');
    await expect.poll(() => rows.count()).toBe(2);

    await rows.filter({ hasText: 'user-1042' }).click();
    await page.getByRole('heading', { name: 'user-1042' }).waitFor();
    await expect.poll(() => rowsOf(page, 'Latest traces').count()).toBe(2);
    await expect.poll(() => rowsOf(page, 'Latest sessions').count()).toBe(1);
    await page.getByRole('img', { name: 'Cost over time' }).waitFor();
  });
});
