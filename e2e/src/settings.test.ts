import { expect, inject } from 'vitest';
import { journey, journeys } from './journey.ts';
import { codeIn, rowsOf } from './pages.ts';
import { aModelCall, asOfNow, nowNs, recordedTraces, sendTraces } from './telemetry.ts';

journeys('Settings', () => {
  journey(
    'make a key that works until it is revoked, and show its secret once',
    async ({ project, owner }) => {
      const mine = await project('new keys');
      const { page } = await owner(mine, 'settings/keys');
      await page.getByRole('button', { name: 'New key', exact: true }).click();
      await page.getByLabel('Name').fill('night shift');
      await page.getByRole('button', { name: 'Create key' }).click();
      const secretKey = await codeIn(page, 'Secret key');
      expect(await page.content()).toContain(secretKey);
      const made = { ...mine, secretKey };
      expect(await sendTraces(made, aModelCall('by the new key').body)).toBe(200);

      await page.getByRole('button', { name: 'Done' }).click();
      await page.reload();
      const row = rowsOf(page, 'API keys').filter({ hasText: 'night shift' });
      await row.waitFor();
      expect(await page.content()).not.toContain(secretKey);

      await row.getByRole('button', { name: 'Revoke' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
      await row.waitFor({ state: 'detached' });
      expect(await sendTraces(made, aModelCall('too late').body)).toBe(401);
    },
  );

  journey('make a key for pages of an origin, with the line that these need', async ({ project, owner }) => {
    const { page } = await owner(await project('a shop'), 'settings/keys');
    await page.getByRole('button', { name: 'New browser key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('shop');
    await dialog.getByLabel('Origins').fill('https://shop.example.com\nshop.example.org');
    await dialog.getByRole('button', { name: 'Create key' }).click();
    await dialog.getByText('“shop.example.org” is no origin.', { exact: false }).waitFor();
    await dialog.getByLabel('Origins').fill('https://shop.example.com\nhttps://*.example.org');
    await dialog.getByRole('button', { name: 'Create key' }).click();
    expect(await codeIn(page, 'Script tag')).toContain(`src="${inject('url')}/beacon.js" data-key="pk-web-`);
    await page.getByRole('button', { name: 'Done' }).click();
    const row = rowsOf(page, 'Browser keys').filter({ hasText: 'https://*.example.org' });
    await row.getByRole('button', { name: 'any' }).click();
    expect(await dialog.getByLabel('Take signed users only').isEnabled()).toBe(false);
    await dialog.getByRole('button', { name: 'Make a secret' }).click();
    expect(await codeIn(page, 'Signing secret')).toMatch(/^sk-user-/);
    // It is checked in the next moment: `check` looks in this one.
    await dialog.getByLabel('Take signed users only').click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await row.getByRole('button', { name: 'signed only' }).waitFor();
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.waitFor({ state: 'detached' });
  });

  journey(
    'invite somebody by link, who joins as a viewer and may change nothing',
    async ({ project, owner, visit }) => {
      const mine = await project('shared');
      await sendTraces(mine, aModelCall('to be seen').body);
      const host = await owner(mine, 'settings/members');
      await host.page.getByRole('button', { name: 'Invite' }).click();
      await host.page.getByLabel('Role', { exact: true }).selectOption({ label: 'Viewer' });
      await host.page.getByRole('button', { name: 'Create link' }).click();
      const link = await codeIn(host.page, 'Invite by link');
      expect(link.startsWith(inject('url'))).toBe(true);

      const guest = await visit();
      await guest.page.goto(link);
      await guest.page.getByText('You are invited as viewer.').waitFor();
      await guest.page.getByLabel('Email').fill('grace@example.com');
      await guest.page.getByLabel('Your name').fill('Grace');
      await guest.page.getByLabel('Password').fill('a-quiet-harbour');
      await guest.page.getByRole('button', { name: 'Join' }).click();

      await guest.page.getByRole('link', { name: 'Traces' }).click();
      await rowsOf(guest.page, 'Traces, the newest first').filter({ hasText: 'to be seen' }).waitFor();
      await guest.page.getByRole('link', { name: 'Settings' }).click();
      await guest.page.getByText('Only owners and admins of the project see its keys.').waitFor();
      expect(await guest.page.getByRole('button', { name: 'New key', exact: true }).count()).toBe(0);
      await guest.page.getByRole('link', { name: 'Members' }).click();
      await guest.page
        .getByRole('cell', { name: /^Grace/ })
        .first()
        .waitFor();
      const ways = ({ page }: Pick<typeof guest, 'page'>) =>
        Promise.all([
          page.getByRole('button', { name: 'Invite', exact: true }).count(),
          page.getByRole('button', { name: 'Remove', exact: true }).count(),
          page.getByRole('main').locator('select').count(),
        ]);
      expect(await ways(guest)).toEqual([0, 0, 0]);

      await host.page.getByRole('button', { name: 'Done' }).click();
      await host.page.reload();
      await host.page
        .getByRole('cell', { name: /^Grace/ })
        .first()
        .waitFor();
      // Whoever may change members finds what the viewer did not.
      expect(await ways(host)).toEqual([1, 1, 2]);
    },
  );

  journey(
    'set a price of the project, by which what is stored is priced anew',
    async ({ project, owner }) => {
      const mine = await project('own prices');
      await sendTraces(mine, asOfNow(recordedTraces()));
      const { page } = await owner(mine, 'settings/prices?model=gpt-5-mini');
      await page.getByRole('button', { name: 'Own price for gpt-5-mini', exact: true }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Input', { exact: true }).fill('1e3');
      await dialog.getByText('A number such as 2.50').waitFor();
      expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
      await dialog.getByLabel('Input', { exact: true }).fill('1000');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await page.getByText('own price', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Price anew' }).click();
      const told = page.getByRole('status').filter({ hasText: 'Done' });
      await told.waitFor();
      const [, before = '', after = ''] =
        /\$([\d.]+) → \$([\d.]+)/.exec((await told.textContent()) ?? '') ?? [];
      expect(Number(before)).toBeGreaterThan(0);
      expect(Number(after)).toBeGreaterThan(10 * Number(before));
      await page.goto(`/p/${mine.id}/explore?metrics=cost&by=model`);
      await page
        .getByRole('table', { name: 'Groups' })
        .getByText(`$${after.slice(0, 3)}`)
        .first()
        .waitFor();
    },
  );

  journey(
    'show amounts in the currency that the project chose, everywhere and at once',
    async ({ project, owner }) => {
      const mine = await project('in yuan');
      await sendTraces(mine, asOfNow(recordedTraces()));
      const { page } = await owner(mine, 'settings/prices');
      const currency = page.getByLabel('Amounts in');
      await page.getByText('Set an exchange rate below to show amounts in another currency.').waitFor();
      await page.getByLabel('Currency', { exact: true }).fill('CNY');
      await page.getByLabel('Holds from').fill('2026-01-01');
      await page.getByLabel('Worth in USD').fill('0.125');
      await page.getByRole('button', { name: 'Set rate' }).click();
      await currency.selectOption('CNY');
      await page.getByText('1 CNY = 0.125 USD, 2026-01-01').waitFor();

      await page.getByRole('link', { name: 'Traces', exact: true }).click();
      const cost = rowsOf(page, 'Traces, the newest first').getByTitle(
        /^[\d.]*[1-9]\d* CNY = .* USD \(1 CNY = 0\.125 USD/,
      );
      await cost.first().waitFor();
      expect(await cost.first().textContent()).toMatch(/^<?¥/);
      const [, yuan = '', dollars = ''] =
        /^([\d.]+) CNY = ([\d.]+) USD/.exec((await cost.first().getAttribute('title')) ?? '') ?? [];
      expect(Number(yuan) / Number(dollars)).toBeCloseTo(8, 6);
      await page.getByRole('link', { name: 'Overview' }).click();
      await page
        .getByTitle(/ CNY = .* USD/)
        .first()
        .waitFor();

      await page.goto(`/p/${mine.id}/settings/prices`);
      await currency.selectOption('USD');
      await page.getByRole('link', { name: 'Traces', exact: true }).click();
      await rowsOf(page, 'Traces, the newest first').getByText(/^<?\$/).first().waitFor();
    },
  );

  journey('keep spans for less time, once it is seen what that removes', async ({ project, owner }) => {
    const mine = await project('short memory');
    const daysAgo = (days: number) => nowNs() - BigInt(days) * 86_400_000_000_000n;
    for (const days of [1, 50, 60])
      await sendTraces(mine, aModelCall(`${days} days ago`, { startNs: daysAgo(days) }).body);
    const { page } = await owner(mine, 'settings/data');
    await page.getByLabel('Spans', { exact: true }).selectOption('days');
    await page.getByLabel('Spans: days').fill('30');
    await page.getByText('2 rows on 2 days').first().waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 rows on 2 days').first().waitFor();
    await dialog.getByRole('button', { name: 'Save and remove' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.reload();
    expect(await page.getByLabel('Spans: days').inputValue()).toBe('30');
  });
});
