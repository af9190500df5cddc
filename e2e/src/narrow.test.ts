import { expect, inject } from 'vitest';
import { journey, journeys } from './journey.ts';
import { pagesOf, read } from './pages.ts';
import { makeQuota, makeReport } from './product.ts';
import { asOfNow, recordedTraces, sendTraces, traceIdsOf } from './telemetry.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

journeys('On a phone', () => {
  journey('no page scrolls sideways, nor beyond its frame', async ({ project, owner, visit }) => {
    const mine = await project('a project with quite a long name, as they come');
    const body = asOfNow(recordedTraces());
    await sendTraces(mine, body);
    const quotaId = await makeQuota(mine, inject('admin'), 'Tokens of a user in 30 days');
    const runId = await makeReport(mine, inject('admin'));
    const { page } = await owner(mine, 'overview', PHONE);
    const tooLarge = () =>
      page.evaluate(() => {
        const whole = document.scrollingElement;
        const wide = [whole, document.querySelector('main')]
          .filter((element) => element !== null)
          .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
          .map(({ tagName, scrollWidth, clientWidth }) => `${tagName} ${scrollWidth} > ${clientWidth} wide`);
        // The page's own part scrolls, not what is around it.
        const isLong = whole !== null && whole.scrollHeight > whole.clientHeight;
        return isLong ? [...wide, `${whole.scrollHeight} > ${whole.clientHeight} high`] : wide;
      });
    const found: Record<string, string[]> = {};
    for (const { path, shows } of pagesOf(traceIdsOf(body)[0] ?? '', quotaId, runId)) {
      await read(page, `/p/${mine.id}/${path}`, shows);
      found[path] = await tooLarge();
    }
    const gate = await visit(PHONE);
    await gate.page.goto(`${inject('url')}/login`);
    await gate.page.getByRole('button', { name: 'Sign in' }).waitFor();
    found.login = await tooLarge();
    expect(Object.entries(found).filter(([, problems]) => problems.length > 0)).toEqual([]);
  });
});
