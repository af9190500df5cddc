import { expect, test } from 'vitest';
import { layoutTimeline, type TimelineStretch } from './layout.ts';

const FRAME = { width: 100, height: 60, left: 0, right: 0, top: 0, bottom: 0 };
const stretch = (fromMs: number, toMs: number, text = 'running'): TimelineStretch => ({
  ...{ fromMs, toMs, text, tone: 'good', note: '' },
});
const laid = (stretches: readonly TimelineStretch[]) =>
  layoutTimeline({ fromMs: 0, toMs: 1000 }, stretches, FRAME, 'UTC');

test('a stretch is as wide as it lasted, and one that was too short to be seen is seen and found', () => {
  const layout = laid([stretch(0, 500), stretch(500, 501), stretch(501, 1000)]);
  const [long, short] = layout.stretches;
  expect(long).toMatchObject({ x: 0, width: 49 });
  expect(short?.width).toBeGreaterThan(1);
  expect(layout.at(50.5)).toBe(1);
  expect(layout.at(20)).toBe(0);
});

test('where nobody kept watch there is nothing to point at', () => {
  expect(laid([stretch(600, 1000)]).at(30)).toBeUndefined();
});

test('a word stands only where all of it fits', () => {
  expect(laid([stretch(0, 900), stretch(900, 1000)]).stretches.map(({ word }) => word)).toEqual([
    'running',
    '',
  ]);
});
