import { type Browser, chromium, type Page } from 'playwright-core';
import { quantile } from './statistics.ts';

/*
 * Whether charts of 50 000 points keep up with a hand: a pointer goes over them, one step a frame, and the time between
 * frames is taken in the browser. Needs a running server: node scripts/run.mjs bench/src/pointing.ts http://127.0.0.1:7070
 */
const CHARTS = [
  { of: 'time-series', name: '50 000 points' },
  { of: 'scatter', name: '50 000 dots' },
  { of: 'heatmap', name: '20 000 cells' },
];
const FRAMES = 300;
/** Steps before the times count: code is compiled, pictures of the page are still being drawn. */
const WARM_UP = 60;
/** Of 60 frames a second, with what clocks of browsers round off. */
const FRAME_MS = 1000 / 60 + 1;

interface Measured {
  /** Between one frame and the next. */
  frames: number[];
  /** Of the page's own work for one step of the pointer. */
  work: number[];
  /** Steps at which values were shown. */
  shown: number;
}

/** In the page: moves a pointer over the chart in loops and takes the times. */
const MEASURE = `async (svg, frames, warmUp) => {
  const box = svg.getBoundingClientRect();
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const result = { frames: [], work: [], shown: 0 };
  let before = await frame();
  for (let step = -warmUp; step < frames; step++) {
    const turn = (step / frames) * 2 * Math.PI;
    const started = performance.now();
    svg.dispatchEvent(new PointerEvent('pointermove', {
      bubbles: true,
      pointerId: 1,
      clientX: box.left + box.width * (0.55 + 0.35 * Math.sin(3 * turn)),
      clientY: box.top + box.height * (0.5 + 0.3 * Math.sin(5 * turn)),
    }));
    await Promise.resolve();
    const work = performance.now() - started;
    const now = await frame();
    if (step >= 0) {
      result.work.push(work);
      result.frames.push(now - before);
    }
    before = now;
    if (step >= 0 && svg.parentElement.querySelector('[aria-live]')) result.shown++;
  }
  return result;
}`;

async function measure(page: Page, url: string, { of, name }: (typeof CHARTS)[number]): Promise<Measured> {
  await page.goto(`${url}/dev/gallery?of=${of}`);
  const figure = page.locator('figure').filter({ has: page.getByText(name, { exact: true }) });
  await figure.scrollIntoViewIfNeeded();
  const svg = figure.getByRole('img').last();
  await svg.waitFor();
  await svg.scrollIntoViewIfNeeded();
  return svg.evaluate(
    (element, { source, frames, warmUp }) => new Function(`return ${source}`)()(element, frames, warmUp),
    { source: MEASURE, frames: FRAMES, warmUp: WARM_UP },
  );
}

async function run(browser: Browser, url: string): Promise<boolean> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, bypassCSP: true });
  let kept = true;
  for (const chart of CHARTS) {
    const { frames, work, shown } = await measure(page, url, chart);
    const at = (values: number[], share: number) => quantile(values, share).toFixed(1);
    console.log(
      `${chart.of}, ${chart.name}: frame p50 ${at(frames, 0.5)} ms, p95 ${at(frames, 0.95)} ms, ` +
        `work p50 ${at(work, 0.5)} ms, p95 ${at(work, 0.95)} ms, values shown at ${shown} of ${FRAMES} steps`,
    );
    kept &&= quantile(frames, 0.5) <= FRAME_MS && quantile(work, 0.95) <= FRAME_MS && shown > 0;
  }
  return kept;
}

const [url = 'http://127.0.0.1:7070'] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  if (!(await run(browser, url.replace(/\/$/, '')))) process.exitCode = 1;
} finally {
  await browser.close();
}
