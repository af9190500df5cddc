import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { journey, journeys } from './journey.ts';
import { rowsOf } from './pages.ts';
import type { TestProject } from './product.ts';
import { aModelCall, sendTraces } from './telemetry.ts';

const spend = (project: TestProject, user: string, tokens: number) =>
  sendTraces(
    project,
    aModelCall('a call', {
      attributes: {
        'user.id': user,
        'gen_ai.usage.input_tokens': tokens - 10,
        'gen_ai.usage.output_tokens': 10,
      },
    }).body,
  );

/** How the quota of the page is doing, beside its name. */
const isDoing = (page: Page, word: string) =>
  page.getByRole('heading', { level: 1 }).getByText(word, { exact: true }).waitFor();

journeys('Quotas', () => {
  journey(
    'are made, fill up as spans arrive, are raised and are under their limit again',
    async ({ project, owner }) => {
      const mine = await project('limits');
      const { page } = await owner(mine, 'quotas');
      await page.getByText('No quota yet').waitFor();

      // By keyboard, and not without what has to be said.
      await page.keyboard.press('n');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Name').fill('Tokens of a user a day');
      await dialog.getByLabel('Whose spending counts').selectOption({ label: 'Each user' });
      await dialog.getByRole('button', { name: 'Make quota' }).click();
      await dialog.getByText('A whole number of tokens above 0.').waitFor();
      // An amount that can be read in two ways is asked about, not guessed at.
      await dialog.getByRole('radio', { name: 'Cost' }).click();
      await dialog.getByRole('textbox', { name: 'Limit' }).fill('1,000');
      await dialog.getByText('This can mean two amounts: write 1 or 1000.').waitFor();
      await dialog.getByRole('radio', { name: 'Tokens' }).click();
      await dialog.getByText('Each user: at most 1').waitFor();
      await dialog.getByText('Nobody has spent anything in this window yet.').waitFor();
      await dialog.getByRole('textbox', { name: 'Limit' }).press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await isDoing(page, 'ok');

      // Nothing is loaded anew: the page follows.
      await spend(mine, 'ada', 850);
      await isDoing(page, 'near');
      await spend(mine, 'ada', 300);
      await isDoing(page, 'used up');
      await page.getByText('Nothing is left.').waitFor();
      const users = rowsOf(page, 'Users');
      await users.filter({ hasText: 'ada' }).getByText('115', { exact: false }).first().waitFor();

      await page.getByRole('tab', { name: 'Crossed thresholds' }).click();
      const crossed = rowsOf(page, 'Crossed thresholds');
      await crossed.nth(2).waitFor();
      expect((await crossed.allTextContents()).map((row) => /(\d+)\s*%/.exec(row)?.[1]).sort()).toEqual([
        '100',
        '50',
        '80',
      ]);

      await page.getByRole('tab', { name: 'Users' }).click();
      await page.getByRole('button', { name: 'Raise the limit of ada' }).click();
      await dialog.getByRole('button', { name: 'Give raise' }).click();
      await dialog.getByText('A reason, for those who look at it later.').waitFor();
      await dialog.getByRole('textbox', { name: 'Amount' }).fill('5000');
      await dialog.getByLabel('Why').fill('launch week');
      await dialog.getByRole('button', { name: 'Give raise' }).click();
      await dialog.waitFor({ state: 'detached' });
      await isDoing(page, 'ok');
      await users.filter({ hasText: 'raised' }).waitFor();

      await page.getByRole('tab', { name: 'Raises' }).click();
      await rowsOf(page, 'Raises').filter({ hasText: 'launch week' }).getByText('in force').waitFor();
      await page.getByRole('button', { name: 'End now' }).click();
      await dialog.getByRole('button', { name: 'End now' }).click();
      await rowsOf(page, 'Raises').getByText('ended', { exact: true }).waitFor();
      await isDoing(page, 'used up');
      await page.getByRole('tab', { name: 'Changes' }).click();
      await rowsOf(page, 'Changes').filter({ hasText: 'gave a raise' }).waitFor();

      // The list has it first, and leads to it by keyboard; the user's page has it too.
      await page.getByRole('link', { name: 'Quotas' }).first().click();
      await rowsOf(page, 'Quotas').filter({ hasText: '1 over' }).waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'ada', exact: true }).click();
      await page.waitForURL(/\/users\/ada/);
      await page.getByRole('link', { name: 'Tokens of a user a day' }).waitFor();
    },
  );
});
