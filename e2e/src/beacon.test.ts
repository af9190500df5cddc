import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { browserKeySchema } from '@pharos/core/api/browser-keys';
import { eventPageSchema } from '@pharos/core/api/events';
import { onlinePageSchema } from '@pharos/core/api/presence';
import { scorePageSchema } from '@pharos/core/api/scores';
import { afterAll, beforeAll, expect, inject } from 'vitest';
// What it puts into pages.
import type {} from '../../packages/sdk/src/browser/script.ts';
import { journey, journeys } from './journey.ts';
import { PlainTab } from './plain-tab.ts';
import { postAs, type TestProject } from './product.ts';

const url = inject('url');

/** A site of somebody else, all of whose pages carry the beacon with the key that stands for them. */
let site: Server;
let origin: string;
const keys = new Map<string, string>();
beforeAll(async () => {
  site = createServer(({ headers: { host = '' }, url: path }, response) => {
    const key = keys.get(host) ?? '';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>${path}</title><h1>A shop</h1><input aria-label="search">
<script src="${url}/beacon.js" data-key="${key}" data-user="ada" data-agent="support"
  data-heartbeat-seconds="0.3" data-idle-seconds="600" data-linger-seconds="0.05"></script>`);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(() => {
  site.closeAllConnections();
  site.close();
});

const ask = async (project: TestProject, path: string) => {
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${project.secretKey}` } });
  return answer.json();
};
const online = async (project: TestProject) =>
  onlinePageSchema
    .parse(await ask(project, '/api/v1/users/online'))
    .data.map(({ userId, state, page }) => [userId, state, page]);
const eventNames = async (project: TestProject) =>
  eventPageSchema.parse(await ask(project, '/api/v1/events')).data.map(({ name }) => name);

/** A key for pages of this origin, which the site's pages carry when they are asked for by this host. */
async function carry(project: TestProject, allowed: string, host: string): Promise<void> {
  const path = `/api/v1/projects/${project.id}/browser-keys`;
  const made = await postAs(inject('admin'), `${url}${path}`, { name: 'shop', origins: [allowed] });
  keys.set(host, browserKeySchema.parse(await made.json()).publicKey);
}

journeys('The beacon of a page', () => {
  journey('says who is there, that they are out of sight, back, and gone', async ({ project, browser }) => {
    const mine = await project('shop');
    await carry(mine, origin, new URL(origin).host);
    const tab = await PlainTab.open(browser, `${origin}/cart`);
    await expect.poll(() => online(mine)).toEqual([['ada', 'active', '/cart']]);
    const other = await PlainTab.open(browser, 'about:blank');
    await expect.poll(() => tab.evaluate('document.visibilityState')).toBe('hidden');
    await expect.poll(() => online(mine)).toEqual([['ada', 'idle', '/cart']]);
    await tab.toFront();
    await expect.poll(() => online(mine)).toEqual([['ada', 'active', '/cart']]);
    await tab.evaluate(`location.href = '/orders'`);
    await expect.poll(() => online(mine)).toEqual([['ada', 'active', '/orders']]);
    await tab.evaluate('history.back()');
    await expect.poll(() => online(mine)).toEqual([['ada', 'active', '/cart']]);
    await tab.close();
    await expect.poll(() => online(mine)).toEqual([]);
    await other.close();
  });

  journey('brings what they do and think, of every page of the site', async ({ project, browser }) => {
    const mine = await project('events');
    await carry(mine, origin, new URL(origin).host);
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${origin}/cart`);
    await page.evaluate(() => {
      window.pharos?.event('order placed', { total: 12.5 });
      window.pharos?.feedback({ value: true, comment: 'right' });
      history.pushState(null, '', '/thanks');
    });
    await expect
      .poll(async () => (await eventNames(mine)).sort())
      .toEqual(['order placed', 'page seen', 'page seen']);
    await expect.poll(() => online(mine)).toEqual([['ada', 'active', '/thanks']]);
    const scores = scorePageSchema.parse(await ask(mine, '/api/v1/scores'));
    expect(scores.data).toMatchObject([{ name: 'feedback', value: 1, comment: 'right', author: 'ada' }]);
    expect(await page.evaluate(() => window.pharos?.counts())).toMatchObject({
      dropped: 0,
      refused: 0,
      retries: 0,
    });
    // What is told last goes with the page.
    await page.evaluate(() => window.pharos?.event('tab closed'));
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => eventNames(mine)).toContain('tab closed');
    await context.close();
  });

  journey('is refused on another origin', async ({ project, browser }) => {
    const mine = await project('other');
    const elsewhere = origin.replace('127.0.0.1', 'localhost');
    await carry(mine, origin, new URL(elsewhere).host);
    const context = await browser.newContext();
    const page = await context.newPage();
    // The browser keeps from the page why.
    const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/v1/beacon'));
    await page.goto(`${elsewhere}/cart`);
    await failed;
    await expect
      .poll(async () => (await page.evaluate(() => window.pharos?.counts()))?.retries)
      .toBeGreaterThan(0);
    expect([await online(mine), await eventNames(mine)]).toEqual([[], []]);
    await context.close();
  });
});
