import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { journey, journeys } from './journey.ts';
import { rowsOf } from './pages.ts';
import { asOfNow, recordedTraces, sendTraces } from './telemetry.ts';

journeys('Reports', () => {
  journey('a dashboard becomes a report that is read and had as a file', async ({ project, owner }) => {
    const mine = await project('told of');
    await sendTraces(mine, asOfNow(recordedTraces()));
    const { page } = await owner(mine, 'dashboards/cost');
    await page.getByRole('button', { name: 'More about Cost', exact: true }).first().click();
    await page.getByRole('menuitem', { name: 'Make a report…' }).click();
    await page.getByLabel('Period').selectOption({ label: 'Last 24 hours' });
    await page.getByRole('button', { name: 'Make once' }).click();

    const paper = page.getByRole('article');
    await paper.getByRole('heading', { name: 'What stands out' }).waitFor();
    await paper.getByRole('table').getByText('gpt-5-mini').first().waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    await page.getByRole('menuitem', { name: 'PDF' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^Cost \d{4}-\d\d-\d\d\.pdf$/);
    expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-');
  });

  journey('a report is kept with a schedule, made in its row, and deleted', async ({ project, owner }) => {
    const mine = await project('kept');
    const { page } = await owner(mine, 'reports');
    await page.getByRole('link', { name: 'Schedule… Users' }).click();
    await page.getByLabel('Made', { exact: true }).selectOption('cron');
    await page.getByLabel('Cron').fill('30 9 * * 1-5');
    await page.getByRole('list', { name: 'Next times' }).getByText('09:30').nth(4).waitFor();
    await page.getByRole('button', { name: 'Keep this report' }).click();

    const row = rowsOf(page, 'Reports that are kept').filter({ hasText: 'By cron: 30 9 * * 1-5' });
    await row.getByRole('button', { name: 'Make Users now' }).click();
    await row.getByText('Done').waitFor();
    await page.getByRole('tab', { name: 'Archive' }).click();
    await rowsOf(page, 'All reports that were made').filter({ hasText: 'Users' }).waitFor();
    await page.goBack();
    await row.getByRole('button', { name: 'More of Users' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No report is kept yet.').waitFor();
  });
});
