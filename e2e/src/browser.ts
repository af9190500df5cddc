import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** For a machine that other work keeps busy. */
export const PATIENCE_MS = 45_000;

/** The browser that PHAROS_CHROMIUM names, else the one that is installed; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env.PHAROS_CHROMIUM;
  return named || PLACES.find((path) => existsSync(path));
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium is installed.');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Somebody at a browser window of their own, and everything that should not have happened in it. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** Console errors, broken security rules, exceptions, dialogs, requests that left the server. */
  problems: string[];
}

/** Paths are relative to `origin`, the only place that a page may talk to. */
export async function openWindow(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'en-US',
    colorScheme: 'light',
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const problems: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', ({ error }) => problems.push(`exception: ${String(error())}`));
  context.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (protocol !== 'data:' && to !== origin) problems.push(`request to ${request.url()}`);
  });
  // Chromium says most violations on the console; some, as of a blocked evaluation that was caught, only here.
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`security policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  return { context, page: await context.newPage(), problems };
}
