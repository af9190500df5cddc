import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Server, startServer } from './server.ts';
import { quantile } from './statistics.ts';

/*
 * How long a reader waits, on the demo's data in a real browser: until the overview can be read on a first visit, with
 * nothing in the browser's cache, and until another page can be read once it has been seen. The server runs on the same
 * machine, so the network costs nothing and the processor is shared.
 */
const ROUNDS = 7;
const FIRST_LOAD_MS = 1500;
const PAGE_CHANGE_MS = 200;
const PAGES = ['Traces', 'Sessions', 'Users', 'Explore', 'Dashboards', 'Overview'];

async function fillWithDemo(server: Server): Promise<void> {
  const script = fileURLToPath(new URL('../../demo/src/main.ts', import.meta.url));
  const runner = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url));
  const secret = server.headers.authorization?.replace('Bearer ', '') ?? '';
  const child = spawn(process.execPath, [runner, script, '--url', server.url, '--days', '2'], {
    env: { ...process.env, PHAROS_SECRET_KEY: secret },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the demo ended with code ${code}`);
}

/** In the page: nothing stands for what is still to come, and there is something to read. */
const READABLE = `(() => {
  const main = document.querySelector('main');
  const waiting = document.querySelector('main [aria-busy="true"], main .animate-pulse-soft');
  return main?.querySelector('h1') && main.textContent.length > 60 && !waiting && performance.now();
})()`;

/** When the page can be read, in milliseconds since the visit began. */
const readable = async (page: Page): Promise<number> => {
  const handle = await page.waitForFunction(READABLE, undefined, { polling: 'raf' });
  return Number(await handle.jsonValue());
};

async function signedIn(browser: Browser, server: Server): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${server.url}/login`);
  await page.getByLabel('Email').fill('bench@example.com');
  await page.getByLabel('Password').fill('bench-password');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/p\//, { waitUntil: 'commit' });
  await readable(page);
  return context;
}

async function firstLoads(browser: Browser, server: Server, signed: BrowserContext) {
  const cookies = await signed.storageState();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext({
      storageState: cookies,
      bypassCSP: true,
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(`${server.url}/`, { waitUntil: 'commit' });
    times.push(await readable(page));
    await context.close();
  }
  return times;
}

async function pageChanges(signed: BrowserContext, server: Server) {
  const page = await signed.newPage();
  await page.addInitScript(
    `addEventListener('click', (event) => { window.clickedAt = event.timeStamp; }, true)`,
  );
  await page.goto(`${server.url}/`);
  await readable(page);
  const times: Record<string, number[]> = {};
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of PAGES) {
      const link = page.getByRole('navigation').getByRole('link', { name, exact: true });
      if ((await link.count()) === 0) continue;
      await link.click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      const took = (await readable(page)) - Number(await page.evaluate('window.clickedAt'));
      // The first visit loads the page's own code.
      if (round > 0) times[name] = [...(times[name] ?? []), took];
    }
  }
  await page.close();
  return times;
}

const server = await startServer();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  await fillWithDemo(server);
  const signed = await signedIn(browser, server);
  const first = await firstLoads(browser, server, signed);
  const changes = await pageChanges(signed, server);
  const line = (what: string, ms: readonly number[], most: number) =>
    console.log(
      `${what.padEnd(34)} ${quantile(ms, 0.5).toFixed(0).padStart(6)} ms   at most ${most}   (${ms.map((each) => each.toFixed(0)).join(', ')})`,
    );
  console.log(`${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`);
  line('first load until it can be read', first, FIRST_LOAD_MS);
  for (const [name, ms] of Object.entries(changes)) line(`to ${name}, warm`, ms, PAGE_CHANGE_MS);
} finally {
  await browser.close();
  await server.destroy();
}
