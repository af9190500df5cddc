import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { describe, expect, inject, test } from 'vitest';
import { findChromium, openBrowser, openWindow, type Visitor } from './browser.ts';
import { makeProject, type TestProject } from './product.ts';

const PICTURES = join(tmpdir(), 'pharos-e2e-pictures');
const url = inject('url');

interface Journey {
  /** Of this file. */
  browser: Browser;
  /** A window on the shared product, of nobody unless signed in. Closed at the end, when nothing may have gone wrong in it. */
  visit: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** Somebody signed in who owns the project, at a page of it. */
  owner: (project: TestProject, path: string, options?: BrowserContextOptions) => Promise<Visitor>;
  project: (name: string) => Promise<TestProject>;
}

/** A journey's tests are left out where no browser is installed. */
export const journeys = (name: string, tests: () => void): void => {
  describe.skipIf(findChromium() === undefined)(name, tests);
};

export const journey = test.extend<Journey>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern
    async ({}, use) => {
      const browser = await openBrowser();
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the pattern
  project: async ({}, use) => use((name) => makeProject(url, inject('admin'), name)),
  visit: async ({ browser, task }, use) => {
    const visitors: Visitor[] = [];
    await use(async (options) => {
      const visitor = await openWindow(browser, url, options);
      visitors.push(visitor);
      return visitor;
    });
    if (task.result?.state === 'fail') await picture(task.name, visitors);
    for (const { context } of visitors) await context.close();
    expect(visitors.flatMap(({ problems }) => problems)).toEqual([]);
  },
  owner: async ({ visit }, use) =>
    use(async (project, path, options) => {
      const { cookie } = inject('admin');
      const visitor = await visit({
        storageState: {
          cookies: [
            {
              ...cookie,
              domain: new URL(url).hostname,
              path: '/',
              expires: -1,
              httpOnly: true,
              secure: false,
              sameSite: 'Lax',
            },
          ],
          origins: [],
        },
        ...options,
      });
      await visitor.page.goto(`/p/${project.id}/${path}`);
      return visitor;
    }),
});

/** What was on the screen when a journey failed. */
async function picture(name: string, visitors: readonly Visitor[]): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  for (const [index, { page }] of visitors.entries()) {
    const path = join(PICTURES, `${name.replace(/\W+/g, '-')}-${index}.png`);
    await page.screenshot({ path }).then(
      () => console.log(`What was on the screen: ${path}`),
      () => undefined,
    );
  }
}
