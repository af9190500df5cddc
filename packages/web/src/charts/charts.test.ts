import { changeOf } from '@pharos/core/series/change';
import { expect, test } from 'vitest';
import { seriesOf, type Words } from './answer.ts';
import { ColorBook } from './kit/palette.ts';
import { sparklinePath, thinned } from './stat/Sparkline.tsx';

test('a name keeps its colour when others join, in whatever order they were named', () => {
  const one = new ColorBook();
  const before = one.assign(['gpt-4.1', 'qwen3-max'])('gpt-4.1');
  expect(one.assign(['zeta', 'alpha', 'gpt-4.1'])('gpt-4.1')).toBe(before);
  const another = new ColorBook();
  expect(another.assign(['qwen3-max', 'gpt-4.1'])('gpt-4.1')).toBe(before);
});

test('the first eight names have eight colours, and none is the red of errors', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const color = new ColorBook().assign(names);
  const colors = new Set(names.map(color));
  expect(colors.size).toBe(8);
  expect(colors).not.toContain('var(--series-3)');
  expect(color('one more')).toMatch(/^var\(--series-\d+\)$/);
});

test('a change knows what is good', () => {
  expect(changeOf({ unit: 'ms', better: 'less' }, 110, 100)).toMatchObject({ kind: 'relative', tone: 'bad' });
  expect(changeOf({ unit: 'count', better: 'more' }, 110, 100)).toMatchObject({ tone: 'good' });
  expect(changeOf({ unit: 'tokens', better: 'neither' }, 110, 100)).toMatchObject({ tone: 'neutral' });
  const share = changeOf({ unit: 'ratio', better: 'more' }, 0.963, 0.976);
  expect(share).toMatchObject({ kind: 'points', tone: 'bad' });
  expect(share?.value).toBeCloseTo(-1.3);
});

test('there is no change from nothing, and a tiny one is none', () => {
  expect(changeOf({ unit: 'count', better: 'more' }, 5, 0)).toBeUndefined();
  expect(changeOf({ unit: 'count', better: 'more' }, 5, null)).toBeUndefined();
  expect(changeOf({ unit: 'ms', better: 'less' }, 100.001, 100)).toMatchObject({ value: 0, tone: 'neutral' });
});

const words: Words = {
  metric: (name) => name.toUpperCase(),
  all: 'All',
  other: 'Other',
  unnamed: '(none)',
  edge: (_, value) => `${value} ms`,
};
const aGroup = (group: string[], other = false, cost = 1) => ({
  ...{ group, other },
  totals: { cost, requests: cost },
  exact: {},
  points: { cost: [cost], requests: [null] },
});
const anAnswer = (series: ReturnType<typeof aGroup>[]) => ({ from: '', to: '', series });

test('what is left over comes last and grey, whatever its size; who has none of it is left out', () => {
  const shown = seriesOf(
    anAnswer([aGroup([''], true), aGroup(['gpt-4.1']), aGroup(['free'], false, 0), aGroup([''])]),
    { metrics: ['cost'], dimensions: ['model'] },
    words,
  );
  expect(shown.map(({ label }) => label)).toEqual(['gpt-4.1', '(none)', 'Other']);
  expect(shown.at(-1)).toMatchObject({ color: 'var(--series-10)' });
  expect(shown.at(-1)?.group).toBeUndefined();
});

test('lines are named by what tells them apart: the metric, the group, or both', () => {
  const labels = (metrics: string[], dimensions: string[], group: string[]) =>
    seriesOf(anAnswer([aGroup(group)]), { metrics, dimensions }, words).map(({ label }) => label);
  expect(labels(['cost'], [], [])).toEqual(['COST']);
  expect(labels(['cost', 'requests'], [], [])).toEqual(['COST', 'REQUESTS']);
  expect(labels(['cost', 'requests'], ['model', 'agent'], ['a', 'b'])).toEqual([
    'a · b · COST',
    'a · b · REQUESTS',
  ]);
  expect(labels(['requests'], ['spanDuration'], ['200'])).toEqual(['200 ms – 250 ms']);
});

test('failures are red wherever they stand', () => {
  const [failed] = seriesOf(
    anAnswer([aGroup([])]),
    { metrics: ['requestErrors', 'requestSuccesses'], dimensions: [] },
    words,
  );
  expect(failed?.color).toBe('var(--bad-mark)');
  const [error] = seriesOf(
    anAnswer([aGroup(['error'])]),
    { metrics: ['cost'], dimensions: ['status'] },
    words,
  );
  expect(error?.color).toBe('var(--bad-mark)');
});

test('a flat sparkline lies in the middle, an empty one is nothing', () => {
  expect(sparklinePath([5, 5], 10, 20)).toBe('M0,10L10,10');
  expect(sparklinePath([null, null], 10, 20)).toBe('');
});

test('a sparkline of more points than pixels shows the means of neighbours, and gaps where all are unknown', () => {
  expect(thinned([1, 3, null, 5, null, null, 7], 4)).toEqual([2, 5, null, 7]);
  expect(thinned([1, 2], 4)).toEqual([1, 2]);
});
