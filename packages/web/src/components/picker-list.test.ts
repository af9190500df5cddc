import { expect, test } from 'vitest';
import { bestOf, foundIn, nextPickable } from './picker-list.ts';

const groups = [
  {
    title: 'Errors',
    items: [
      { value: 'successRate', label: 'Success rate' },
      { value: 'errorRate', label: 'Error rate' },
    ],
  },
  {
    title: 'Cost',
    items: [
      { value: 'cost', label: '成本' },
      { value: 'unpriced', label: 'Unpriced', refusal: 'full' },
    ],
  },
];
const found = (query: string) =>
  foundIn(groups, query).flatMap(({ items }) => items.map(({ value }) => value));
const all = groups.flatMap(({ items }) => items);

test('what holds every typed word is found: by name, by its name in the API, or by its group', () => {
  expect(found('rate err')).toEqual(['successRate', 'errorRate']);
  expect(found('成本')).toEqual(['cost']);
  expect(found('cost')).toEqual(['cost', 'unpriced']);
  expect(found('nothing')).toEqual([]);
});

test('Enter takes what has the name itself before what is only in a group of that name', () => {
  expect(bestOf(all, 'error rate')).toBe('errorRate');
  expect(bestOf(all, 'cost')).toBe('cost');
  expect(bestOf(all, '')).toBe('successRate');
});

test('arrows walk past what cannot be picked, round the end', () => {
  expect(nextPickable(all, 'cost', 1)).toBe('successRate');
  expect(nextPickable(all, 'successRate', -1)).toBe('cost');
  expect(nextPickable(all, undefined, -1)).toBe('cost');
});
