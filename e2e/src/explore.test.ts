import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type OtlpSpan, protobufTraces } from '../../packages/server/src/testing/otlp.ts';
import { journey, journeys } from './journey.ts';
import { rowsOf } from './pages.ts';
import type { TestProject } from './product.ts';
import { hexId, nowNs, sendTraces } from './telemetry.ts';

const MINUTE = 60_000_000_000n;
const LENGTH = 180;
/** In minutes before now: when the new release fails. */
const BAD = { from: 60, to: 45 };

/**
 * Three hours of requests, four a minute. One in four is of release 2.0, which fails for a quarter of an hour; users,
 * and an error now and then, have nothing to do with it.
 */
async function aBadRelease(project: TestProject): Promise<void> {
  const end = nowNs();
  const spans = new Map<string, OtlpSpan[]>([
    ['1.9', []],
    ['2.0', []],
  ]);
  for (let nth = 0; nth < LENGTH * 4; nth++) {
    const minutesAgo = nth / 4;
    const release = nth % 4 === 0 ? '2.0' : '1.9';
    const isBad = release === '2.0' && minutesAgo > BAD.to && minutesAgo <= BAD.from;
    const startNs = end - (BigInt(nth) * MINUTE) / 4n;
    spans.get(release)?.push({
      traceId: hexId(16),
      spanId: hexId(8),
      name: 'an answer',
      startNs,
      endNs: startNs + 900_000_000n,
      attributes: { 'user.id': `user-${nth % 7}`, 'app.shard': nth % 3 },
      ...((isBad || nth % 97 === 1) && { status: { code: 2, message: 'no answer' } }),
    });
  }
  for (const [release, ofRelease] of spans) {
    const body = protobufTraces(ofRelease, {
      resource: { 'service.name': 'shop', 'service.version': release },
    });
    expect(await sendTraces(project, body)).toBe(200);
  }
}

/** Drags along a chart over time, from so many minutes before its end to so many. */
async function dragOver(page: Page, chart: string, fromMinutes: number, toMinutes: number): Promise<void> {
  const picture = page.getByRole('img', { name: chart, exact: true });
  const box = await picture.boundingBox();
  // The plot ends where its axis does.
  const axis = await picture.locator('.zero, .grid').first().boundingBox();
  if (!box || !axis) throw new Error(`There is no chart ${chart}.`);
  const x = (minutes: number) => axis.x + axis.width * (1 - minutes / LENGTH);
  const y = box.y + box.height / 2;
  await page.mouse.move(x(fromMinutes), y);
  await page.mouse.down();
  await page.mouse.move(x((fromMinutes + toMinutes) / 2), y);
  await page.mouse.move(x(toMinutes), y);
  await page.mouse.up();
}

const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

