import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { journey, journeys } from './journey.ts';
import { rowsOf } from './pages.ts';
import { aModelCall, sendTraces } from './telemetry.ts';

/** What a webhook is told: why, and of what. */
async function listen() {
  const told: { reason: string; title: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { reason, incidents } = JSON.parse(Buffer.concat(chunks).toString());
    told.push({ reason, title: incidents[0]?.title ?? '' });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

journeys('Alerts', () => {
  journey(
    'tell whom they should, once, of what a rule made of a template sees, and that it is over',
    async ({ project, owner }) => {
      const hook = await listen();
      const mine = await project('alerts');
      const { page } = await owner(mine, 'alerts/channels');
      const dialog = page.getByRole('dialog');

      await page.getByRole('button', { name: 'New channel' }).first().click();
      await dialog.getByLabel('Name').fill('Pager');
      await dialog.getByLabel('URL').fill(hook.url);
      await dialog.getByRole('button', { name: 'Create channel' }).click();
      await page.getByRole('button', { name: 'Test Pager' }).click();
      await page.getByText('The test arrived by Pager.').waitFor();

      await page.getByRole('link', { name: 'Escalation' }).click();
      await page.getByRole('button', { name: 'New policy' }).first().click();
      await dialog.getByLabel('Name', { exact: true }).fill('Team');
      await dialog.getByLabel('Told at once').selectOption({ label: 'channel: Pager' });
      await dialog.getByLabel('Waits first').fill('0 s');
      await dialog.getByLabel('The default').check();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });

      await page.getByRole('link', { name: 'Rules' }).click();
      await page.getByRole('link', { name: /^An agent fails too often/ }).click();
      await page.getByLabel('Of at least').fill('2');
      await page.getByLabel('Fires after it was bad for').fill('0 min');
      await page.getByLabel('Looked at every').fill('15 s');
      await page.getByRole('button', { name: 'Create rule' }).click();
      await rowsOf(page, 'Rules').getByText('An agent fails too often').waitFor();

      const attributes = { 'gen_ai.agent.name': 'checkout' };
      for (const message of ['no card', 'no answer', 'no card'])
        await sendTraces(mine, aModelCall('pay', { attributes, status: { code: 2, message } }).body);
      // Looked at every 15 seconds, and then of what began 15 seconds before.
      await expect.poll(() => hook.told.map(({ reason }) => reason)).toEqual(['test', 'opened']);
      expect(hook.told[1]?.title).toBe('An agent fails too often: checkout');

      await page.getByRole('link', { name: 'Incidents' }).click();
      await rowsOf(page, 'Incidents').getByText('An agent fails too often: checkout').click();
      await page.getByRole('img', { name: /around the moment it fired/ }).waitFor();
      await page.getByRole('button', { name: 'Acknowledge' }).click();
      await page.getByRole('button', { name: 'Take back' }).waitFor();
      await page.getByRole('button', { name: 'Resolve' }).click();
      await dialog.getByRole('button', { name: 'Resolve' }).click();
      await expect.poll(() => hook.told.map(({ reason }) => reason)).toEqual(['test', 'opened', 'ended']);
    },
  );
});
