import type { Locator, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { journey, journeys } from './journey.ts';
import { codeIn } from './pages.ts';
import { aModelCall, asOfNow, recordedTraces, sendTraces } from './telemetry.ts';

/** A widget in the editor: the surface by which it is arranged. */
const widget = (page: Page, title: string): Locator =>
  page.getByRole('button', { name: new RegExp(`^${title}: column`) });
const placeOf = (page: Page, title: string) => widget(page, title).getAttribute('aria-label');

async function make(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New dashboard' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('An empty tab').waitFor();
}

async function add(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const field = page.getByRole('combobox', { name: 'Find a chart' });
  await field.fill(text);
  await field.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

async function save(page: Page, note: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+s');
  await page.getByLabel('What changed (optional)').fill(note);
  await page.keyboard.press('Enter');
  await page
    .getByText(/^Saved as version/)
    .first()
    .waitFor();
}

interface Drag {
  x: number;
  y: number;
  /** By its lower right corner, which resizes it. */
  corner?: boolean;
}

async function drag(page: Page, from: Locator, by: Drag): Promise<void> {
  const box = await from.boundingBox();
  if (!box) throw new Error('It is not in sight.');
  const part = by.corner ? 1 : 0.5;
  const [x, y] = [box.x + box.width * part - 2, box.y + box.height * part - 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by.x / 2, y + by.y / 2, { steps: 4 });
  await page.mouse.move(x + by.x, y + by.y, { steps: 4 });
  await page.mouse.up();
}

journeys('Dashboards', () => {
  journey('are built, saved, filtered, shared and brought back', async ({ project, owner, visit }) => {
    const mine = await project('dashboards');
    await sendTraces(mine, asOfNow(recordedTraces()));
    await sendTraces(mine, aModelCall('by another model').body);
    const { page } = await owner(mine, 'dashboards');
    await make(page, 'Night watch');

    await add(page, 'Cost by model');
    await add(page, 'Latency of requests');
    expect(await placeOf(page, 'Cost by model')).toContain('column 1, row 1, 6 wide');
    expect(await placeOf(page, 'Latency of requests')).toContain('column 7, row 1, 6 wide');

    await widget(page, 'Latency of requests').focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => placeOf(page, 'Latency of requests')).toContain('column 7, row 1, 5 wide');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => placeOf(page, 'Latency of requests')).toContain('column 8, row 1, 5 wide');

    await drag(page, widget(page, 'Cost by model'), { x: 0, y: 64, corner: true });
    await expect.poll(() => placeOf(page, 'Cost by model')).toContain('6 wide, 10 high');
    await drag(page, widget(page, 'Latency of requests'), { x: -900, y: 0 });
    await expect.poll(() => placeOf(page, 'Latency of requests')).toContain('column 1, row 1');
    expect(await placeOf(page, 'Cost by model')).toContain('column 1, row 9');
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(() => placeOf(page, 'Latency of requests')).toContain('column 8, row 1');

    await page.getByRole('button', { name: 'Variables', exact: true }).click();
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.getByLabel('Name', { exact: true }).fill('model');
    await page.getByLabel('Label', { exact: true }).fill('Model');
    await page.keyboard.press('Escape');
    await save(page, 'the first');
    await page.reload();
    await expect.poll(() => placeOf(page, 'Latency of requests')).toContain('column 8, row 1, 5 wide');
    await page.getByRole('button', { name: 'Done' }).click();

    // The whole name of a shortened one is its title.
    await page.getByText('gpt-5-mini').first().waitFor({ state: 'attached' });
    await page.getByRole('button', { name: /^Model/ }).click();
    await page.getByRole('option', { name: /^gpt-4\.1(?!-)/ }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url()).toContain('v.model=gpt-4.1');
    await expect.poll(() => page.getByRole('main').getByText('gpt-5-mini').count()).toBe(0);
    await page.reload();
    await page.getByRole('button', { name: 'Model gpt-4.1' }).waitFor();

    await page.getByRole('button', { name: 'More about Night watch' }).click();
    await page.getByRole('menuitem', { name: 'Share…' }).click();
    await page.getByRole('button', { name: 'Create link' }).click();
    const link = await codeIn(page, 'Link');
    expect(link.startsWith(inject('url'))).toBe(true);

    const { page: guest } = await visit();
    await guest.goto(link);
    await guest.getByRole('heading', { name: 'Night watch' }).waitFor();
    await guest.getByText('dashboards, read-only').waitFor();
    await guest.getByRole('img', { name: 'Latency of requests' }).waitFor();
    expect(await guest.getByText('gpt-5-mini').count()).toBe(0);
    await guest.getByRole('button', { name: 'More about Latency of requests' }).click();
    await guest.getByRole('menuitem', { name: 'Show as table' }).waitFor();
    expect(await guest.getByRole('menuitem', { name: /traces|Explore|Pin/ }).count()).toBe(0);

    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The link no longer works').waitFor();
    const late = await visit();
    await late.page.goto(link);
    await late.page.getByText('This link shows nothing any more').waitFor();
    // The refusal is all that is said about it.
    expect(late.problems.splice(0)).toEqual([expect.stringContaining('/api/v1/shared/')]);
    await page.getByRole('button', { name: 'Done' }).click();

    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await widget(page, 'Cost by model').focus();
    await page.keyboard.press('Delete');
    await save(page, 'without cost');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'More about Night watch' }).click();
    await page.getByRole('menuitem', { name: 'Versions' }).click();
    const versions = page.getByRole('complementary', { name: 'Versions' });
    await versions.getByText('without cost').waitFor();
    await versions.getByText('removed').waitFor();
    await versions.getByRole('button', { name: /^Version 2/ }).click();
    await page.getByRole('heading', { name: 'Cost by model' }).waitFor();
    await versions.getByRole('button', { name: 'Restore' }).click();
    await page.getByText('Version 2 is back, as version 4').waitFor();
    await page.getByRole('heading', { name: 'Cost by model' }).waitFor();
  });

  journey('take a chart of any page, and show on a wall', async ({ project, owner }) => {
    const mine = await project('pins');
    await sendTraces(mine, asOfNow(recordedTraces()));
    const { page } = await owner(mine, 'overview');
    await page.getByRole('button', { name: 'More about Latency', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Pin to a dashboard…' }).click();
    await page.getByLabel('Name of the new dashboard').fill('Pinned');
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    await page.getByRole('link', { name: 'Open the dashboard' }).click();
    await page.getByRole('heading', { name: 'Latency', exact: true }).waitFor();

    await page.getByRole('button', { name: 'More about Pinned' }).click();
    await page.getByRole('menuitem', { name: 'Show on a wall…' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'Pinned' }).waitFor();
    await page.getByRole('img', { name: 'Latency' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Dashboards' }).waitFor();
  });
});
