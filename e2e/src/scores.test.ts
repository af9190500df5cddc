import { expect } from 'vitest';
import { journey, journeys } from './journey.ts';
import { rowsOf, typeFilter } from './pages.ts';
import { ADMIN } from './product.ts';
import { asOfNow, recordedTraces, sendTraces, traceIdsOf } from './telemetry.ts';

journeys('Scores', () => {
  journey('are given by hand, found in the list, and taken back', async ({ project, owner }) => {
    const mine = await project('scores');
    const body = asOfNow(recordedTraces());
    await sendTraces(mine, body);
    const [traceId = ''] = traceIdsOf(body);
    const { page } = await owner(mine, `traces/${traceId}?tab=scores`);

    await page.getByRole('button', { name: 'Add a score' }).click();
    const form = page.getByRole('form', { name: 'Add a score' });
    await form.getByLabel('Name').fill('tone');
    await form.getByRole('radio', { name: 'Category' }).click();
    // The page's key for the next step is not meant while the form is filled in.
    await page.keyboard.press('j');
    await form.getByLabel('Value').fill('friendly');
    await form.getByLabel('Comment').fill('as a lighthouse keeper would');
    await form.getByRole('button', { name: 'Save' }).click();
    const given = page.getByRole('tabpanel', { name: /Scores/ }).getByRole('listitem');
    await given.getByText('friendly').waitFor();
    for (const text of ['annotation', ADMIN.email, 'as a lighthouse keeper would']) {
      expect(await given.textContent()).toContain(text);
    }

    await page.goto(`/p/${mine.id}/traces`);
    const rows = rowsOf(page, 'Traces, the newest first');
    await expect.poll(() => rows.count()).toBe(3);
    const field = page.getByRole('combobox', { name: 'Filter' });
    await field.pressSequentially('score.');
    await page.getByRole('option', { name: 'score.tone' }).click();
    await page.getByRole('option', { name: 'friendly' }).click();
    await page.getByRole('button', { name: 'Remove score.tone:friendly' }).waitFor();
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('button', { name: 'Remove score.tone:friendly' }).click();
    await typeFilter(page, '-has:score');
    await expect.poll(() => rows.count()).toBe(2);

    await page.goto(`/p/${mine.id}/traces/${traceId}?tab=scores`);
    await page.getByRole('button', { name: 'Delete the score tone' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Not scored yet.').waitFor();
    await page.goto(`/p/${mine.id}/traces?filter=has:score`);
    await page.getByText('No trace matches').waitFor();
  });

  journey(
    'of a session are seen with those of its turns, and count for its user',
    async ({ project, owner }) => {
      const mine = await project('scores of a session');
      await sendTraces(mine, asOfNow(recordedTraces()));
      const { page } = await owner(mine, 'sessions/sess-en-01');
      await page.getByRole('button', { name: 'Add a score' }).click();
      const form = page.getByRole('form', { name: 'Add a score' });
      await form.getByLabel('Name').fill('solved');
      await form.getByRole('radio', { name: 'Yes or no' }).click();
      await form.getByRole('radio', { name: 'yes', exact: true }).click();
      await form.getByRole('button', { name: 'Save' }).click();
      await page.getByText('yes, of 1').waitFor();

      await page.goto(`/p/${mine.id}/users/user-1042`);
      await page.getByText('yes, of 1').waitFor();
      await page.getByText('on the session').waitFor();
    },
  );
});
