import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { setZone } from '../format/zone.ts';
import { setLanguage } from '../i18n/i18n.ts';
import { CHART_CASES } from './cases.ts';
import { pictureOf } from './kit/picture.ts';
import { tokenIn } from './testing/tokens.ts';

/*
 * What charts look like, kept as files beside this one: whoever changes a chart sees the change in review. New pictures
 * are written by `vitest -u`; where a picture is missing in CI the test fails.
 */
let width = 640;
beforeAll(() => {
  setLanguage('en');
  setZone('UTC');
  // jsdom lays nothing out: every chart has the width of its case.
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockImplementation(() => width);
});
afterEach(cleanup);

const token = (name: string) => (name === '--font-sans' ? 'system-ui, sans-serif' : tokenIn('light', name));
const fileOf = (text: string) => text.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();

for (const [chart, cases] of Object.entries(CHART_CASES))
  for (const each of cases.filter(({ pageOnly }) => !pageOnly))
    test(`${chart}: ${each.name}`, async () => {
      width = each.width ?? 640;
      const { container } = render(each.element);
      const picture = pictureOf(container, { token });
      expect(picture).toBeDefined();
      expect(picture).not.toMatch(/NaN|undefined|Infinity|var\(/);
      await expect(`${picture}\n`).toMatchFileSnapshot(`pictures/${chart}/${fileOf(each.name)}.svg`);
    });

test('two cases of a chart never share a picture', () => {
  for (const cases of Object.values(CHART_CASES)) {
    const files = cases.map(({ name }) => fileOf(name));
    expect(new Set(files).size).toBe(files.length);
  }
});
