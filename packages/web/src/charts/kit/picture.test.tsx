import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { tokenIn } from '../testing/tokens.ts';
import { TimeSeries } from '../time-series/TimeSeries.tsx';
import { pictureOf } from './picture.ts';

afterEach(cleanup);

const token = (name: string) => (name === '--font-sans' ? 'sans-serif' : tokenIn('light', name));
const NAMES = ['gpt-5.6', 'a <b> & "c"', 'bell\u0007', 'd', 'e', 'f', 'g'];

const show = () =>
  render(
    <TimeSeries
      {...{ label: 'Requests', mode: 'line', unit: 'count', bucketMs: 60_000, completeUntilMs: 180_000 }}
      buckets={[0, 60_000, 120_000]}
      series={NAMES.map((name, at) => ({
        ...{ name, label: name, color: 'var(--series-1)' },
        points: [at, at + 1, at + 2],
      }))}
    />,
  ).container;
/** As a viewer of SVG files reads it: it has to be well-formed. */
function read(root: Element, title?: string): Document {
  const picture = new DOMParser().parseFromString(pictureOf(root, { title, token }) ?? '', 'image/svg+xml');
  expect(picture.querySelector('parsererror')).toBeNull();
  return picture;
}
const texts = (picture: Document) => [...picture.querySelectorAll('text')].map((each) => each.textContent);

test('a picture has its title, its legend and its colours, whatever names hold', () => {
  const picture = read(show(), 'Requests <b>');
  expect(texts(picture)).toContain('Requests <b>');
  expect(texts(picture)).toEqual(expect.arrayContaining(['gpt-5.6', 'a <b> & "c"', 'bell']));
  expect(picture.documentElement.outerHTML).not.toMatch(/var\(/);
  expect(picture.querySelector('style')?.textContent).toContain(tokenIn('light', '--muted'));
});

test('what is pointed at is no part of a picture', () => {
  const root = show();
  const before = pictureOf(root, { token });
  fireEvent.keyDown(screen.getByRole('img', { name: 'Requests' }), { key: 'ArrowRight' });
  expect(root.querySelector('.cross')).not.toBeNull();
  expect(pictureOf(root, { token })).toBe(before);
});

test('the legend of a picture names the series that are drawn', () => {
  const root = show();
  fireEvent.click(screen.getByRole('button', { name: 'gpt-5.6' }));
  const shown = texts(read(root));
  expect(shown).toContain('gpt-5.6');
  expect(shown).not.toContain('d');
});

test('where nothing is drawn there is no picture', () => {
  expect(pictureOf(document.createElement('div'), { token })).toBeUndefined();
});