journeys('Explore', () => {
  journey(
    'leads from a spike on the overview to what sets it apart, and to its traces',
    async ({ project, owner }) => {
      const mine = await project('a bad release');
      await aBadRelease(mine);
      const { page } = await owner(mine, 'overview?from=3h');

      await page.getByRole('button', { name: 'More about Requests' }).click();
      await page.getByRole('menuitem', { name: 'Explore' }).click();
      await page.getByRole('heading', { name: 'Explore', level: 1 }).waitFor();
      expect(parameter(page, 'metrics')).toBe('requestErrors,requestSuccesses,openRequests');
      expect(parameter(page, 'from')).toBe('3h');

      const chart = 'Failed requests, Successful requests and Requests without an end';
      await page.getByRole('img', { name: chart, exact: true }).waitFor();
      await page.getByRole('button', { name: 'Compare a region' }).click();
      await page.getByText('Drag over the part of the chart that looks odd').waitFor();
      await dragOver(page, chart, BAD.from + 4, BAD.to - 4);

      // Of a metric of failures, the failed ones are selected.
      await page.getByRole('button', { name: 'Remove status:error' }).waitFor();
      const differences = page.getByRole('list', {
        name: 'Values that differ, the largest difference first',
      });
      const first = differences.getByRole('listitem').first();
      await expect.poll(() => first.textContent()).toMatch(/2\.0/);
      const named = await differences.textContent();
      expect(named).not.toMatch(/user-\d|app\.shard/);

      // Reloaded, and sent to somebody: the same view.
      await page.reload();
      await expect.poll(() => first.textContent()).toMatch(/2\.0/);

      await differences.getByRole('listitem').filter({ hasText: '2.0' }).first().getByRole('link').click();
      const rows = rowsOf(page, 'Traces, the newest first');
      await expect.poll(() => rows.count()).toBe(15);
      expect(parameter(page, 'filter')).toContain('status:error');
      // A click shows it beside the list, a second one opens it.
      const begin = { position: { x: 20, y: 12 } };
      await rows.first().click(begin);
      await rows.first().click(begin);
      await page.getByText('no answer').first().waitFor();
      expect(new URL(page.url()).pathname).toMatch(/\/traces\/[0-9a-f]{32}$/);

      await page.goBack();
      await page.goBack();
      await page.goBack();
      await expect.poll(() => first.textContent()).toMatch(/2\.0/);
    },
  );

  journey(
    'builds a question from what the data hold, and keeps it in the address',
    async ({ project, owner }) => {
      const mine = await project('a question');
      await aBadRelease(mine);
      const { page } = await owner(mine, 'explore?from=3h');

      await page.getByRole('link', { name: 'Failed requests by Release' }).waitFor();
      await page.getByRole('button', { name: 'Choose a metric' }).click();
      await page.getByRole('combobox', { name: 'Add a metric' }).fill('latency p95');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Split by…' }).click();
      const releases = page.getByRole('option', { name: /Release.*2 values: 1\.9, 2\.0/ });
      await releases.click();
      const groups = rowsOf(page, 'Groups');
      await expect.poll(() => groups.count()).toBe(2);
      await page.getByRole('button', { name: 'Only 2.0' }).click();
      await expect.poll(() => groups.count()).toBe(1);
      expect(parameter(page, 'filter')).toBe('release:2.0');
      await page.goBack();
      await expect.poll(() => groups.count()).toBe(2);
      expect([parameter(page, 'metrics'), parameter(page, 'by')]).toEqual(['latencyP95', 'release']);
    },
  );

  journey(
    'answers SQL, shows where a statement is wrong, and hands out files',
    async ({ project, owner }) => {
      const mine = await project('sql');
      await aBadRelease(mine);
      const { page, problems } = await owner(mine, 'explore/sql');
      const write = async (sql: string) => {
        await page.getByRole('textbox', { name: 'SQL statement' }).click();
        await page.locator('.cm-editor.cm-focused').waitFor();
        await page.keyboard.press('ControlOrMeta+A');
        // Typed, so that what closes brackets by itself has its say.
        await page.keyboard.type(sql);
        await expect.poll(() => page.locator('.cm-content').textContent()).toBe(sql);
        await page.keyboard.press('Escape');
        await page.keyboard.press('ControlOrMeta+Enter');
      };
      await page.locator('.cm-editor').waitFor();
      await write('SELECT release, count() AS n FROM spans GROUP BY release ORDER BY n');
      const rows = page.getByRole('table', { name: 'Result' }).locator('tbody tr');
      await expect.poll(() => rows.allTextContents()).toEqual(['2.0180', '1.9540']);
      expect(parameter(page, 'q')).toBe(
        'SELECT release, count() AS n FROM spans GROUP BY release ORDER BY n',
      );

      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      await page.getByRole('menuitem', { name: 'CSV' }).click();
      const file = await downloading;
      expect(file.suggestedFilename()).toBe('pharos.csv');
      expect(await readFile(await file.path(), 'utf8')).toBe('"release","n"\n"2.0",180\n"1.9",540\n');

      await write('SELECT relese FROM spans');
      await page.getByRole('alert').getByText('relese').waitFor();
      expect(await page.locator('.cm-problem').textContent()).toBe('relese');
      // The browser itself says that a request was refused.
      expect(problems.splice(0)).toEqual([expect.stringContaining('/api/v1/sql')]);

      await page.goBack();
      await expect.poll(() => rows.count()).toBe(2);
    },
  );
});
